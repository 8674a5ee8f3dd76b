namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A point of the precision-recall curve.</summary>
/// <param name="Threshold">Rows at or above this score are called anomalies.</param>
/// <param name="Precision">The share of anomalies among them.</param>
/// <param name="Recall">The share of all anomalies that is among them.</param>
public readonly record struct PrecisionRecallPoint(float Threshold, double Precision, double Recall);

/// <summary>A point of the receiver operating characteristic.</summary>
/// <param name="Threshold">Rows at or above this score are called anomalies.</param>
/// <param name="FalsePositiveRate">The share of all normal rows that is among them.</param>
/// <param name="TruePositiveRate">The share of all anomalies that is among them.</param>
public readonly record struct RocPoint(float Threshold, double FalsePositiveRate, double TruePositiveRate);

/// <summary>The interval that a figure lies in with some confidence.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper);

/// <summary>Confidence intervals of the figures of <see cref="AnomalyRankingMetrics"/>.</summary>
/// <param name="AveragePrecision">That of <see cref="AnomalyRankingMetrics.AveragePrecision"/>.</param>
/// <param name="TrapezoidalPrecisionRecallArea">That of <see cref="AnomalyRankingMetrics.TrapezoidalPrecisionRecallArea"/>.</param>
/// <param name="AreaUnderRocCurve">That of <see cref="AnomalyRankingMetrics.AreaUnderRocCurve"/>.</param>
/// <param name="BestF1">That of <see cref="AnomalyRankingMetrics.BestF1"/>.</param>
public sealed record AnomalyRankingIntervals(
    ConfidenceInterval AveragePrecision, ConfidenceInterval TrapezoidalPrecisionRecallArea, ConfidenceInterval AreaUnderRocCurve,
    ConfidenceInterval BestF1);
