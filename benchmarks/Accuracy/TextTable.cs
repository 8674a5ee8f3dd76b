using System.Text;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A table of texts, the first columns of words and the others of figures, for the console and for Markdown.</summary>
internal sealed class TextTable(string title, int wordColumns, params IReadOnlyList<string> header)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> row) => _rows.Add(row);

    public string ToText()
    {
        int[] widths = [.. header.Select((name, i) => Math.Max(name.Length, _rows.Select(row => row[i].Length).DefaultIfEmpty().Max()))];
        var text = new StringBuilder().Append(title).Append('\n');
        foreach (IReadOnlyList<string> row in _rows.Prepend(header))
        {
            IEnumerable<string> cells = row.Select((cell, i) => i < wordColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder().Append("## ").Append(title).Append("\n\n");
        AppendRow(text, header);
        AppendRow(text, header.Select((_, i) => i < wordColumns ? "---" : "---:"));
        foreach (IReadOnlyList<string> row in _rows)
            AppendRow(text, row.Select(cell => cell.Replace("|", "\\|")));
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");
}
