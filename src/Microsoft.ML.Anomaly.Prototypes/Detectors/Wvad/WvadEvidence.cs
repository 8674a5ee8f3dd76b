using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The three figures of a row that the score head sees beside cluster probabilities and latent vector.</summary>
internal static class WvadEvidence
{
    /// <summary>|x| and |x̂| are bounded from below by this: a row that is scaled to [0, 1] may be all zeros.</summary>
    public const float SmallestNorm = 1e-6f;

    /// <summary>
    /// f_r is bounded from above by this. It gets so large only where x is almost zero, and then says nothing but that; unbounded, one
    /// such row would outweigh all others in the score head.
    /// </summary>
    public const float LargestReconstructionError = 10;

    /// <summary>f_e = -sum_k gamma_k log gamma_k: high where no cluster fits clearly.</summary>
    /// <param name="probabilities">gamma, [n, K]</param>
    /// <param name="logProbabilities">log gamma, [n, K]</param>
    /// <returns>[n]</returns>
    public static Tensor ClusterEntropy(Tensor probabilities, Tensor logProbabilities) => -(probabilities * logProbabilities).sum(1);

    /// <summary>f_r = min(|x - x̂| / |x|, 10)</summary>
    /// <param name="residualNorm">|x - x̂|, [n]</param>
    /// <param name="norm">|x|, [n], not below <see cref="SmallestNorm"/></param>
    /// <returns>[n]</returns>
    public static Tensor ReconstructionError(Tensor residualNorm, Tensor norm) => (residualNorm / norm).AtMost(LargestReconstructionError);

    /// <summary>f_c = x·x̂ / (|x| |x̂|)</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="reconstruction">x̂, [n, D]</param>
    /// <param name="norm">|x|, [n], not below <see cref="SmallestNorm"/></param>
    /// <returns>[n]</returns>
    public static Tensor CosineSimilarity(Tensor x, Tensor reconstruction, Tensor norm) =>
        (x * reconstruction).sum(1) / (norm * Norm(reconstruction));

    /// <summary>|v| of each row, not below <see cref="SmallestNorm"/>.</summary>
    public static Tensor Norm(Tensor vectors) => vectors.norm(1).AtLeast(SmallestNorm);
}
