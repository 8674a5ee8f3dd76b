using System.Text.RegularExpressions;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Finds out what stands between the fields of a text.</summary>
internal static partial class Separators
{
    private const int RecordsLookedAt = 50;

    public static IReadOnlyList<char> Usual { get; } = [',', ';', '\t', '|'];

    /// <summary>Whichever separator cuts the first records into the most fields, the same number in each; failing that, the first record.</summary>
    public static char Find(Func<TextReader> open, string name) => Usual.MaxBy(separator => Fields(open, name, separator));

    /// <summary>The separator that Excel is told of by a first line such as <c>sep=;</c>; null where the line is another one.</summary>
    public static char? ExcelHint(string? line) => line is not null && Hint().Match(line) is { Success: true } match ? match.Groups[1].Value[0] : null;

    private static (bool IsEven, int Fields) Fields(Func<TextReader> open, string name, char separator)
    {
        int first = 0;
        try
        {
            using var reader = new DelimitedReader(open(), name, separator);
            for (int record = 0; record < RecordsLookedAt && reader.Read();)
            {
                if (reader.IsBlank)
                    continue;
                if (record++ == 0)
                    first = reader.Fields.Length;
                else if (reader.Fields.Length != first)
                    return (false, first);
            }
            return (first > 1, first);
        }
        catch (ToolException)
        {
            return (false, first);
        }
    }

    [GeneratedRegex("^\"?sep=(.)\"?$", RegexOptions.IgnoreCase)]
    private static partial Regex Hint();
}
