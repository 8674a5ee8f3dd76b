using System.Globalization;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Numbers that stand for a missing value, such as -999 or 1e30: the same one in several rows, and far outside of all others.</summary>
internal static class Sentinels
{
    // In widths of the middle nine tenths of the column.
    private const double Far = 20, Huge = 1e15;

    /// <summary>Makes missing values of them.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="profile">The column's values.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="remarks">Is told of them, and of other values far outside.</param>
    /// <returns>How the table writes them.</returns>
    public static IReadOnlyList<string> Erase(FeatureTable table, int feature, ColumnProfile profile, IReadOnlyList<float> labels, List<string> remarks)
    {
        FeatureColumn column = table.Features.ElementAt(feature);
        if (table.Numbers(feature) is not { } values || column.Part is not null)
            return [];
        float[] sorted = [.. values.Where(float.IsFinite).Order()];
        const int fewest = 20;
        if (sorted.Length < fewest)
            return [];
        double low = sorted[sorted.Length / 20], high = sorted[^(1 + (sorted.Length / 20))], width = high - low;
        if (width <= 0)
            return [];
        float[] far = [.. sorted.Where(value => value < low - (Far * width) || value > high + (Far * width)).Distinct()];
        float[] sentinels = [.. far.Where(value => LooksLikeOne(value) && IsRepeatedAndUnlabelled(values, value, labels))];
        foreach (float sentinel in sentinels)
        {
            remarks.Add($"{column.Name}: {Wording.Count(values.Count(value => value == sentinel), "row has", "rows have")} {Text(sentinel)}, far outside of all others ({Text((float)low)} to {Text((float)high)}): taken for a mark of missing values, and read as missing.");
        }
        float[] others = [.. far.Except(sentinels)];
        if (others.Any(value => Math.Abs(value) > Huge))
            remarks.Add($"{column.Name}: values such as {Text(others.MaxBy(Math.Abs))} lie far outside of all others ({Text((float)low)} to {Text((float)high)}). If they are errors, leave them empty.");
        table.Erase(feature, sentinels.Contains);
        return [.. profile.Values.Keys.Where(text => Numbers.TryParse(text, column.Format, out float value) && sentinels.Contains(value))];
    }

    private static bool LooksLikeOne(float value) =>
        Math.Abs(value) >= Huge || (value == MathF.Round(value) && Math.Abs(value).ToString("F0", CultureInfo.InvariantCulture) is { Length: >= 2 } digits && digits.All(digit => digit == '9'));

    // Where such rows are the labelled anomalies, the number means something.
    private static bool IsRepeatedAndUnlabelled(IReadOnlyList<float> values, float value, IReadOnlyList<float> labels)
    {
        int[] rows = [.. Enumerable.Range(0, values.Count).Where(row => values[row] == value)];
        return rows.Length > 1 && rows.Count(row => labels[row] == LabelRule.Anomaly) * 2 <= rows.Length;
    }

    private static string Text(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
