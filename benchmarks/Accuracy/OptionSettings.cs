using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>Values for a trainer's options, by the options' names.</summary>
internal sealed class OptionSettings
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    private OptionSettings()
    {
    }

    public static OptionSettings None { get; } = new();

    /// <summary>Reads settings that are written as <c>Name=Value</c>.</summary>
    /// <exception cref="ArgumentException">One is not written so, or has a space in it, or an option is set twice.</exception>
    public static OptionSettings Parse(IEnumerable<string> settings)
    {
        var result = new OptionSettings();
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=');
            if (equals <= 0 || setting.Contains(' '))
                throw new ArgumentException($"A setting is written as Name=Value without spaces, not '{setting}'.");
            if (!result._values.TryAdd(setting[..equals], setting[(equals + 1)..]))
                throw new ArgumentException($"The option {setting[..equals]} is set twice.");
        }
        return result;
    }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static OptionSettings FromText(string text) => Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>These settings and some more.</summary>
    /// <exception cref="ArgumentException">An option is set twice.</exception>
    public OptionSettings With(OptionSettings others) => FromText($"{this} {others}");

    /// <summary>Sets the options, which may be properties (as ours are) or fields (as ML.NET's are).</summary>
    /// <exception cref="ArgumentException">There is no such option, or its type can't take the value.</exception>
    public void Apply(object options)
    {
        foreach ((string name, string value) in _values)
        {
            switch (options.GetType().GetMember(name, BindingFlags.Public | BindingFlags.Instance).FirstOrDefault())
            {
                case PropertyInfo { CanWrite: true } property: property.SetValue(options, Convert(value, property.PropertyType, name)); break;
                case FieldInfo field: field.SetValue(options, Convert(value, field.FieldType, name)); break;
                default: throw new ArgumentException($"{options.GetType()} has no option {name}.");
            }
        }
    }

    /// <summary>The settings in one line, in the order of their names.</summary>
    public override string ToString() => string.Join(' ', _values.Select(pair => $"{pair.Key}={pair.Value}"));

    private static object Convert(string value, Type type, string name)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            if (target == typeof(ImmutableArray<int>))
                return value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToImmutableArray();
            if (target.IsEnum)
                return Enum.Parse(target, value);
            if (target == typeof(int) || target == typeof(float) || target == typeof(double) || target == typeof(bool))
                return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"The option {name} takes a value of type {target.Name}, not '{value}'.", e);
        }
        throw new ArgumentException($"The option {name} is of type {target.Name}; only numbers, lists of them, truth values and enumerations can be set here.");
    }
}
