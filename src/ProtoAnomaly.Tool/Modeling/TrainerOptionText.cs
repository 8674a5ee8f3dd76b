using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>A trainer's options as text: to set them from the command line, and to write them down.</summary>
internal static class TrainerOptionText
{
    // What the tool sets by itself.
    private static readonly string[] Hidden =
    [
        nameof(PrototypeTrainerOptions.LabelColumnName), nameof(PrototypeTrainerOptions.FeatureColumnName), nameof(PrototypeTrainerOptions.Progress),
        nameof(PrototypeTrainerOptions.CancellationToken), nameof(PrototypeTrainerOptions.OutputColumns),
    ];

    /// <summary>Sets options that are written as <c>Name=Value</c>.</summary>
    /// <exception cref="ToolException">There is no such option, or it can't have the value.</exception>
    public static void Apply(IEnumerable<string> settings, PrototypeTrainerOptions options)
    {
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ToolException($"A trainer's option is set by --option Name=Value, not by '{setting}'.");
            (string name, string value) = (setting[..equals], setting[(equals + 1)..]);
            PropertyInfo property = Properties(options).FirstOrDefault(p => IsSimple(p.PropertyType) && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ToolException($"The trainer has no option {name}; it has {string.Join(", ", Properties(options).Where(p => IsSimple(p.PropertyType)).Select(p => p.Name))}.");
            property.SetValue(options, Parse(value, property));
        }
    }

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
        return bare.IsEnum || bare == typeof(int) || bare == typeof(float) || bare == typeof(double) || bare == typeof(bool);
    }

    private static object Parse(string value, PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            return type.IsEnum ? Enum.Parse(type, value, ignoreCase: true) : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            string wanted = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : "a number";
            throw new ToolException($"The option {property.Name} takes {wanted}, not '{value}'.", e);
        }
    }
}
