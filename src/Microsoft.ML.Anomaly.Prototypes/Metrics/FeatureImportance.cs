namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a feature is worth to a detector.</summary>
/// <param name="Slot">The feature's slot in the features vector.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Loss">The average precision that is lost when the feature's values are exchanged between rows: the mean over the permutations.</param>
/// <param name="Deviation">The standard deviation over the permutations; NaN for a single one.</param>
public sealed record FeatureImportance(int Slot, string Name, double Loss, double Deviation);
