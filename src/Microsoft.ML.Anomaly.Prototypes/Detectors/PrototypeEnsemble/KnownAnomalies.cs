using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The anomalies that a partition learns from: the labelled ones and, in round 2, unlabelled rows that round 1 takes for anomalies.</summary>
internal sealed class KnownAnomalies
{
    // To more anomalies than these no distances are taken.
    private const int MaximumReferences = 256;

    /// <param name="rows">The rows, standardised, the labelled ones first.</param>
    /// <param name="weights">How much each counts: 1 for the labelled ones.</param>
    /// <param name="labelled">The number of labelled ones.</param>
    public KnownAnomalies(float[][] rows, float[] weights, int labelled)
    {
        (Rows, Weights, Labelled) = (rows, weights, labelled);
        // The references come first, so that an anomaly's number tells which reference it is.
        float[][] references = [.. rows.Take(MaximumReferences)];
        References = new CentreSet([.. references.SelectMany(row => row)], references.Length);
    }

    public float[][] Rows { get; }

    public float[] Weights { get; }

    public int Labelled { get; }

    /// <summary>Those that the anomaly channel measures distances to.</summary>
    public CentreSet References { get; }

    /// <summary>These, and others that are less certain.</summary>
    public KnownAnomalies With(float[][] rows, float[] weights) => new([.. Rows, .. rows], [.. Weights, .. weights], Labelled);
}
