using System.Globalization;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>What an evaluation makes look wrong with the data: a column that decides everything, and labels that don't fit.</summary>
internal static class Suspicions
{
    private const int RowsLookedAt = 30, LinesNamed = 5;
    private const double MostOfTheScore = 0.8;

    /// <param name="evaluation">The evaluation.</param>
    /// <param name="features">The model's features.</param>
    public static IEnumerable<string> Of(DetectorEvaluation evaluation, IReadOnlyList<FeatureColumn> features)
    {
        int[] top = [.. Enumerable.Range(0, evaluation.Rows).OrderByDescending(row => evaluation.Scores[row]).Take(Math.Min(RowsLookedAt, Math.Max(1, evaluation.Rows / 10)))];
        if (DecidingColumn(evaluation, top, features) is { } column)
            yield return column;
        float[] sorted = [.. evaluation.Scores.Where(float.IsFinite).Order()];
        if (sorted.Length == 0)
            yield break;
        float median = sorted[sorted.Length / 2];
        int[] doubtful = [.. Enumerable.Range(0, evaluation.Rows).Where(row => evaluation.IsAnomaly[row] && evaluation.Scores[row] < median).OrderBy(row => evaluation.Scores[row])];
        if (doubtful.Length > 0 && doubtful.Length < evaluation.Anomalies)
            yield return $"Labelled as {(doubtful.Length == 1 ? "an anomaly" : "anomalies")} and scored as ordinary, so that the label may be wrong or the detector blind to such rows: {Lines(evaluation, doubtful)}.";
        float[] anomalous = [.. evaluation.Scores.Where((_, row) => evaluation.IsAnomaly[row]).Order()];
        if (anomalous.Length == 0)
            yield break;
        bool isComplete = evaluation.Coverage == LabelCoverage.Complete;
        int[] likely =
        [
            .. Enumerable.Range(0, evaluation.Rows)
                .Where(row => !evaluation.IsAnomaly[row] && evaluation.Scores[row] > anomalous[anomalous.Length / 2] && (isComplete || evaluation.Table.Labels[evaluation.Table.PlaceOf(row)] == LabelRule.Normal))
                .OrderByDescending(row => evaluation.Scores[row]),
        ];
        if (likely.Length > 0 && likely.Length <= evaluation.Anomalies)
            yield return $"Labelled as normal and scored higher than half of the anomalies, so that the label may be wrong or the detector misled: {Lines(evaluation, likely)}.";
    }

    private static string? DecidingColumn(DetectorEvaluation evaluation, int[] top, IReadOnlyList<FeatureColumn> features)
    {
        if (features.Select(feature => feature.Source).Distinct().Count() < 2)
            return null;
        IReadOnlyDictionary<int, ColumnContribution[]> contributions = evaluation.Contributions(top, features);
        ColumnContribution[] all = [.. contributions.Values.SelectMany(row => row).Where(part => float.IsFinite(part.Contribution))];
        double total = all.Sum(part => Math.Abs((double)part.Contribution));
        if (total <= 0)
            return null;
        (string column, double sum) = all.GroupBy(part => part.Column).Select(group => (group.Key, group.Sum(part => Math.Abs((double)part.Contribution)))).MaxBy(pair => pair.Item2);
        return sum < MostOfTheScore * total ? null
            : $"The column '{column}' makes {(sum / total).ToString("P0", CultureInfo.InvariantCulture)} of the highest scores. If it would not be known when a new row comes, leave it out: --ignore {Wording.Argument(column)}.";
    }

    private static string Lines(DetectorEvaluation evaluation, int[] rows)
    {
        string word = evaluation.Table.Source.NumberWord + (rows.Length == 1 ? "" : "s");
        string more = rows.Length > LinesNamed ? $" and {rows.Length - LinesNamed} more" : "";
        return $"{word} {string.Join(", ", rows.Take(LinesNamed).Select(row => evaluation.Table.NumberOf(row).ToString(CultureInfo.InvariantCulture)))}{more}";
    }
}
