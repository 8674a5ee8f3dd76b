namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="DeepSvddTrainer"/> minimises.</summary>
public enum DeepSvddObjective
{
    /// <summary>The mean squared distance of the rows from the centre.</summary>
    OneClass,

    /// <summary>The squared radius of a sphere and the squared distances beyond it: some rows may lie outside.</summary>
    SoftBoundary,
}
