using System.Text;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Cuts a line into its fields by the rules of ML.NET's text loader with quoting.</summary>
internal static class DelimitedLine
{
    /// <summary>The fields, without leading spaces and quotes, and without the spaces at the end of the line.</summary>
    /// <exception cref="FormatException">A quoted field does not end in the line, or where its quotes end.</exception>
    public static List<string> Split(string line, char separator)
    {
        line = line.TrimEnd();
        var fields = new List<string>();
        int at = 0;
        do
        {
            fields.Add(Field(line, separator, ref at));
        }
        while (at++ < line.Length);
        return fields;
    }

    /// <summary>Whichever of the usual separators cuts the line into the most fields; a comma where none does.</summary>
    public static char FindSeparator(string line) =>
        ((char[])[',', ';', '\t', '|']).MaxBy(separator => line.Contains('"') && !Closes(line, separator) ? 0 : Split(line, separator).Count);

    /// <summary>A field as it has to be written.</summary>
    public static string Quoted(string field, char separator) =>
        field.Contains(separator) || field.Contains('"') || field.StartsWith(' ') || field.EndsWith(' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;

    private static bool Closes(string line, char separator)
    {
        try
        {
            Split(line, separator);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Reads the field that begins at a place and leaves the place at the separator behind it, or at the end of the line.
    private static string Field(string line, char separator, ref int at)
    {
        int start = at;
        while (start < line.Length && line[start] == ' ')
            start++;
        if (start < line.Length && line[start] == '"' && separator != '"')
            return QuotedField(line, separator, start, ref at);
        int end = line.IndexOf(separator, at);
        at = end < 0 ? line.Length : end;
        return line[Math.Min(start, at)..at];
    }

    private static string QuotedField(string line, char separator, int quote, ref int at)
    {
        var text = new StringBuilder();
        for (int i = quote + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                text.Append(line[i]);
                continue;
            }
            if (i + 1 < line.Length && line[i + 1] == '"')
            {
                text.Append('"');
                i++;
                continue;
            }
            int end = line.IndexOf(separator, i + 1);
            at = end < 0 ? line.Length : end;
            return string.IsNullOrWhiteSpace(line[(i + 1)..at])
                ? text.ToString()
                : throw new FormatException($"text follows the quoted field that begins at character {quote + 1}; write a quote within a field twice");
        }
        throw new FormatException($"the quoted field that begins at character {quote + 1} does not end in this line");
    }
}
