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

    /// <summary>A number of things, from 0 up.</summary>
    public int SizeOrNone(string name) => Value<int>(name) is >= 0 and <= MaximumSize and var size
        ? size
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    public string Text(string name) => Value<string>(name);

    /// <summary>A text, or null where there is none.</summary>
    public string? TextOrNone(string name) => Has(name) ? Text(name) : null;

    /// <summary>Flags of an enumeration.</summary>
    public int Flags(string name) => Value<int>(name);

    /// <summary>Settings within the settings.</summary>
    public PayloadSettings Section(string name) => new(Node(name) as JsonObject ?? throw Missing(name));

    public bool Has(string name)
    {
        try
        {
            return settings.ContainsKey(name);
        }
        catch (ArgumentException)
        {
            throw Missing(name);
        }
    }

    /// <summary>A list of settings.</summary>
    public PayloadSettings[] List(string name) =>
        [.. Items(name).Select(item => new PayloadSettings(item as JsonObject ?? throw Missing(name)))];

    /// <summary>A list of numbers of things, each from 1 up.</summary>
    public int[] Sizes(string name) => [.. Items(name).Select(item => item is JsonValue value && value.TryGetValue(out int size) && size is > 0 and <= MaximumSize
        ? size
        : throw Missing(name))];

    /// <summary>Texts in their order.</summary>
    public string[] Texts(string name) =>
        [.. Items(name).Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Missing(name))];

    public bool Truth(string name) => Value<bool>(name);

    public float PositiveNumber(string name) => Value<float>(name) is > 0 and < float.PositiveInfinity and var number
        ? number
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    public float FiniteNumber(string name) => Value<float>(name) is var number && float.IsFinite(number)
        ? number
        : throw new FormatException($"The model's setting '{name}' is out of range.");

    private T Value<T>(string name) =>
        Node(name) is JsonValue value && value.TryGetValue(out T? result) ? result : throw Missing(name);

    private JsonArray Items(string name) => Node(name) as JsonArray ?? throw Missing(name);

    private JsonNode Node(string name)
    {
        try
        {
            return settings[name] ?? throw Missing(name);
        }
        catch (ArgumentException)
        {
            // The JSON object has a name twice, which the parser notices only now.
            throw Missing(name);
        }
    }

    private static FormatException Missing(string name) => new($"The model's setting '{name}' is missing or of the wrong kind.");
}
