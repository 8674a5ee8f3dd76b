using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>A row of a table as it is written, and the number of its line, counted from 1.</summary>
internal readonly record struct TableLine(long Number, string Text);

/// <summary>A text file with a row in each line. Lines of nothing but white space don't count.</summary>
internal sealed class TableFile
{
    private readonly bool _hasHeader;

    private TableFile(string path, string header, char separator, bool hasHeader, IReadOnlyList<string> columns)
    {
        (Path, HeaderLine, Separator, _hasHeader, Columns) = (path, header, separator, hasHeader, columns);
    }

    public string Path { get; }

    public char Separator { get; }

    /// <summary>The line with the columns' names; where the file has none, the line that it would have.</summary>
    public string HeaderLine { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads the names of the columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">The separator; null finds it out.</param>
    /// <param name="hasHeader">Whether the first line has the columns' names; otherwise they are column1, column2 and so on.</param>
    /// <exception cref="ToolException">The file can't be read, is empty, or names two columns alike.</exception>
    public static TableFile Open(string path, char? separator, bool hasHeader)
    {
        TableLine first = Lines(path).FirstOrDefault();
        if (first.Text is null)
            throw new ToolException($"{path} is empty.");
        char found = separator ?? DelimitedLine.FindSeparator(first.Text);
        IReadOnlyList<string> fields = Split(path, first, found);
        IReadOnlyList<string> columns = hasHeader ? fields : NumberedColumns(fields.Count);
        Check(path, columns);
        return new TableFile(path, hasHeader ? first.Text : string.Join(found, columns), found, hasHeader, columns);
    }

    /// <summary>The names of columns that have none.</summary>
    public static IReadOnlyList<string> NumberedColumns(int count) => [.. Enumerable.Range(1, count).Select(i => $"column{i}")];

    /// <summary>The lines with data, anew at each enumeration.</summary>
    /// <exception cref="ToolException">The file can't be read.</exception>
    public IEnumerable<TableLine> Rows() => Lines(Path).Skip(_hasHeader ? 1 : 0);

    /// <summary>The fields of a row, one for each column.</summary>
    /// <exception cref="ToolException">There are more or fewer of them, or a quoted one has no end.</exception>
    public IReadOnlyList<string> Split(TableLine row)
    {
        IReadOnlyList<string> fields = Split(Path, row, Separator);
        return fields.Count == Columns.Count
            ? fields
            : throw new ToolException($"{Path}, line {row.Number}: {fields.Count} fields, but there are {Columns.Count} columns. Put fields that contain the separator '{Separator}' in double quotes.");
    }

    /// <summary>Where a column is.</summary>
    /// <exception cref="ToolException">There is no such column.</exception>
    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }
        throw new ToolException($"{Path} has no column '{column}'; it has {Some(Columns)}.");
    }

    /// <exception cref="ToolException">Two names are alike.</exception>
    public static void Check(string path, IReadOnlyList<string> columns)
    {
        string? twice = columns.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ToolException($"{path} has two columns '{twice}': rename one, or use --no-header if the first line is data.");
    }

    private static IReadOnlyList<string> Split(string path, TableLine row, char separator)
    {
        try
        {
            return DelimitedLine.Split(row.Text, separator);
        }
        catch (FormatException e)
        {
            throw new ToolException($"{path}, line {row.Number}: {e.Message}. Line breaks within fields can't be read: replace them.", e);
        }
    }

    private static IEnumerable<TableLine> Lines(string path)
    {
        using StreamReader reader = OpenText(path);
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return new TableLine(number, line);
        }
    }

    private static StreamReader OpenText(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} can't be read: {e.Message}", e);
        }
    }

    private static string Some(IReadOnlyList<string> names)
    {
        const int most = 12;
        return names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
    }
}
