using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The free energy F = Rec + sum_k gamma_k KL_k + KL_y of a row, which is the negative evidence lower bound of a variational
/// autoencoder whose prior is a Gaussian mixture, by one sample of z.
/// </summary>
internal static class WvadFreeEnergy
{
    /// <summary>Rec = tau/2 |x - x̂|²: a Gaussian decoder of precision tau, without the constant.</summary>
    /// <param name="residualNorm">|x - x̂|, [n]</param>
    /// <param name="precision">tau</param>
    /// <returns>[n]</returns>
    public static Tensor Reconstruction(Tensor residualNorm, float precision) => residualNorm.Squared().Times(precision / 2);

    /// <summary>
    /// KL_k = (sum_j log sigma²_kj - log s²_j + s²_j / sigma²_kj - 1 + d_k) / 2: from q(z | x) = N(m, diag s²) to p(z | y = k).
    /// </summary>
    /// <param name="logVariances">log s², [n, J]</param>
    /// <param name="clusterLogVariances">log sigma², [K, J]</param>
    /// <param name="clusterPrecisions">1 / sigma², [K, J]</param>
    /// <param name="squaredDistances">d, the distances of m, [n, K]</param>
    /// <returns>[n, K]</returns>
    public static Tensor LatentDivergence(
        Tensor logVariances, Tensor clusterLogVariances, Tensor clusterPrecisions, Tensor squaredDistances)
    {
        // sum_j s²_j / sigma²_kj for all rows and clusters is one matrix product.
        Tensor ofClusters = F.linear(logVariances.exp(), clusterPrecisions, clusterLogVariances.sum(1));
        Tensor ofRow = logVariances.Plus(1).sum(1, keepdim: true);
        return (ofClusters.Plus(squaredDistances) - ofRow).Times(0.5f);
    }

    /// <summary>KL_y = sum_k gamma_k (log gamma_k - log pi_k): from q(y | x) to p(y).</summary>
    /// <param name="probabilities">gamma, [n, K]</param>
    /// <param name="logProbabilities">log gamma, [n, K]</param>
    /// <param name="logWeights">log pi, [K]</param>
    /// <returns>[n]</returns>
    public static Tensor ClusterDivergence(Tensor probabilities, Tensor logProbabilities, Tensor logWeights) =>
        (probabilities * (logProbabilities - logWeights)).sum(1);

    /// <summary>F = Rec + sum_k gamma_k KL_k + KL_y.</summary>
    /// <param name="reconstruction">Rec, [n]</param>
    /// <param name="probabilities">gamma, [n, K]</param>
    /// <param name="latentDivergence">KL_k, [n, K]</param>
    /// <param name="clusterDivergence">KL_y, [n]</param>
    /// <returns>[n]</returns>
    public static Tensor Total(Tensor reconstruction, Tensor probabilities, Tensor latentDivergence, Tensor clusterDivergence) =>
        reconstruction.Plus((probabilities * latentDivergence).sum(1)).Plus(clusterDivergence);
}
