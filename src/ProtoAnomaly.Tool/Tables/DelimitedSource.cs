using System.IO.Compression;
using System.Text;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>A text file of delimited records, gzipped or not. Lines of nothing but white space don't count.</summary>
internal sealed class DelimitedSource : TableSource
{
    private readonly DelimitedFormat _format;
    private readonly char _separator;
    private readonly int _recordsBefore;

    private DelimitedSource(string path, DelimitedFormat format, char separator, int recordsBefore)
        : base(path)
    {
        (_format, _separator, _recordsBefore) = (format, separator, recordsBefore);
    }

    public override bool HasLines => true;

    public override char Separator => _separator;

    /// <summary>Reads the names of the columns.</summary>
    /// <exception cref="ToolException">The file can't be read, is empty, or names two columns alike.</exception>
    public static DelimitedSource Open(string path, DelimitedFormat format)
    {
        char? hint = ExcelHint(path, format.Encoding);
        char separator = format.Separator ?? hint ?? Separators.Find(() => OpenText(path, format.Encoding), path);
        using var reader = new DelimitedReader(OpenText(path, format.Encoding), path, separator);
        int skipped = hint is null ? 0 : 1;
        for (int record = 0; reader.Read(); record++)
        {
            if (reader.IsBlank || record < skipped)
                continue;
            IReadOnlyList<string> columns = format.HasHeader ? ColumnNames.Clean(reader.Fields) : ColumnNames.Numbered(reader.Fields.Length);
            ColumnNames.Check(path, columns);
            return new DelimitedSource(path, format, separator, format.HasHeader ? record + 1 : record) { Columns = columns };
        }
        throw new ToolException($"{path} is empty.");
    }

    public override IEnumerable<TableRow> Rows()
    {
        using var reader = new DelimitedReader(OpenText(Name, _format.Encoding), Name, _separator);
        for (int record = 0; reader.Read(); record++)
        {
            if (record < _recordsBefore || reader.IsBlank)
                continue;
            reader.CheckWidth(Columns.Count);
            yield return new TableRow(reader.Line, reader.Fields);
        }
    }

    private static char? ExcelHint(string path, Encoding encoding)
    {
        using TextReader text = OpenText(path, encoding);
        try
        {
            return Separators.ExcelHint(text.ReadLine());
        }
        catch (DecoderFallbackException)
        {
            // Told with its line by the reader that comes next.
            return null;
        }
        catch (InvalidDataException e)
        {
            throw new ToolException($"{path} can't be unpacked: it is damaged or no gzip file.", e);
        }
    }

    private static StreamReader OpenText(string path, Encoding encoding)
    {
        Stream file = InputFile.Open(path);
        Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true);
    }
}
