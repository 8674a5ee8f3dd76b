using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>The names of a table's columns.</summary>
internal static class ColumnNames
{
    /// <summary>Names for columns that have none.</summary>
    public static IReadOnlyList<string> Numbered(int count) => [.. Enumerable.Range(1, count).Select(i => $"column{i}")];

    /// <summary>The names of a header, where some may be empty, as that of the index that pandas writes.</summary>
    public static IReadOnlyList<string> Clean(IReadOnlyList<string> header) =>
        [.. header.Select((name, i) => string.IsNullOrWhiteSpace(name) ? $"column{i + 1}" : name.Trim())];

    /// <exception cref="ToolException">Two names are alike.</exception>
    public static void Check(string table, IReadOnlyList<string> columns)
    {
        string? twice = columns.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ToolException($"{table} has two columns '{twice}': rename one, or use --no-header if the first line is data.");
    }
}
