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

    // Number of lines before the current block.
    private long _linesBefore;

    /// <exception cref="ToolException">A line can't be read. All lines before it have been written.</exception>
    public void Run(Stream input, TextWriter output, CancellationToken cancellation)
    {
        using var reader = new LineBlockReader(input);
        var block = new List<string>();
        for (; reader.Read(block); _linesBefore += block.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            int start = _loader is null ? Start(block, output) : 0;
            if (start < block.Count)
                Score(block, start, output);
            output.Flush();
        }
        if (_loader is null)
            throw new ToolException($"{settings.Name} is empty.");
    }

    // Finds out from the first line that is not empty where the features are, and writes the header; returns where the rows begin.
    private int Start(List<string> block, TextWriter output)
    {
        int first = block.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        if (first < 0)
            return block.Count;
        _separator = settings.Separator ?? DelimitedLine.FindSeparator(block[first]);
        IReadOnlyList<string> fields = Split(block, first);
        _width = fields.Count;
        TableLayout layout = model.Description.Layout with { Separator = _separator };
        if (settings.HasHeader)
            TableFile.Check(settings.Name, fields);
        IReadOnlyList<string> columns = settings.HasHeader ? fields : layout.ColumnsByPosition(settings.Name, _width, model.Description.Label.Column);
        _loader = layout.CreateLoader(mlContext, layout.Find(settings.Name, columns));
        if (!settings.HasHeader)
            return first;
        output.WriteLine(Line(block[first], settings.Columns));
        return first + 1;
    }

    private void Score(List<string> block, int start, TextWriter output)
    {
        int end = start;
        _rows.Clear();
        ToolException? refused = null;
        for (; end < block.Count; end++)
        {
            if (string.IsNullOrWhiteSpace(block[end]))
                continue;
            refused = Check(block, end);
            if (refused is not null)
                break;
            _rows.Add(block[end]);
        }
        Write(block, start, end, output);
        if (refused is null)
            return;
        output.Flush();
        throw refused;
    }

    // An empty line gives an empty line, so that lines still belong together.
    private void Write(List<string> block, int start, int end, TextWriter output)
    {
        IDataView scored = model.Pipeline.Transform(_loader!.Load(new RowSource(() => _rows)));
        DataViewSchema.Column[] columns = [.. settings.Columns.Select(name => scored.Schema[name])];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        Func<string>[] readers = [.. columns.Select(column => ColumnText.Reader(cursor, column))];
        for (int i = start; i < end; i++)
        {
            if (string.IsNullOrWhiteSpace(block[i]))
                output.WriteLine();
            else if (cursor.MoveNext())
                output.WriteLine(Line(block[i], readers.Select(read => read())));
            else
                throw new InvalidOperationException($"{Place(i)}: ML.NET does not take it for a row.");
        }
    }

    private string Line(string input, IEnumerable<string> values)
    {
        string own = string.Join(_separator, values);
        return settings.Append ? $"{input}{_separator}{own}" : own;
    }

    // Why a line can't be read; null where it can.
    private ToolException? Check(List<string> block, int i)
    {
        try
        {
            int width = block[i].Contains('"') ? Split(block, i).Count : block[i].AsSpan().Count(_separator) + 1;
            return width == _width ? null : new ToolException(
                $"{Place(i)}: {width} fields, but the first line has {_width}. Put fields that contain the separator '{_separator}' in double quotes.");
        }
        catch (ToolException e)
        {
            return e;
        }
    }

    private IReadOnlyList<string> Split(List<string> block, int i)
    {
        try
        {
            return DelimitedLine.Split(block[i], _separator);
        }
        catch (FormatException e)
        {
            throw new ToolException($"{Place(i)}: {e.Message}.", e);
        }
    }

    private string Place(int i) => $"{settings.Name}, line {_linesBefore + i + 1}";
}
