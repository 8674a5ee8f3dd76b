using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Turns the fields of rows into the values of a feature.</summary>
/// <param name="feature">The feature.</param>
/// <param name="place">The number of its column.</param>
/// <param name="spoilt">What to do with values that are not what they should be.</param>
internal sealed class FeatureReader(FeatureColumn feature, int place, SpoiltValues spoilt)
{
    private readonly HashSet<string> _missingMarks = [.. feature.MissingMarks];

    public FeatureColumn Feature => feature;

    /// <summary>The value of a feature that is a number; NaN for a missing one.</summary>
    /// <exception cref="ToolException">It is none, and that is an error.</exception>
    public float Number(TableRow row)
    {
        string text = row.Fields[place];
        if (feature.Part is { } part)
            return Date(row) is { } date ? Dates.Number(date, part) : float.NaN;
        if (Numbers.TryParse(text, feature.Format, out float value))
            return _missingMarks.Count > 0 && _missingMarks.Contains(text) ? float.NaN : value;
        if (!MissingValue.Is(text) && !_missingMarks.Contains(text))
            spoilt.Add(feature, row.Number, text);
        return float.NaN;
    }

    /// <summary>The value of a feature that is a text; empty for a missing one.</summary>
    /// <exception cref="ToolException">It is none, and that is an error.</exception>
    public string Text(TableRow row)
    {
        if (feature.Part is not null)
            return Date(row)?.DayOfWeek.ToString() ?? "";
        string text = row.Fields[place];
        return MissingValue.Is(text) ? "" : text;
    }

    private DateTime? Date(TableRow row)
    {
        string text = row.Fields[place];
        if (Dates.TryParse(text, feature.Order, out DateTime date))
            return date;
        if (!MissingValue.Is(text) && !_missingMarks.Contains(text))
            spoilt.Add(feature, row.Number, text);
        return null;
    }
}

/// <summary>Values that are no numbers, or no dates, in columns of those.</summary>
/// <param name="source">The table's name.</param>
/// <param name="numberWord">What rows' numbers count: "line" or "row".</param>
/// <param name="isLenient">Whether they count as missing; otherwise the first one is an error.</param>
internal sealed class SpoiltValues(string source, string numberWord, bool isLenient)
{
    private const int MarksKept = 50;

    private readonly Dictionary<string, (FeatureColumn Feature, long Number, string Text, long Count, List<string> Marks)> _columns = [];

    public void Add(FeatureColumn feature, long number, string text)
    {
        if (!isLenient)
        {
            string wanted = feature.Part is not null ? "date as the training data has them" : feature.Format.DecimalComma() ? "number (the training data has decimal commas)" : "number (the training data has decimal points)";
            throw new ToolException($"{source}, {numberWord} {number}: '{text}' in the column '{feature.Source}' is no {wanted}. Correct it, or let such values count as missing: --lenient{(LooksOtherwise(feature, text) is { } hint ? $"; or {hint}" : "")}.");
        }
        (_, long first, string example, long count, List<string> marks) = _columns.GetValueOrDefault(feature.Name, (feature, number, text, 0, []));
        if (marks.Count < MarksKept && !marks.Contains(text))
            marks.Add(text);
        _columns[feature.Name] = (feature, first, example, count + 1, marks);
    }

    /// <summary>The texts found in a feature's column.</summary>
    public IReadOnlyList<string> Marks(string feature) => _columns.TryGetValue(feature, out var found) ? found.Marks : [];

    /// <summary>What the user should know, column by column.</summary>
    public IEnumerable<string> Remarks() => _columns.Values.GroupBy(column => column.Feature.Source).Select(group => group.First()).Select(column =>
    {
        string what = column.Feature.Part is not null ? "date" : "number";
        string some = column.Count == 1 ? $"1 value is no {what} and counts" : $"{column.Count} values are no {what}s and count";
        return $"{column.Feature.Source}: {some} as missing, the first '{Wording.OneLine(column.Text)}' in {numberWord} {column.Number}.";
    });

    private static string? LooksOtherwise(FeatureColumn feature, string text)
    {
        if (feature.Part is not null)
            return null;
        return !feature.Format.DecimalComma() && Numbers.TryParse(text, NumberFormat.CommaWithThousands, out _) ? "if the file has decimal commas: --decimal comma"
            : feature.Format.DecimalComma() && Numbers.TryParse(text, NumberFormat.PointWithThousands, out _) ? "if the file has decimal points: --decimal point"
            : null;
    }
}
