using System.Text;
using ProtoAnomaly.Tool.CommandLine;
using Sylvan.Data.Csv;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>
/// Reads delimited text record by record and knows on which line each begins. It asks for more text only when it has given all records
/// that have arrived.
/// </summary>
internal sealed class DelimitedReader : IDisposable
{
    private const int BufferSize = 1 << 16, LongestRecord = 1 << 24;

    private readonly string _name;
    private readonly CsvDataReader _reader;
    private readonly char _separator;
    private long _linesRead;

    /// <param name="text">The text.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <exception cref="ToolException">The first record can't be read.</exception>
    public DelimitedReader(TextReader text, string name, char separator)
    {
        (_name, _separator) = (name, separator);
        _reader = Guarded(() => CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            HasHeaders = false, Delimiter = separator, Comment = '\0', BufferSize = BufferSize, MaxBufferSize = LongestRecord,
            ResultSetMode = ResultSetMode.SingleResult,
        }));
    }

    /// <summary>The line on which the record begins, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Its fields, without spaces at their ends.</summary>
    public string[] Fields { get; private set; } = [];

    /// <summary>The record as it is written, without the line's end.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>Whether it is a line of nothing but white space.</summary>
    public bool IsBlank => Fields.Length <= 1 && (Fields.Length == 0 || Fields[0].Length == 0) && !Raw.Contains('"');

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="ToolException">The record can't be read.</exception>
    public bool Read()
    {
        if (!Guarded(_reader.Read))
            return false;
        Line = _linesRead + 1;
        Raw = WithoutEnd(_reader.GetRawRecordSpan()).ToString();
        _linesRead += LineBreaks(Raw) + 1;
        Fields = new string[_reader.RowFieldCount];
        for (int i = 0; i < Fields.Length; i++)
            Fields[i] = _reader.GetString(i).Trim();
        return true;
    }

    /// <exception cref="ToolException">The record has more or fewer fields than it should have.</exception>
    public void CheckWidth(int width)
    {
        if (Fields.Length != width)
            throw new ToolException($"{_name}, line {Line}: {Fields.Length} fields, but there are {width} columns. Put fields that contain the separator {Wording.Quoted(_separator)} in double quotes.");
    }

    public void Dispose() => _reader.Dispose();

    private static ReadOnlySpan<char> WithoutEnd(ReadOnlySpan<char> raw) =>
        raw is [.., '\r', '\n'] ? raw[..^2] : raw is [.., '\r' or '\n'] ? raw[..^1] : raw;

    private static int LineBreaks(string text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                count++;
        }
        return count;
    }

    private T Guarded<T>(Func<T> read)
    {
        long line = _linesRead + 1;
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new ToolException($"{_name} is no UTF-8 text near line {line}. Say how it is encoded, for instance --encoding latin1.", e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new ToolException($"{_name}, line {line}: the record that begins here has more than {LongestRecord / 1_000_000} million characters. Is a double quote missing?", e);
        }
        catch (CsvInvalidCharacterException e)
        {
            throw new ToolException($"{_name}, line {line}: a field in double quotes does not end where its quotes end, or has no end. Close the quotes, and write a quote within a field twice.", e);
        }
        catch (InvalidDataException e)
        {
            throw new ToolException($"{_name} can't be unpacked near line {line}: it is damaged or no gzip file.", e);
        }
    }
}
