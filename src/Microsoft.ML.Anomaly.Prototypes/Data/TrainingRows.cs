using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>The training data in memory.</summary>
/// <param name="Features">The rows.</param>
/// <param name="Unlabelled">Numbers of the rows that are unlabelled or known to be normal.</param>
/// <param name="Anomalies">Numbers of the labelled anomalies.</param>
/// <param name="Minimum">The smallest value of each feature.</param>
/// <param name="Maximum">The largest value of each feature.</param>
internal sealed record TrainingRows(FeatureRows Features, int[] Unlabelled, int[] Anomalies, float[] Minimum, float[] Maximum);
