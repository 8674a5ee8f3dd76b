using System.CommandLine;
using System.Text;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>How to read a table.</summary>
internal sealed class TableOptions
{
    private const string Comma = "comma", Point = "point";

    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What stands between fields: a character, or `tab`. Read from the data unless given.", HelpName = "character",
    };

    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line is data; columns are called column1, column2 and so on." };

    private readonly Option<string?> _decimal = new("--decimal")
    {
        Description = "How numbers are written: `point` (1,234.5) or `comma` (1.234,5). Read from the data unless given.", HelpName = "sign",
    };

    private readonly Option<string> _encoding = new("--encoding")
    {
        Description = "The text's encoding: utf-8, latin1, utf-16. A byte order mark at its beginning goes first.", HelpName = "name", DefaultValueFactory = _ => "utf-8",
    };

    private readonly Option<string?> _sql = new("--sql")
    {
        Description = "A query in DuckDB's SQL instead of a file: \"SELECT * FROM 'x.parquet' WHERE day > '2024-01-01'\".", HelpName = "query",
    };

    private readonly Option<bool>? _lenient;

    /// <param name="command">The verb.</param>
    /// <param name="isForModel">Whether the table is read for a trained model, by what training found out.</param>
    public TableOptions(Command command, bool isForModel)
    {
        foreach (Option option in (Option[])[_separator, _noHeader, _decimal, _encoding, _sql])
            command.Add(option);
        if (isForModel)
        {
            _lenient = new Option<bool>("--lenient") { Description = "Values that are no numbers in a column of numbers count as missing, with a remark; otherwise the first one is an error." };
            command.Add(_lenient);
        }
    }

    public bool HasHeader(ParseResult command) => !command.GetValue(_noHeader);

    public bool IsLenient(ParseResult command) => _lenient is not null && command.GetValue(_lenient);

    public string? Sql(ParseResult command) => command.GetValue(_sql);

    /// <returns>Null where it is to be found out.</returns>
    /// <exception cref="UsageException">The separator is not one character.</exception>
    public char? Separator(ParseResult command) => command.GetValue(_separator) switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        { Length: 1 } one when one[0] is not ('"' or '\r' or '\n') => one[0],
        { } other => throw new UsageException($"--separator takes one character, or `tab`, not '{other}'."),
    };

    /// <returns>Null where it is to be found out.</returns>
    /// <exception cref="UsageException">It is neither.</exception>
    public bool? DecimalComma(ParseResult command) => command.GetValue(_decimal) switch
    {
        null => null,
        Comma or "," => true,
        Point or "." => false,
        { } other => throw new UsageException($"--decimal takes {Comma} or {Point}, not '{other}'."),
    };

    public DelimitedFormat Format(ParseResult command) => new(Separator(command), HasHeader(command), Encoding(command.GetValue(_encoding)!));

    /// <summary>What to do with values that are not what they should be.</summary>
    public SpoiltValues Spoilt(ParseResult command, TableSource table) => new(table.Name, table.NumberWord, IsLenient(command));

    /// <summary>Opens the table that the command line names.</summary>
    /// <exception cref="ToolException">There is none, or it can't be read.</exception>
    public TableSource Open(ParseResult command, string? path)
    {
        DelimitedFormat format = Format(command);
        DecimalComma(command);
        if (Sql(command) is { } sql)
            return path is null ? QuerySource.OfSql(sql) : throw new UsageException($"There are two tables, {path} and that of --sql: name one.");
        if (path is null)
            throw new UsageException("Which table? Name a file, or use --sql.");
        if (path.AsSpan().IndexOfAny("*?") >= 0 && !File.Exists(path))
            return QuerySource.OfFiles(path, format);
        InputFile.Check(path);
        string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        return Path.GetExtension(bare).ToLowerInvariant() is ".parquet" or ".pq" or ".json" or ".jsonl" or ".ndjson"
            ? QuerySource.OfFiles(path, format)
            : DelimitedSource.Open(path, format);
    }

    private static Encoding Encoding(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" => DelimitedFormat.StrictUtf8,
        "latin1" or "iso-8859-1" => System.Text.Encoding.Latin1,
        "utf-16" or "utf16" => System.Text.Encoding.Unicode,
        _ => throw new UsageException($"--encoding takes utf-8, latin1 or utf-16, not '{name}'."),
    };
}
