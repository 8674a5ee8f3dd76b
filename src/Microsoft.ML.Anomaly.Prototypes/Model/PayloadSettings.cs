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
        throw new FormatException($"The model's setting '{name}' is missing or of the wrong kind.");
    }
}
