namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Which heads of a <see cref="PrototypeEnsembleTrainer"/> judge a row. The score is the mean of theirs.</summary>
[Flags]
public enum EnsembleHeads
{
    /// <summary>Extremely randomised trees.</summary>
    Trees = 1,

    /// <summary>Small neural networks.</summary>
    Networks = 2,

    /// <summary>Both.</summary>
    Both = Trees | Networks,
}
