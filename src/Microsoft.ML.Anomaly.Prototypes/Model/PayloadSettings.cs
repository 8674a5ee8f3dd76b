using System.Text.Json.Nodes;

namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>Reads a payload's settings; one that is missing or of the wrong kind is a <see cref="FormatException"/>.</summary>
internal sealed class PayloadSettings(JsonObject settings)
{
    private const int MaximumSize = 1 << 24;

    /// <summary>A number of things, from 1 up.</summary>
    public int Size(string name) => Value<int>(name) is > 0 and <= MaximumSize and var size
        ? size
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    public float PositiveNumber(string name) => Value<float>(name) is > 0 and < float.PositiveInfinity and var number
        ? number
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    /// <summary>Numbers of things, each from 1 up.</summary>
    public int[] Sizes(string name) => Values<int>(name) is var sizes && sizes.All(size => size is > 0 and <= MaximumSize)
        ? sizes
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    /// <summary>Texts in their order.</summary>
    public string[] Texts(string name) => Values<string>(name);

    private T[] Values<T>(string name)
    {
        try
        {
            if (settings[name] is JsonArray array)
                return [.. array.Select(item => item is JsonValue value && value.TryGetValue(out T? result) ? result : throw Missing(name))];
        }
        catch (ArgumentException)
        {
            // The JSON object has a name twice, which the parser notices only now.
        }
        throw Missing(name);
    }

    private static FormatException Missing(string name) => new($"The model's setting '{name}' is missing or of the wrong kind.");

    private T Value<T>(string name)
    {
        try
        {
            if (settings[name] is JsonValue value && value.TryGetValue(out T? result))
                return result;
        }
        catch (ArgumentException)
        {
            // The JSON object has a name twice, which the parser notices only now.
        }
        throw Missing(name);
    }
}
