using System.Text;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Streaming;

/// <summary>Scores delimited text as it comes: one record in, one record out.</summary>
/// <param name="model">The model.</param>
/// <param name="settings">What to read and to write.</param>
internal sealed class RowStream(ModelFile model, RowStream.Settings settings)
{
    /// <param name="Name">What the input is called in messages.</param>
    /// <param name="Format">How it is written; the separator is found by the model's columns unless given.</param>
    /// <param name="Layout">The shape of the model's tables.</param>
    /// <param name="Columns">The detector's columns to write.</param>
    /// <param name="Append">Whether to write them behind the input's own fields.</param>
    public sealed record Settings(string Name, DelimitedFormat Format, TableLayout Layout, IReadOnlyList<string> Columns, bool Append);

    private RowScorer? _scorer;

    /// <param name="input">The text.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="spoilt">What to do with values that are not what they should be.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ToolException">A record can't be read. All before it have been written.</exception>
    public void Run(Stream input, TextWriter output, SpoiltValues spoilt, CancellationToken cancellation)
    {
        using var text = new WaitingReader(new StreamReader(input, settings.Format.Encoding, detectEncodingFromByteOrderMarks: true), () => _scorer?.Flush());
        (string begin, string first, char? hint) = ReadBeginning(text);
        char separator = settings.Format.Separator ?? hint ?? FindSeparator(first);
        int skipped = hint is null ? 0 : 1, width = 0;
        if (hint is not null)
            output.WriteLine($"sep={separator}");
        text.PushBack(begin);
        using var reader = new DelimitedReader(text, settings.Name, separator);
        try
        {
            for (int record = 0; reader.Read(); record++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (record < skipped)
                    continue;
                if (reader.IsBlank)
                {
                    _scorer?.AddEmpty();
                    continue;
                }
                if (_scorer is null)
                {
                    width = reader.Fields.Length;
                    _scorer = Start(reader, separator, output, spoilt);
                    if (settings.Format.HasHeader)
                        continue;
                }
                reader.CheckWidth(width);
                _scorer.Add(new TableRow(reader.Line, reader.Fields), reader.Raw);
            }
        }
        finally
        {
            _scorer?.Flush();
        }
    }

    // Everything up to the first record with fields, and that record without its end.
    private (string Begin, string First, char? Hint) ReadBeginning(WaitingReader text)
    {
        var begin = new StringBuilder();
        char? hint = null;
        try
        {
            while (text.ReadRecord() is { } record)
            {
                begin.Append(record);
                string line = record.TrimEnd('\r', '\n');
                if (begin.Length == record.Length && Separators.ExcelHint(line) is { } told)
                    hint = told;
                else if (!string.IsNullOrWhiteSpace(line))
                    return (begin.ToString(), line, hint);
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new ToolException($"{settings.Name} is no UTF-8 text near line 1. Say how it is encoded, for instance --encoding latin1.", e);
        }
        throw new ToolException($"{settings.Name} is empty.");
    }

    // The one of the training data, unless only another one gives the model's columns.
    private char FindSeparator(string first)
    {
        char usual = settings.Layout.Separator;
        return ((char[])[usual, .. Separators.Usual]).Select(separator => (char?)separator).FirstOrDefault(separator => Gives(first, separator!.Value)) ?? MostFields(first);
    }

    private bool Gives(string first, char separator)
    {
        string[] fields = Fields(first, separator);
        return settings.Format.HasHeader
            ? settings.Layout.Fits(ColumnNames.Clean(fields).ToHashSet())
            : settings.Layout.ColumnsByPosition(fields.Length, model.Description.Label.Column) is not null;
    }

    private char MostFields(string first) => Separators.Usual.MaxBy(separator => Fields(first, separator).Length);

    private string[] Fields(string line, char separator)
    {
        try
        {
            using var reader = new DelimitedReader(new StringReader(line), settings.Name, separator);
            return reader.Read() ? reader.Fields : [];
        }
        catch (ToolException)
        {
            return [];
        }
    }

    private RowScorer Start(DelimitedReader reader, char separator, TextWriter output, SpoiltValues spoilt)
    {
        IReadOnlyList<string> columns;
        if (settings.Format.HasHeader)
        {
            columns = ColumnNames.Clean(reader.Fields);
            ColumnNames.Check(settings.Name, columns);
        }
        else
        {
            columns = settings.Layout.ColumnsByPosition(reader.Fields.Length, model.Description.Label.Column) ?? throw new ToolException(
                $"{settings.Name} has {reader.Fields.Length} columns; the training data had {settings.Layout.Columns.Count}, {settings.Layout.Columns.Count - 1} of them beside the label.");
        }
        var scorer = new RowScorer(model, settings.Layout.Readers(settings.Name, columns, spoilt), settings.Columns, separator, settings.Append, output);
        if (settings.Format.HasHeader)
            scorer.WriteHeader(reader.Raw);
        return scorer;
    }
}
