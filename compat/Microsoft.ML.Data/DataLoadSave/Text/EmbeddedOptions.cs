using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The comment at the head of a saved file that says how to load it: lines "#@ TextLoader{", "#@   sep=tab",
/// "#@   col=Name:R4:0-3", "#@ }".
/// </summary>
internal static class EmbeddedOptions
{
    private const string Mark = "#@";
    private static readonly (string Word, char Separator)[] SeparatorNames = [("tab", '\t'), ("space", ' '), ("comma", ','), ("semicolon", ';'), ("bar", '|'), ("colon", ':')];

    public static void Write(TextWriter writer, char separator, bool hasHeader, IEnumerable<(string Name, DataViewType Type)> columns)
    {
        writer.WriteLine($"{Mark} TextLoader{{");
        if (hasHeader)
            writer.WriteLine($"{Mark}   header+");
        string word = SeparatorNames.FirstOrDefault(s => s.Separator == separator).Word ?? separator.ToString();
        writer.WriteLine($"{Mark}   sep={word}");
        int field = 0;
        foreach (var (name, type) in columns)
        {
            writer.WriteLine($"{Mark}   col={Column(name, type, field)}");
            field += type.GetValueCount();
        }
        writer.WriteLine($"{Mark} }}");
    }

    /// <summary>The options that a file holds, with what only the caller can know; null if it holds none.</summary>
    public static TextLoader.Options Read(IMultiStreamSource source, TextLoader.Options given)
    {
        if (source is not { Count: > 0 } || Lines(source).ToArray() is not { Length: > 0 } lines)
            return null;
        string text = string.Join(' ', lines).Trim();
        const string start = "TextLoader{";
        if (!text.StartsWith(start, StringComparison.Ordinal) || !text.EndsWith('}'))
            throw Invalid();
        var options = new TextLoader.Options { UseThreads = given.UseThreads, HeaderFile = given.HeaderFile, MaxRows = given.MaxRows };
        var columns = new List<TextLoader.Column>();
        foreach (string setting in Split(text[start.Length..^1]))
        {
            string[] parts = setting.Split('=', 2);
            if (parts[0] is "col" && parts.Length == 2)
                columns.Add(ParseColumn(Unbraced(parts[1])));
            else
                Apply(options, parts[0], parts.Length == 2 ? Unbraced(parts[1]) : null);
        }
        if (columns.Count == 0)
            throw Invalid();
        options.Columns = columns.ToArray();
        return options;
    }

    private static Exception Invalid() => Contracts.Except("TextLoader options embedded in the file are invalid");

    private static IEnumerable<string> Lines(IMultiStreamSource source)
    {
        using TextReader reader = source.OpenTextReader(0);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
                continue;
            if (line[0] != '#')
                yield break;
            if (line.StartsWith(Mark, StringComparison.Ordinal) && line.Length > Mark.Length)
                yield return line[Mark.Length..].Trim();
        }
    }

    private static void Apply(TextLoader.Options options, string name, string value)
    {
        switch (name)
        {
            case "header+" or "header" when value is null or "+":
                options.HasHeader = true;
                break;
            case "header-" or "quote-" or "sparse-":
                break;
            case "quote+" or "quote" when value is null or "+":
                options.AllowQuoting = true;
                break;
            case "sparse+" or "sparse" when value is null or "+":
                options.AllowSparse = true;
                break;
            case "size" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int size):
                options.InputSize = size;
                break;
            case "sep" when value is { Length: > 0 }:
                options.Separators = value == "," ? [','] : value.Split(',').Select(SeparatorOf).ToArray();
                break;
            default:
                throw Invalid();
        }
    }

    private static char SeparatorOf(string word)
    {
        var known = SeparatorNames.FirstOrDefault(s => s.Word == word.ToLowerInvariant());
        return known.Word is not null ? known.Separator : word.Length == 1 ? word[0] : throw Invalid();
    }

    private static string Column(string name, DataViewType type, int field)
    {
        var vector = type as VectorDataViewType;
        DataViewType item = type.GetItemType();
        string kind = item.GetRawKind() + (item is KeyDataViewType key ? $"[{key.Count}]" : "");
        string fields = vector is null ? $"{field}" : vector.IsKnownSize ? $"{field}-{field + vector.Size - 1}" : $"{field}-**";
        return NeedsBraces(name) ? $"{{name={{{name}}} type={kind} src={fields}}}" : $"{name}:{kind}:{fields}";
    }

    private static bool NeedsBraces(string name) => name.Any(c => char.IsWhiteSpace(c) || c is ':' or '=' or '{' or '}' or '"' or '\\');

    private static TextLoader.Column ParseColumn(string text)
    {
        if (!text.StartsWith("name=", StringComparison.Ordinal))
        {
            string[] parts = text.Split(':');
            return parts.Length switch
            {
                2 => NewColumn(parts[0], null, parts[1]),
                3 => NewColumn(parts[0], parts[1], parts[2]),
                _ => throw Invalid(),
            };
        }
        Dictionary<string, string> settings = Split(text).Select(s => s.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => Unbraced(p[1]));
        return NewColumn(settings["name"], settings.GetValueOrDefault("type"), settings.GetValueOrDefault("src", ""));
    }

    private static TextLoader.Column NewColumn(string name, string kind, string fields)
    {
        var column = new TextLoader.Column { Name = name, Source = fields.Split(',').Select(ParseRange).ToArray() };
        if (kind is null)
            return column;
        int bracket = kind.IndexOf('[');
        if (bracket >= 0)
        {
            string count = kind[(bracket + 1)..].TrimEnd(']');
            column.KeyCount = count.Length == 0 ? new KeyCount() : ulong.TryParse(count, out ulong keys) ? new KeyCount(keys) : throw Invalid();
            kind = kind[..bracket];
        }
        if (!Enum.TryParse(kind, ignoreCase: true, out InternalDataKind parsed))
            throw Invalid();
        column.DataKind = parsed.ToDataKind();
        return column;
    }

    // "3", "3-5", "3-*" to the end of equally long lines, "3-**" to the end of each line; "~" takes only unused fields.
    private static TextLoader.Range ParseRange(string text)
    {
        int dash = text.IndexOfAny(['-', '~']);
        string first = dash < 0 ? text : text[..dash], last = dash < 0 ? first : text[(dash + 1)..];
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int min))
            throw Invalid();
        var range = new TextLoader.Range { Min = min, ForceVector = dash >= 0, AllOther = dash >= 0 && text[dash] == '~' };
        if (last == "**")
            range.VariableEnd = true;
        else if (last is "*" or "")
            range.AutoEnd = true;
        else if (int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int max))
            range.Max = max;
        else
            throw Invalid();
        return range;
    }

    // Settings are parted by white space outside braces.
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        int depth = 0;
        foreach (char c in text + " ")
        {
            if (depth > 0 || !char.IsWhiteSpace(c))
                word.Append(c);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        if (word.Length > 0)
            throw Invalid();
    }

    private static string Unbraced(string text) => text.StartsWith('{') && text.EndsWith('}') ? text[1..^1] : text;
}
