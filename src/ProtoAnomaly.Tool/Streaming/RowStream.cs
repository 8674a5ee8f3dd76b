using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Streaming;

/// <summary>Scores lines as they come: one line in, one line out, in constant memory.</summary>
/// <param name="mlContext">Where to score.</param>
/// <param name="model">The model.</param>
/// <param name="settings">What to read and to write.</param>
internal sealed class RowStream(MLContext mlContext, ModelFile model, RowStream.Settings settings)
{
    /// <param name="Name">What the input is called in messages.</param>
    /// <param name="HasHeader">Whether the first line names the columns, in the input and then in the output.</param>
    /// <param name="Separator">The separator; null finds it out of the first line.</param>
    /// <param name="Columns">The detector's columns to write.</param>
    /// <param name="Append">Whether to write them behind the input's own fields.</param>
    public sealed record Settings(string Name, bool HasHeader, char? Separator, IReadOnlyList<string> Columns, bool Append);

    private readonly List<string> _rows = [];
    private TextLoader? _loader;
    private char _separator;
    private int _width;
    private long _line;

    /// <exception cref="ToolException">A line can't be read. All lines before it have been written.</exception>
    public void Run(Stream input, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new LineBlockReader(input);
        var block = new List<string>();
        while (reader.Read(block))
        {
            cancellation.ThrowIfCancellationRequested();
            int skip = 0;
            if (_loader is null)
            {
                skip = Start(block, output);
                if (_loader is null)
                    continue;
            }
            Score(block, skip, output);
            output.Flush();
        }
        if (_loader is null)
            throw new ToolException($"{settings.Name} is empty.");
    }

    // Finds out from the first line where the features are, and writes the header; tells how many lines of the block are done.
    private int Start(List<string> block, TextWriter output)
    {
        int first = block.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        if (first < 0)
        {
            _line += block.Count;
            return block.Count;
        }
        _separator = settings.Separator ?? DelimitedLine.FindSeparator(block[first]);
        IReadOnlyList<string> fields = Split(block[first], _line + first + 1);
        _width = fields.Count;
        TableLayout layout = model.Description.Layout with { Separator = _separator };
        if (settings.HasHeader)
            TableFile.Check(settings.Name, fields);
        IReadOnlyList<string> columns = settings.HasHeader ? fields : layout.ColumnsByPosition(settings.Name, _width, model.Description.Label.Column);
        _loader = layout.CreateLoader(mlContext, layout.Find(settings.Name, columns));
        if (!settings.HasHeader)
            return 0;
        output.WriteLine(Line(block[first], settings.Columns));
        _line += first + 1;
        return first + 1;
    }

    private void Score(List<string> block, int skip, TextWriter output)
    {
        _rows.Clear();
        long bad = -1;
        for (int i = skip; i < block.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(block[i]))
                continue;
            if (Width(block[i], _line + i - skip + 1) != _width)
            {
                bad = i;
                block.RemoveRange(i, block.Count - i - 1);
                break;
            }
            _rows.Add(block[i]);
        }
        Write(block, skip, bad < 0 ? block.Count : (int)bad, output);
        if (bad >= 0)
        {
            output.Flush();
            throw new ToolException($"{settings.Name}, line {_line + 1}: it has another number of fields than the first line, {_width}. Put fields that contain the separator '{_separator}' in double quotes.");
        }
    }

    private void Write(List<string> block, int start, int end, TextWriter output)
    {
        IDataView scored = model.Pipeline.Transform(_loader!.Load(new RowSource(() => _rows)));
        DataViewSchema.Column[] columns = [.. settings.Columns.Select(name => scored.Schema[name])];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        Func<string>[] readers = [.. columns.Select(column => ColumnText.Reader(cursor, column))];
        for (int i = start; i < end; i++, _line++)
        {
            if (string.IsNullOrWhiteSpace(block[i]))
            {
                output.WriteLine();
                continue;
            }
            if (!cursor.MoveNext())
                throw new InvalidOperationException($"{settings.Name}, line {_line + 1}: ML.NET does not take it for a row.");
            output.WriteLine(Line(block[i], readers.Select(read => read())));
        }
    }

    private string Line(string input, IEnumerable<string> values)
    {
        string own = string.Join(_separator, values);
        return settings.Append ? $"{input}{_separator}{own}" : own;
    }

    private int Width(string row, long line) => row.Contains('"') ? Split(row, line).Count : row.AsSpan().Count(_separator) + 1;

    private IReadOnlyList<string> Split(string row, long line)
    {
        try
        {
            return DelimitedLine.Split(row, _separator);
        }
        catch (FormatException e)
        {
            throw new ToolException($"{settings.Name}, line {line}: {e.Message}.", e);
        }
    }
}
