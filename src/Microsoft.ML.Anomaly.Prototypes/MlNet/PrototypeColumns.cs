namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The columns that a detector appends after PredictedLabel and Score.</summary>
[Flags]
public enum PrototypeColumns
{
    /// <summary>None but PredictedLabel and Score.</summary>
    None = 0,

    /// <summary>ReconstructionError (Single): how badly the row is reconstructed.</summary>
    ReconstructionError = 1,

    /// <summary>NearestPrototype (key): the prototype that the row is most similar to.</summary>
    NearestPrototype = 2,

    /// <summary>PrototypeSimilarity (vector of Single): the row's similarity to each prototype.</summary>
    PrototypeSimilarity = 4,

    /// <summary>FeatureContributions (vector of Single, with the features' slot names): each feature's share in the score.</summary>
    FeatureContributions = 8,

    /// <summary>All of them.</summary>
    All = ReconstructionError | NearestPrototype | PrototypeSimilarity | FeatureContributions,
}
