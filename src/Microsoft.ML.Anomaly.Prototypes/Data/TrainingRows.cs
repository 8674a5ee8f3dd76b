using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>The training data in memory, and the validation data where the caller gives some.</summary>
/// <param name="Features">All rows.</param>
/// <param name="Unlabelled">Numbers of the training rows that are unlabelled or known to be normal.</param>
/// <param name="Anomalies">Numbers of the labelled anomalies of the training data.</param>
/// <param name="Minimum">The smallest training value of each feature.</param>
/// <param name="Maximum">The largest training value of each feature.</param>
internal sealed record TrainingRows(FeatureRows Features, int[] Unlabelled, int[] Anomalies, float[] Minimum, float[] Maximum)
{
    /// <summary>Numbers of the validation rows that are no anomalies.</summary>
    public int[] ValidationNormals { get; init; } = [];

    /// <summary>Numbers of the anomalies of the validation data.</summary>
    public int[] ValidationAnomalies { get; init; } = [];
}
