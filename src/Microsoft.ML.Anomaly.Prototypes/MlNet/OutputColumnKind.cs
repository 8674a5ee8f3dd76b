namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>What kind of value an output column of a detector holds.</summary>
internal enum OutputColumnKind
{
    /// <summary>A Single.</summary>
    Scalar,

    /// <summary>A key, with the names that the model gives its values.</summary>
    Key,

    /// <summary>A vector of Single, with the names that the model gives its slots.</summary>
    Vector,

    /// <summary>A vector of Single with a slot for each feature, of the features' names.</summary>
    FeatureVector,
}
