namespace Microsoft.ML.Data;

/// <summary>How well scores tell anomalies from normal rows.</summary>
public sealed class AnomalyDetectionMetrics
{
    internal AnomalyDetectionMetrics(double areaUnderRocCurve, double detectionRateAtFalsePositiveCount)
    {
        AreaUnderRocCurve = areaUnderRocCurve;
        DetectionRateAtFalsePositiveCount = detectionRateAtFalsePositiveCount;
    }

    /// <summary>The probability that an anomaly scores above a normal row; ties count one half.</summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The share of anomalies ranked above the first false positive beyond the count given to the evaluation.</summary>
    public double DetectionRateAtFalsePositiveCount { get; }
}
