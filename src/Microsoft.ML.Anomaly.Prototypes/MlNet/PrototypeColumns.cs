namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The columns that a detector appends after PredictedLabel and Score. Each detector has some of them.</summary>
[Flags]
public enum PrototypeColumns
{
    /// <summary>None but PredictedLabel and Score.</summary>
    None = 0,

    /// <summary>ReconstructionError (Single): how badly the row is reconstructed.</summary>
    ReconstructionError = 1,

    /// <summary>NearestPrototype (key with the names "Prototype 1", "Prototype 2" ...): the prototype that the row is most similar to.</summary>
    NearestPrototype = 2,

    /// <summary>PrototypeSimilarity (vector of Single, with the prototypes' names): the row's similarity to each prototype.</summary>
    PrototypeSimilarity = 4,

    /// <summary>FeatureContributions (vector of Single, with the features' slot names): each feature's share in the score.</summary>
    FeatureContributions = 8,

    /// <summary>ClusterProbabilities (vector of Single, with the names "Cluster 1" ...): the probability with which the row belongs to each cluster.</summary>
    ClusterProbabilities = 16,

    /// <summary>ClusterEntropy (Single): the entropy of those probabilities in nats, high where no cluster fits clearly.</summary>
    ClusterEntropy = 32,

    /// <summary>CosineSimilarity (Single): the cosine between the row and its reconstruction.</summary>
    CosineSimilarity = 64,

    /// <summary>NearestClass (key with the classes' names): the normal class that the row fits best.</summary>
    NearestClass = 128,

    /// <summary>ClassDensities (vector of Single, with the classes' names): the logarithm of the row's density under each normal class.</summary>
    ClassDensities = 256,

    /// <summary>LatentVector (vector of Single): the row in the space in which the prototypes lie; see <see cref="PrototypeModel.GetPrototypes"/>.</summary>
    LatentVector = 512,

    /// <summary>All that the detector has.</summary>
    All = ReconstructionError | NearestPrototype | PrototypeSimilarity | FeatureContributions | ClusterProbabilities | ClusterEntropy
        | CosineSimilarity | NearestClass | ClassDensities | LatentVector,
}
