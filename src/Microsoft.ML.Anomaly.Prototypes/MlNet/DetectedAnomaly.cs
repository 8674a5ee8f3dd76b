using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// All columns that detectors of this library give, for a <see cref="PredictionEngine{TSrc, TDst}"/> or <c>CreateEnumerable</c> with
/// <c>ignoreMissingColumns: true</c>. What a detector does not give keeps its default.
/// </summary>
public sealed class DetectedAnomaly
{
    /// <summary>Whether the score is above the threshold.</summary>
    public bool PredictedLabel { get; set; }

    /// <summary>The score, the larger the more anomalous; NaN for a row with NaN or an infinity.</summary>
    public float Score { get; set; }

    /// <summary>The probability of an anomaly, of a calibrated detector; otherwise NaN.</summary>
    public float Probability { get; set; } = float.NaN;

    /// <summary>How far the row's reconstruction is from it; otherwise NaN.</summary>
    public float ReconstructionError { get; set; } = float.NaN;

    /// <summary>The nearest prototype, counted from 1; 0 where there is none.</summary>
    [KeyType(uint.MaxValue)]
    public uint NearestPrototype { get; set; }

    /// <summary>The likeness to each prototype.</summary>
    public float[] PrototypeSimilarity { get; set; } = [];

    /// <summary>Each feature's share in the score.</summary>
    public float[] FeatureContributions { get; set; } = [];

    /// <summary>The probability of each cluster.</summary>
    public float[] ClusterProbabilities { get; set; } = [];

    /// <summary>The entropy of the clusters' probabilities; otherwise NaN.</summary>
    public float ClusterEntropy { get; set; } = float.NaN;

    /// <summary>The cosine of the angle between the row and its reconstruction; otherwise NaN.</summary>
    public float CosineSimilarity { get; set; } = float.NaN;

    /// <summary>The nearest class of normal rows, counted from 1; 0 where there is none.</summary>
    [KeyType(uint.MaxValue)]
    public uint NearestClass { get; set; }

    /// <summary>The density of each class of normal rows.</summary>
    public float[] ClassDensities { get; set; } = [];

    /// <summary>Where the detector sees the row.</summary>
    public float[] LatentVector { get; set; } = [];
}
