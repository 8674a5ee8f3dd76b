using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Streaming;

/// <summary>Scores rows in blocks and writes a line for each, in constant memory.</summary>
/// <param name="model">The model.</param>
/// <param name="readers">The readers of its features.</param>
/// <param name="columns">The detector's columns to write.</param>
/// <param name="separator">What stands between fields of the output.</param>
/// <param name="append">Whether to write the row's own text in front.</param>
/// <param name="output">Where to write.</param>
internal sealed class RowScorer(ModelFile model, FeatureReader[] readers, IReadOnlyList<string> columns, char separator, bool append, TextWriter output)
{
    private const int LargestBlock = 4096;

    private readonly FeatureTable _block = new(readers);

    // The texts of the block's lines; null for one that is no row.
    private readonly List<string?> _lines = [];

    /// <summary>The line that names the output's columns.</summary>
    public void WriteHeader(string own) => output.WriteLine(Line(own, columns.Select(name => DelimitedText.Quoted(name, separator))));

    /// <param name="row">The row.</param>
    /// <param name="own">It as it is written.</param>
    /// <exception cref="ToolException">A value can't be read. All rows before it have been written.</exception>
    public void Add(TableRow row, string own)
    {
        try
        {
            _block.Add(row);
        }
        catch (ToolException)
        {
            Flush();
            throw;
        }
        _lines.Add(own);
        if (_lines.Count >= LargestBlock)
            Flush();
    }

    /// <summary>An empty line, which gives an empty line, so that lines still belong together.</summary>
    public void AddEmpty() => _lines.Add(null);

    /// <summary>Writes the results of all rows so far.</summary>
    public void Flush()
    {
        if (_block.Rows > 0)
            WriteBlock();
        else
            WriteEmpty();
        _lines.Clear();
        _block.Clear();
        output.Flush();
    }

    private void WriteEmpty()
    {
        foreach (string? _ in _lines)
            output.WriteLine();
    }

    private void WriteBlock()
    {
        IDataView scored = model.Pipeline.Transform(_block.ToDataView());
        DataViewSchema.Column[] wanted = [.. columns.Select(name => scored.Schema[name])];
        using DataViewRowCursor cursor = scored.GetRowCursor(wanted);
        Func<string>[] texts = [.. wanted.Select(column => ColumnText.Reader(cursor, column))];
        foreach (string? own in _lines)
        {
            if (own is null)
                output.WriteLine();
            else if (cursor.MoveNext())
                output.WriteLine(Line(own, texts.Select(text => DelimitedText.Quoted(text(), separator))));
            else
                throw new InvalidOperationException("A row got lost on its way through the model.");
        }
    }

    private string Line(string own, IEnumerable<string> values)
    {
        string results = string.Join(separator, values);
        return append ? $"{own}{separator}{results}" : results;
    }
}
