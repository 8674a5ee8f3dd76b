using System.Globalization;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>The values of a label column: finds out what they mean, and asks where they may mean two things.</summary>
/// <param name="table">The table's name.</param>
/// <param name="column">The label column.</param>
/// <param name="counts">Its values and how often each is there, without missing ones.</param>
/// <param name="missing">The number of rows without one.</param>
internal sealed class LabelValues(string table, string column, IReadOnlyDictionary<string, int> counts, long missing)
{
    // More distinct numbers than these are a measurement, not a label.
    private const int MostLabels = 20;

    // Whoever searches for anomalies has fewer of them than this share.
    private const double MostAnomalies = 0.5;

    private readonly long _rows = missing + counts.Values.Sum(count => (long)count);

    /// <summary>The values with their counts, as messages list them.</summary>
    public string Listed => Wording.Some([
        .. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"'{pair.Key}' ({pair.Value})")),
        .. missing > 0 ? [string.Create(CultureInfo.InvariantCulture, $"empty ({missing})")] : Array.Empty<string>()]);

    /// <summary>The rule for the column.</summary>
    /// <param name="anomalyValues">The values that the user names; none for the usual meaning.</param>
    /// <param name="remarks">What the user should know.</param>
    /// <exception cref="ToolException">It is not clear which rows are anomalies, or none is one.</exception>
    public LabelRule Resolve(IReadOnlyList<string> anomalyValues, List<string> remarks)
    {
        if (anomalyValues.Count > 0)
            return Given(anomalyValues, remarks);
        var usual = new LabelRule(column, []);
        if (counts.Count == 1 && missing > counts.Values.Single() && usual.Read(counts.Keys.Single()) is null)
        {
            remarks.Add($"The label column '{column}' has the value '{counts.Keys.Single()}' or none: it is taken for the anomalies. To say otherwise: --anomaly VALUE.");
            return new LabelRule(column, [counts.Keys.Single()]);
        }
        if (counts.Keys.FirstOrDefault(value => usual.Read(value) is null) is not null)
            throw Ask($"{table}: the label column '{column}' has the values {Listed}.");
        if (IsMinusOneAndOne() is { } outlier)
        {
            remarks.Add($"The label column '{column}' has only 1 and -1: the rarer one, {outlier}, is taken for the anomalies. To say otherwise: --anomaly VALUE.");
            return new LabelRule(column, [counts.Keys.First(value => LabelRule.Number(value) == outlier)]);
        }
        return Checked(usual, remarks);
    }

    private LabelRule Given(IReadOnlyList<string> values, List<string> remarks)
    {
        foreach (string value in values)
        {
            if (!counts.Keys.Any(known => LabelRule.IsSame(known, value)))
                throw new ToolException($"{table} has no labelled anomaly: the column '{column}' has no value '{value}'; it has {Listed}.{Wording.DidYouMean(value, counts.Keys)} Name one of those with --anomaly VALUE.");
        }
        var rule = new LabelRule(column, values);
        long anomalies = Anomalies(rule);
        if (anomalies == _rows)
            throw new ToolException($"{table}: all {_rows} rows are anomalies by the column '{column}', which has the values {Listed}. There must be other rows to tell them from.");
        if (anomalies > MostAnomalies * _rows)
            remarks.Add($"{anomalies} of {_rows} rows are labelled anomalies by the column '{column}': the rarer rows are what is usually searched for.");
        return rule;
    }

    private LabelRule Checked(LabelRule rule, List<string> remarks)
    {
        long anomalies = Anomalies(rule);
        if (anomalies == 0)
            throw Ask($"{table} has no labelled anomaly in the column '{column}'; it has the values {Listed}.");
        double[] numbers = [.. counts.Keys.Select(LabelRule.Number).OfType<double>().Distinct()];
        if (numbers.Length > MostLabels)
            throw Ask($"{table}: the column '{column}' has {numbers.Length} different numbers, which looks like no label.");
        if (anomalies == _rows && counts.Count > 1)
            throw Ask($"{table}: it is not clear which values of the label column '{column}' are the anomalies; it has {Listed}.");
        if (anomalies == _rows)
            throw Ask($"{table}: all {_rows} rows are anomalies by the label column '{column}', which has the values {Listed}.");
        if (anomalies > MostAnomalies * _rows)
            throw Ask($"{table}: {anomalies} of {_rows} rows would be anomalies by the label column '{column}', which has the values {Listed}.");
        if (counts.Keys.Where(value => rule.Read(value) == LabelRule.Anomaly).Select(LabelRule.Number).Distinct().Count() > 1)
            remarks.Add($"Several values of the label column '{column}' count as anomalies, all but 0: {Listed}. To say otherwise: --anomaly VALUE.");
        return rule;
    }

    // scikit-learn's convention is that outliers are -1; whichever is rarer is meant. Null where the values are others, or the usual meaning fits.
    private double? IsMinusOneAndOne()
    {
        if (missing > 0 || counts.Keys.Any(value => LabelRule.Number(value) is not (1 or -1)))
            return null;
        long positive = counts.Where(pair => LabelRule.Number(pair.Key) == 1).Sum(pair => (long)pair.Value);
        return positive * 2 > _rows && positive < _rows ? -1 : null;
    }

    private long Anomalies(LabelRule rule) => counts.Where(pair => rule.Read(pair.Key) == LabelRule.Anomaly).Sum(pair => (long)pair.Value);

    private ToolException Ask(string what)
    {
        KeyValuePair<string, int>[] two = [.. counts.OrderBy(pair => pair.Value)];
        string example = two.Length >= 2 && two.Length <= MostLabels && two[0].Value < two[^1].Value ? $", for instance --anomaly {Wording.Argument(two[0].Key)}" : "";
        return new ToolException($"{what} Say which values are anomalies: --anomaly VALUE{example}.");
    }
}
