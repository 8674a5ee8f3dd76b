namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How well a score ranks anomalies above normal rows.</summary>
/// <remarks>
/// Rows of equal score share one threshold, so that the order of the rows doesn't matter. A figure that is not defined, such as an
/// area under the ROC curve where there is one class only, is NaN.
/// </remarks>
public sealed class AnomalyRankingMetrics
{
    internal AnomalyRankingMetrics(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isAnomaly)
    {
        AveragePrecision = Metrics.RankingMetrics.AveragePrecision(scores, isAnomaly);
        TrapezoidalPrecisionRecallArea = Metrics.RankingMetrics.TrapezoidalPrecisionRecallArea(scores, isAnomaly);
        AreaUnderRocCurve = Metrics.RankingMetrics.AreaUnderRocCurve(scores, isAnomaly);
        (BestF1Threshold, BestF1) = Metrics.RankingMetrics.BestF1(scores, isAnomaly);
    }

    /// <summary>
    /// Area under the precision-recall curve by step interpolation, in 0..1. A detector that knows nothing reaches the share of
    /// anomalies. NaN where there are none, or a score is NaN.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>
    /// Area under the precision-recall curve by the trapezoidal rule, from recall 0 at precision 1, which some papers report instead of
    /// <see cref="AveragePrecision"/>; on small data the two differ widely. NaN where there are no anomalies, or a score is NaN.
    /// </summary>
    public double TrapezoidalPrecisionRecallArea { get; }

    /// <summary>
    /// The chance that an anomaly scores higher than a normal row, ties counting one half; in 0..1, 0.5 for a detector that knows
    /// nothing. NaN where there is one class only, or a score is NaN.
    /// </summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The largest F1 that any threshold reaches, in 0..1. NaN where there are no anomalies, or a score is NaN.</summary>
    public double BestF1 { get; }

    /// <summary>The highest threshold with that F1, where rows at or above it count as anomalies. NaN where <see cref="BestF1"/> is.</summary>
    public float BestF1Threshold { get; }
}
