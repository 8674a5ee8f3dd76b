using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What was learned from one partition of the unlabelled rows into folds.</summary>
/// <param name="Anomalies">The anomalies that the anomaly channel measures distances to, standardised.</param>
/// <param name="Folds">The folds; all have the same heads.</param>
/// <param name="TreeWeight">How much of a row's score is the mean value of the folds' trees.</param>
/// <param name="NetworkWeight">How much of it is the mean value of the folds' networks.</param>
internal sealed partial record EnsemblePartition(CentreSet Anomalies, EnsembleFold[] Folds, float TreeWeight, float NetworkWeight)
{
    public bool HasTrees => Folds[0].Trees is not null;
}
