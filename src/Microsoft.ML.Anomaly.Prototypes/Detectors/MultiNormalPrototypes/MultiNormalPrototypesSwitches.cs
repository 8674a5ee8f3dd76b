namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="MultiNormalPrototypesTrainer"/> makes of a row's latent vector.</summary>
public enum EncoderKind
{
    /// <summary>A point, as in the authors' code.</summary>
    Plain,

    /// <summary>A normal distribution, drawn from in training and close to the standard one: a variational autoencoder. Rows are scored by its mean.</summary>
    Variational,
}

/// <summary>How <see cref="MultiNormalPrototypesTrainer"/> weighs its three losses against each other.</summary>
public enum LossBalancing
{
    /// <summary>
    /// Dynamic weight averaging: softmax of each loss over its mean in the last epoch. The weights are constants of the step.
    /// </summary>
    Detached,

    /// <summary>The same weights, but the gradient flows through them, as in the authors' code; a large loss can then grow.</summary>
    Differentiable,

    /// <summary>All three losses count alike.</summary>
    Equal,
}

/// <summary>How the clustering loss L_kl of a batch is made of those of its rows.</summary>
public enum KlReduction
{
    /// <summary>Their sum, as in the authors' code.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    BatchMean,
}

/// <summary>The rows whose latent vectors k-means takes the first prototypes from.</summary>
public enum PrototypeInitialization
{
    /// <summary>The unlabelled training rows.</summary>
    UnlabelledRows,

    /// <summary>The normal rows of the validation data, which <c>Fit</c> must then be given, as in the authors' code.</summary>
    ValidationNormals,
}

/// <summary>What the score head sees of a row. Leaving something out shows what it is worth.</summary>
[Flags]
public enum ScoreInputs
{
    /// <summary>The latent vector, scaled to unit length.</summary>
    Latent = 1,

    /// <summary>The reconstruction error.</summary>
    ReconstructionError = 2,

    /// <summary>The similarity to the nearest prototype.</summary>
    Similarity = 4,

    /// <summary>All three.</summary>
    All = Latent | ReconstructionError | Similarity,
}
