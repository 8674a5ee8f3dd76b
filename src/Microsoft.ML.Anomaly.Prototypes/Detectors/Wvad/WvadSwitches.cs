using Microsoft.ML.Anomaly.Prototypes.Clustering;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="WvadTrainer"/> does with the free energies F of the labelled anomalies.</summary>
/// <remarks>The paper has a lower bound "with a penalty term" for them, whose formula is not known; all of these are ours.</remarks>
public enum AnomalyTerm
{
    /// <summary>mean max(0, m + F_u - F), with F_u the mean over the unlabelled rows: anomalies are to be at least m nats less likely.</summary>
    Hinge,

    /// <summary>log K - mean H, with H the entropy of the cluster probabilities: anomalies are to lie between the clusters. Nothing for K = 1.</summary>
    Entropy,

    /// <summary>-mean min(F, m): anomalies are to be unlikely, up to a bound.</summary>
    NegativeElbo,

    /// <summary>mean F: anomalies are modelled like unlabelled rows.</summary>
    Normal,

    /// <summary>Nothing: anomalies act through the score only.</summary>
    None,
}

/// <summary>What the score head of <see cref="WvadTrainer"/> sees of a row. What is left out is replaced by zeros.</summary>
[Flags]
public enum WvadFeatures
{
    /// <summary>y: the probability of each cluster.</summary>
    ClusterProbabilities = 1,

    /// <summary>z: the latent vector.</summary>
    Latent = 2,

    /// <summary>f_e: the entropy of the cluster probabilities.</summary>
    ClusterEntropy = 4,

    /// <summary>f_r: the relative reconstruction error.</summary>
    ReconstructionError = 8,

    /// <summary>f_c: the cosine between the row and its reconstruction.</summary>
    CosineSimilarity = 16,

    /// <summary>All five.</summary>
    All = ClusterProbabilities | Latent | ClusterEntropy | ReconstructionError | CosineSimilarity,
}

/// <summary>Where the mixture over the latent space starts from.</summary>
public enum MixtureInitialization
{
    /// <summary>From a mixture that expectation maximization fits to the pre-trained latent vectors.</summary>
    ExpectationMaximization,

    /// <summary>From random means, variances of 1 and equal weights.</summary>
    Random,
}
