namespace Microsoft.ML.Anomaly.Prototypes.Metrics;

/// <summary>
/// Confidence intervals by the percentile bootstrap. Anomalies and normal rows are drawn apart, with replacement, as many of each as
/// there are: few anomalies are what makes the figures uncertain, and a sample without any would have none.
/// </summary>
internal static class RankingBootstrap
{
    public static AnomalyRankingIntervals Intervals(float[] scores, bool[] isAnomaly, int samples, double confidence, int seed)
    {
        int[] anomalies = [.. Enumerable.Range(0, scores.Length).Where(i => isAnomaly[i])];
        int[] normals = [.. Enumerable.Range(0, scores.Length).Where(i => !isAnomaly[i])];
        bool[] labels = [.. Enumerable.Range(0, scores.Length).Select(i => i < anomalies.Length)];
        var drawn = new float[scores.Length];
        var figures = new double[4][];
        for (int figure = 0; figure < figures.Length; figure++)
            figures[figure] = new double[samples];
        var random = new Random(seed);
        for (int sample = 0; sample < samples; sample++)
        {
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = scores[i < anomalies.Length ? anomalies[random.Next(anomalies.Length)] : normals[random.Next(normals.Length)]];
            figures[0][sample] = RankingMetrics.AveragePrecision(drawn, labels);
            figures[1][sample] = RankingMetrics.TrapezoidalPrecisionRecallArea(drawn, labels);
            figures[2][sample] = RankingMetrics.AreaUnderRocCurve(drawn, labels);
            figures[3][sample] = RankingMetrics.BestF1(drawn, labels).F1;
        }
        ConfidenceInterval[] intervals = [.. figures.Select(values => Percentiles(values, confidence))];
        return new AnomalyRankingIntervals(intervals[0], intervals[1], intervals[2], intervals[3]);
    }

    private static ConfidenceInterval Percentiles(double[] values, double confidence)
    {
        // NaN comes first, so one that is not defined makes the lower end NaN; then neither end is known.
        Array.Sort(values);
        if (double.IsNaN(values[0]))
            return new ConfidenceInterval(double.NaN, double.NaN);
        double tail = (1 - confidence) / 2;
        return new ConfidenceInterval(Quantile(values, tail), Quantile(values, 1 - tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
