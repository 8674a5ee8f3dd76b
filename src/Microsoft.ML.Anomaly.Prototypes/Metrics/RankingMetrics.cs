namespace Microsoft.ML.Anomaly.Prototypes.Metrics;

/// <summary>How well scores rank anomalies above the rest. Equal scores share one threshold, whatever order the rows are in.</summary>
internal static class RankingMetrics
{
    /// <summary>
    /// Area under the precision-recall curve by step interpolation: the sum over thresholds of precision times the rise in recall.
    /// NaN where there are no anomalies, or a score is not a number.
    /// </summary>
    public static double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly)
    {
        double area = 0;
        int previous = 0;
        bool valid = Walk(scores, isAnomaly, (truePositives, falsePositives) =>
        {
            area += (truePositives - previous) * (double)truePositives / (truePositives + falsePositives);
            previous = truePositives;
        });
        return valid && previous > 0 ? area / previous : double.NaN;
    }

    /// <summary>
    /// Area under the precision-recall curve by the trapezoidal rule, from recall 0 at precision 1.
    /// NaN where there are no anomalies, or a score is not a number.
    /// </summary>
    public static double TrapezoidalPrecisionRecallArea(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly)
    {
        double area = 0, previousPrecision = 1;
        int previous = 0;
        bool valid = Walk(scores, isAnomaly, (truePositives, falsePositives) =>
        {
            double precision = (double)truePositives / (truePositives + falsePositives);
            area += (truePositives - previous) * (precision + previousPrecision) / 2;
            (previous, previousPrecision) = (truePositives, precision);
        });
        return valid && previous > 0 ? area / previous : double.NaN;
    }

    /// <summary>
    /// Area under the receiver operating characteristic: the share of pairs of an anomaly and a normal row that the scores put
    /// in the right order, ties counting one half. NaN where there is only one class, or a score is not a number.
    /// </summary>
    public static double AreaUnderRocCurve(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly)
    {
        double area = 0;
        int previousTrue = 0, previousFalse = 0;
        bool valid = Walk(scores, isAnomaly, (truePositives, falsePositives) =>
        {
            area += (falsePositives - previousFalse) * (truePositives + previousTrue) / 2.0;
            (previousTrue, previousFalse) = (truePositives, falsePositives);
        });
        return valid && previousTrue > 0 && previousFalse > 0 ? area / ((double)previousTrue * previousFalse) : double.NaN;
    }

    /// <summary>
    /// The threshold at which calling scores of at least that size anomalies gives the largest F1, and that F1.
    /// The highest such threshold where several are equal. NaN for both where there are no anomalies, or a score is not a number.
    /// </summary>
    public static (float Threshold, double F1) BestF1(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly) =>
        Best(scores, isAnomaly, (precision, recall) => precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));

    /// <summary>The threshold at which a figure of precision and recall is largest, and that figure; otherwise as <see cref="BestF1"/>.</summary>
    public static (float Threshold, double Merit) Best(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly, Func<double, double, double> merit)
    {
        int anomalies = isAnomaly.Count(true);
        if (anomalies == 0)
            return (float.NaN, double.NaN);

        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        double best = double.NegativeInfinity;
        int count = 0;
        bool valid = Walk(scores, isAnomaly, (truePositives, falsePositives) =>
        {
            int positives = truePositives + falsePositives;
            double value = merit((double)truePositives / positives, (double)truePositives / anomalies);
            if (value > best)
                (best, count) = (value, positives);
        });
        return valid ? (sorted[^count], best) : (float.NaN, double.NaN);
    }

    /// <summary>
    /// How many anomalies are expected among the k rows with the highest scores, where chance decides between equal scores.
    /// NaN where a score is not a number.
    /// </summary>
    public static double AnomaliesAmongHighest(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly, int k)
    {
        double expected = double.NaN;
        int previousTrue = 0, previous = 0;
        bool valid = Walk(scores, isAnomaly, (truePositives, falsePositives) =>
        {
            int rows = truePositives + falsePositives;
            if (previous < k && rows >= k)
                expected = previousTrue + ((k - previous) * (double)(truePositives - previousTrue) / (rows - previous));
            (previousTrue, previous) = (truePositives, rows);
        });
        return valid ? expected : double.NaN;
    }

    /// <summary>A point for each distinct score, from the highest one down; none where a score is not a number.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="isAnomaly">The labels.</param>
    /// <param name="point">Makes a point of the score and the numbers of anomalies and normal rows at or above it.</param>
    public static List<TPoint> Curve<TPoint>(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly, Func<float, int, int, TPoint> point)
    {
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        var points = new List<TPoint>();
        Walk(scores, isAnomaly, (truePositives, falsePositives) =>
            points.Add(point(sorted[^(truePositives + falsePositives)], truePositives, falsePositives)));
        return points;
    }

    // Visits the distinct thresholds from the highest down with the numbers of anomalies and normal rows at or above each.
    private static bool Walk(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly, Action<int, int> visit)
    {
        if (scores.Length != isAnomaly.Length)
            throw new ArgumentException($"{scores.Length} scores but {isAnomaly.Length} labels.", nameof(isAnomaly));
        float[] keys = scores.ToArray();
        bool[] labels = isAnomaly.ToArray();
        Array.Sort(keys, labels);
        // NaN sorts before every number.
        if (keys.Length > 0 && float.IsNaN(keys[0]))
            return false;
        int truePositives = 0, falsePositives = 0;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            if (labels[i])
                truePositives++;
            else
                falsePositives++;
            if (i == 0 || keys[i - 1] != keys[i])
                visit(truePositives, falsePositives);
        }
        return true;
    }
}
