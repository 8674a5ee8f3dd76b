namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What pre-trains the embedding of the <see cref="PrototypeDataDescriptionTrainer"/> on unlabelled rows.</summary>
public enum EmbeddingPretraining
{
    /// <summary>Nothing: the embedding starts from random weights.</summary>
    None,

    /// <summary>A generative adversarial network, whose discriminator without its last layer is the embedding.</summary>
    Gan,

    /// <summary>
    /// A bidirectional one, which learns an encoder beside the generator, and whose discriminator judges pairs of a row and its code. The
    /// part of the discriminator that sees the row is the embedding.
    /// </summary>
    BiGan,

    /// <summary>
    /// For images: networks that learn which class an image is of and by how many quarters it has been turned. Label propagation from the
    /// prototypes, and later the networks themselves, guess the classes of the unlabelled rows.
    /// </summary>
    Rotations,

    /// <summary>
    /// For plain feature vectors and small images: no network, but a linear map in which the prototypes vary alike in all directions around the means of their
    /// classes. Unlabelled rows whose classes label propagation recognises stand beside the prototypes.
    /// </summary>
    Whitening,

    /// <summary><see cref="Rotations"/> for images from 16x16 pixels on, else <see cref="Whitening"/>.</summary>
    Auto,
}

/// <summary>Which loss draws the prototypes of a class together and the classes apart.</summary>
public enum PrototypeLoss
{
    /// <summary>The paper's: hinges on Euclidean distances whose margins are quantiles of the current distances.</summary>
    InformationBottleneck,

    /// <summary>That of the authors' sample notebook: squared distances and class means, intra and inter by turns of an epoch.</summary>
    NotebookRms,
}

/// <summary>How the hinges of all pairs of prototypes make a loss.</summary>
public enum PairReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean over all pairs of the same kind, within classes or between.</summary>
    Mean,
}

/// <summary>How batch normalization treats the prototypes while the prototype loss trains the embedding.</summary>
public enum PrototypeNormalization
{
    /// <summary>By the statistics of all prototypes in one batch, which enter the running ones.</summary>
    Training,

    /// <summary>By the running statistics, as in scoring.</summary>
    Evaluation,
}

/// <summary>How densities under the classes make a score.</summary>
public enum DensityScore
{
    /// <summary>
    /// Minus the largest a_n = (log D_n - log M_n) / (log M_n - log m_n): densities compared on a logarithmic scale, which tells far
    /// anomalies apart too.
    /// </summary>
    LogDensity,

    /// <summary>
    /// The paper's: minus the largest a_n = (D_n - M_n) / (M_n - m_n). The paper's A = exp(score) ranks alike, but overflows. Far anomalies
    /// all come close to the same score.
    /// </summary>
    PaperLinear,

    /// <summary>
    /// Minus the largest log D_n. The scales M_n and m_n need classes at different distances from each other; where there are few classes,
    /// or all are equally far apart, this is the safer choice.
    /// </summary>
    Unscaled,

    /// <summary>
    /// Minus the largest a_n = r(t_n) - r(D_n), with r(D) = sqrt(-2 log D) how many bandwidths away a single prototype would be that makes such a
    /// density, and t_n the median of D_n over the rows that it is made of, each left out in turn. A row is then as normal in a class that is
    /// spread out as in one that is not, if it lies where such a class has its rows.
    /// </summary>
    OwnMembers,

    /// <summary><see cref="OwnMembers"/> after <see cref="EmbeddingPretraining.Rotations"/>, else <see cref="Unscaled"/>.</summary>
    Auto,
}

/// <summary>The convolutional networks that there are for images.</summary>
public enum ImageNetwork
{
    /// <summary>For images of any size from 8x8 on: as many halvings as it takes, and a generator that is light enough for a processor.</summary>
    Compact,

    /// <summary>The paper's for grey images of 28x28. Its generator is heavy: a second or so for a step on one core.</summary>
    Paper28,

    /// <summary>The paper's for colour images of 64x64.</summary>
    Paper64,
}
