using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Docs;

/// <summary>Writes the reference of all options: what they do from the XML documentation, their defaults from an instance.</summary>
internal static class OptionsReference
{
    private static readonly Assembly Library = typeof(PrototypesCatalog).Assembly;

    public static string Write()
    {
        Type[] trainers = [.. Library.GetExportedTypes().Select(Options).OfType<Type>().OrderBy(type => type.DeclaringType!.Name, StringComparer.Ordinal)];
        var text = new StringBuilder("""
            # Options

            <!-- Written by ./build.sh docs from the XML documentation. Change the comments in the code instead. -->

            The options of a trainer are the properties of its class `Options`. What a trainer does not understand it refuses before the
            training starts, with an exception that names the option.

            ```csharp
            var options = new MultiNormalPrototypesTrainer.Options { Threshold = AnomalyThreshold.Contamination(0.02), Seed = 1 };
            var trainer = new MLContext().AnomalyDetection.Trainers.MultiNormalPrototypes(options);
            ```

            """);
        var values = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        AppendTable("All trainers", "", typeof(PrototypeTrainerOptions), example: null);
        foreach (Type options in trainers)
        {
            string summary = XmlDocumentation.Summary(options.DeclaringType!);
            AppendTable(options.DeclaringType!.Name, summary, options, Activator.CreateInstance(options)!);
        }
        text.Append("\n## Values\n");
        foreach ((string name, Type type) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {name}\n\n{Cell(XmlDocumentation.Summary(type))}\n\n| value | what |\n|---|---|\n");
            foreach (MemberInfo member in Values(type))
                text.Append(CultureInfo.InvariantCulture, $"| `{ValueName(member)}` | {Cell(XmlDocumentation.Summary(member))} |\n");
        }
        return text.ToString();

        void AppendTable(string title, string summary, Type options, object? example)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{(summary == "" ? "" : Cell(summary) + "\n\n")}");
            text.Append("| option | type | default | what |\n|---|---|---|---|\n");
            foreach (PropertyInfo property in Declared(options))
            {
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                if (type.Assembly == Library && type != typeof(TrainingProgress) && Values(type).Any())
                    values[type.Name] = type;
                string value = example is null ? "" : $"`{Literal(property.GetValue(example))}`";
                string common = example is null ? CommonDefault(property, trainers) : value;
                text.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | {TypeName(property)} | {common} | {Cell(XmlDocumentation.Summary(property))} |\n");
            }
        }
    }

    private static Type? Options(Type trainer) => trainer.GetNestedType("Options") is { } options && options.IsSubclassOf(typeof(PrototypeTrainerOptions)) ? options : null;

    // Of the trainer, and of what some trainers have in common; what all of them have is the first table's.
    private static IEnumerable<PropertyInfo> Declared(Type options) =>
        (options == typeof(PrototypeTrainerOptions) || options.BaseType == typeof(PrototypeTrainerOptions) ? [] : Declared(options.BaseType!)).Concat(DeclaredBy(options));

    private static PropertyInfo[] DeclaredBy(Type options) => options.GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance);

    // Of an option that all trainers have: its default where it is the same for all, else that of each.
    private static string CommonDefault(PropertyInfo property, Type[] trainers)
    {
        var defaults = trainers.Select(options => (Trainer: options.DeclaringType!.Name, Value: Literal(property.GetValue(Activator.CreateInstance(options))))).ToArray();
        return defaults.DistinctBy(d => d.Value).Count() == 1
            ? $"`{defaults[0].Value}`"
            : string.Join("<br>", defaults.GroupBy(d => d.Value).Select(same => $"`{same.Key}` ({string.Join(", ", same.Select(d => d.Trainer.Replace("Trainer", "", StringComparison.Ordinal)))})"));
    }

    // What an option of the type can be made of: the members of an enum, or static members that return the type.
    private static IEnumerable<MemberInfo> Values(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
        : type.GetMembers(BindingFlags.Public | BindingFlags.Static).Where(member => member switch
        {
            PropertyInfo property => property.PropertyType == type,
            MethodInfo { IsSpecialName: false } method => method.ReturnType == type,
            _ => false,
        });

    private static string ValueName(MemberInfo member) => member is MethodInfo method
        ? $"{member.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})"
        : member.Name;

    private static string TypeName(PropertyInfo property)
    {
        Type? underlying = Nullable.GetUnderlyingType(property.PropertyType);
        string name = Name(underlying ?? property.PropertyType);
        bool isNullable = underlying is not null || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        return isNullable ? name + ", or null" : name;

        static string Name(Type type) => type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]} of {string.Join(", ", type.GetGenericArguments().Select(Name))}"
            : type.Name;
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        CancellationToken => "none",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Literal))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
