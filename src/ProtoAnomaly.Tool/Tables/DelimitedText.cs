namespace ProtoAnomaly.Tool.Tables;

/// <summary>Writes fields of delimited text.</summary>
internal static class DelimitedText
{
    /// <summary>A field as it has to be written.</summary>
    public static string Quoted(string field, char separator) =>
        field.Contains(separator) || field.AsSpan().IndexOfAny("\"\r\n") >= 0 || field.StartsWith(' ') || field.EndsWith(' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;

    /// <summary>A record.</summary>
    public static string Record(IEnumerable<string> fields, char separator) => string.Join(separator, fields.Select(field => Quoted(field, separator)));
}
