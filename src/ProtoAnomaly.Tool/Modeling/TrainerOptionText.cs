using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>A trainer's options as text: to set them from the command line, and to write them down.</summary>
internal static class TrainerOptionText
{
    private const string ImageOption = nameof(PrototypeDataDescriptionTrainer.Options.ImageShape);

    // What the tool sets by itself.
    private static readonly string[] Hidden =
    [
        nameof(PrototypeTrainerOptions.LabelColumnName), nameof(PrototypeTrainerOptions.FeatureColumnName), nameof(PrototypeTrainerOptions.Progress),
        nameof(PrototypeTrainerOptions.CancellationToken), nameof(PrototypeTrainerOptions.OutputColumns),
    ];

    /// <summary>Sets options that are written as <c>Name=Value</c>.</summary>
    /// <exception cref="UsageException">There is no such option, or it can't have the value.</exception>
    public static void Apply(IEnumerable<string> settings, PrototypeTrainerOptions options)
    {
        PropertyInfo[] properties = [.. Properties(options).Where(p => IsSimple(p.PropertyType))];
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UsageException($"A trainer's option is set by --option Name=Value, not by '{setting}'.");
            (string name, string value) = (setting[..equals].Trim(), setting[(equals + 1)..].Trim());
            PropertyInfo property = properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"The trainer has no option {name}.{Wording.DidYouMean(name, properties.Select(p => p.Name))} It has {string.Join(", ", properties.Select(p => p.Name))}.");
            property.SetValue(options, Parse(value, property));
        }
    }

    /// <summary>The shape of the images that the features are pixels of; null where they are none, or the trainer does not care.</summary>
    public static ImageShape? Image(PrototypeTrainerOptions options) => options.GetType().GetProperty(ImageOption)?.GetValue(options) as ImageShape?;

    /// <summary>The same from what <see cref="Describe"/> has written.</summary>
    public static ImageShape? Image(IReadOnlyDictionary<string, string> options) => options.TryGetValue(ImageOption, out string? text) ? ParseShape(text) : null;

    /// <summary>All options with their values.</summary>
    public static IReadOnlyDictionary<string, string> Describe(PrototypeTrainerOptions options) =>
        Properties(options).ToDictionary(p => p.Name, p => Text(p.GetValue(options)));

    private static string Text(object? value) => value is IEnumerable list and not string
        ? string.Join(' ', list.Cast<object>().Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<PropertyInfo> Properties(PrototypeTrainerOptions options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p is { CanRead: true, CanWrite: true } && !Hidden.Contains(p.Name))
        .OrderBy(p => p.Name, StringComparer.Ordinal);

    private static bool IsSimple(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsEnum || bare == typeof(int) || bare == typeof(float) || bare == typeof(double) || bare == typeof(bool) || bare == typeof(ImageShape);
    }

    // No thousands separators: 0,01 would be 1 with them.
    private static object? Parse(string value, PropertyInfo property)
    {
        Type? inner = Nullable.GetUnderlyingType(property.PropertyType);
        Type type = inner ?? property.PropertyType;
        // As an option that is not set is printed.
        if (value.Length == 0 && inner is not null)
            return null;
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (type.IsEnum && Enum.TryParse(type, value, ignoreCase: true, out object? named) && !value.Any(char.IsDigit))
            return named;
        if (type == typeof(bool) && bool.TryParse(value, out bool truth))
            return truth;
        if (type == typeof(int) && int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out int whole))
            return whole;
        if (type == typeof(float) && float.TryParse(value, NumberStyles.Float, culture, out float single) && float.IsFinite(single))
            return single;
        if (type == typeof(double) && double.TryParse(value, NumberStyles.Float, culture, out double number) && double.IsFinite(number))
            return number;
        if (type == typeof(ImageShape) && ParseShape(value) is { } shape)
            return shape;
        string wanted = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number"
            : type == typeof(ImageShape) ? "HEIGHTxWIDTH, or CHANNELSxHEIGHTxWIDTH, as in 28x28 and 3x32x32" : "a number with a decimal point";
        string hint = type.IsEnum ? Wording.DidYouMean(value, Enum.GetNames(type)) : "";
        throw new UsageException($"The option {property.Name} takes {wanted}, not '{value}'.{hint}");
    }

    // Height and width, after the number of channels where that is not 1.
    private static ImageShape? ParseShape(string text)
    {
        int[] sizes = [.. text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes.Contains(0) ? null : sizes switch
        {
            [int height, int width] => new ImageShape(1, height, width),
            [int channels, int height, int width] => new ImageShape(channels, height, width),
            _ => null,
        };
    }
}
