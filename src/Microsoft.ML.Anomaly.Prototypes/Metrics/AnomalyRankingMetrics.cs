using Microsoft.ML.Anomaly.Prototypes.Metrics;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>How well a score ranks anomalies above normal rows.</summary>
/// <remarks>
/// Rows of equal score share one threshold, so that the order of the rows doesn't matter. A figure that is not defined, such as an
/// area under the ROC curve where there is one class only, is NaN.
/// </remarks>
public sealed class AnomalyRankingMetrics
{
    private readonly float[] _scores;
    private readonly bool[] _isAnomaly;

    internal AnomalyRankingMetrics(float[] scores, bool[] isAnomaly)
    {
        (_scores, _isAnomaly) = (scores, isAnomaly);
        NumberOfRows = scores.Length;
        NumberOfAnomalies = isAnomaly.Count(anomaly => anomaly);
        AveragePrecision = RankingMetrics.AveragePrecision(scores, isAnomaly);
        TrapezoidalPrecisionRecallArea = RankingMetrics.TrapezoidalPrecisionRecallArea(scores, isAnomaly);
        AreaUnderRocCurve = RankingMetrics.AreaUnderRocCurve(scores, isAnomaly);
        (BestF1Threshold, BestF1) = RankingMetrics.BestF1(scores, isAnomaly);
        Undefined = scores.Length == 0 ? "The data have no rows."
            : Array.Exists(scores, float.IsNaN) ? $"{scores.Count(float.IsNaN)} of {scores.Length} scores are not a number (NaN)."
            : NumberOfAnomalies == 0 ? "None of the rows is an anomaly."
            : NumberOfAnomalies == NumberOfRows ? "All rows are anomalies." : null;
    }

    /// <summary>The number of rows.</summary>
    public int NumberOfRows { get; }

    /// <summary>How many of them are anomalies.</summary>
    public int NumberOfAnomalies { get; }

    /// <summary>Why some figures are not defined, hence NaN; null where all are defined.</summary>
    public string? Undefined { get; }

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

    /// <summary>
    /// The share of anomalies among the rows with the highest scores. Of rows with equal scores at the edge, some chosen by chance are
    /// expected among them.
    /// </summary>
    /// <param name="k">How many rows, from 1 to the number of rows.</param>
    /// <returns>In 0..1; NaN where a score is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of its range.</exception>
    public double PrecisionAt(int k) => AnomaliesAmongHighest(k) / k;

    /// <summary>The share of all anomalies that is among the rows with the highest scores; see <see cref="PrecisionAt"/>.</summary>
    /// <param name="k">How many rows, from 1 to the number of rows.</param>
    /// <returns>In 0..1; NaN where there are no anomalies, or a score is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of its range.</exception>
    public double RecallAt(int k) => AnomaliesAmongHighest(k) / NumberOfAnomalies;

    /// <summary>
    /// The precision-recall curve: a point for each distinct score, from the highest one down. Empty where there are no anomalies, or a
    /// score is NaN.
    /// </summary>
    public IReadOnlyList<PrecisionRecallPoint> GetPrecisionRecallCurve() => NumberOfAnomalies == 0 ? [] : RankingMetrics.Curve(
        _scores, _isAnomaly,
        (threshold, trues, falses) => new PrecisionRecallPoint(threshold, (double)trues / (trues + falses), (double)trues / NumberOfAnomalies));

    /// <summary>
    /// The receiver operating characteristic: a point for each distinct score, from the highest one down; (0, 0) is not among them.
    /// Empty where there is one class only, or a score is NaN.
    /// </summary>
    public IReadOnlyList<RocPoint> GetRocCurve() => NumberOfAnomalies == 0 || NumberOfAnomalies == NumberOfRows ? [] : RankingMetrics.Curve(
        _scores, _isAnomaly,
        (threshold, trues, falses) => new RocPoint(threshold, (double)falses / (NumberOfRows - NumberOfAnomalies), (double)trues / NumberOfAnomalies));

    /// <summary>
    /// How far the figures are to be trusted: intervals by the percentile bootstrap, where anomalies and normal rows are drawn apart. They
    /// speak of other rows of the same kind, not of another training. It sorts the rows once for each sample.
    /// </summary>
    /// <param name="samples">The number of bootstrap samples, at least 10.</param>
    /// <param name="confidence">The confidence, above 0 and below 1.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> or <paramref name="confidence"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The figures are not defined; see <see cref="Undefined"/>.</exception>
    public AnomalyRankingIntervals Bootstrap(int samples = 1000, double confidence = 0.95, int seed = 1)
    {
        const int fewest = 10;
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, fewest);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies above 0 and below 1.");
        return Undefined is null
            ? RankingBootstrap.Intervals(_scores, _isAnomaly, samples, confidence, seed)
            : throw new InvalidOperationException($"There are no confidence intervals: {Undefined}");
    }

    private double AnomaliesAmongHighest(int k)
    {
        if (k < 1 || k > NumberOfRows)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"There are {NumberOfRows} rows.");
        return RankingMetrics.AnomaliesAmongHighest(_scores, _isAnomaly, k);
    }
}
