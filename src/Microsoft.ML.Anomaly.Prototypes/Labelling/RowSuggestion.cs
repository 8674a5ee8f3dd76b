namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>A row that is worth a look by somebody who knows.</summary>
/// <param name="Row">The row's place in the data, counted from 0.</param>
/// <param name="Score">
/// Its score: the detector's, or, where there is none, the mean distance to the nearest rows of random samples, in units of the features'
/// spread.
/// </param>
public readonly record struct RowSuggestion(long Row, float Score);
