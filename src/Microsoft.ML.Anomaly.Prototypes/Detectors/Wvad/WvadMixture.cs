using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The prior over the latent space: p(y) = Cat(pi), p(z | y) = N(mu_y, diag sigma²_y), with trainable parameters.</summary>
internal sealed class WvadMixture : nn.Module
{
    /// <summary>The bounds of log sigma²: without the lower one a cluster could collapse on a point.</summary>
    public const float SmallestLogVariance = -6, LargestLogVariance = 6;

    /// <param name="start">The mixture to start from.</param>
    /// <param name="isotropic">Whether a cluster has one variance for all dimensions.</param>
    /// <param name="device">Where the parameters live.</param>
    public WvadMixture(GaussianMixture start, bool isotropic, Device device)
        : base(nameof(WvadMixture))
    {
        int clusters = start.Count, latent = start.Width, variances = isotropic ? 1 : latent;
        Logits = nn.Parameter(Values([start.Weights.Select(v => Math.Log(v))], 1, clusters).squeeze(0));
        Means = nn.Parameter(Values(start.Means, clusters, latent));
        LogVariances = nn.Parameter(Values(start.Variances.Select(v => v.Take(variances).Select(v => Math.Log(v))), clusters, variances));
        register_parameter(nameof(Logits), Logits);
        register_parameter(nameof(Means), Means);
        register_parameter(nameof(LogVariances), LogVariances);

        Tensor Values(IEnumerable<IEnumerable<double>> values, int rows, int columns) =>
            tensor(values.SelectMany(row => row.Select(v => (float)v)).ToArray(), [rows, columns], device: device);
    }

    /// <summary>The logits of pi, [K].</summary>
    public Parameter Logits { get; }

    /// <summary>mu, [K, J]</summary>
    public Parameter Means { get; }

    /// <summary>log sigma², not clamped, [K, J], or [K, 1] where the mixture is isotropic.</summary>
    public Parameter LogVariances { get; }

    /// <summary>log pi, [K]</summary>
    public Tensor LogWeights() => Logits.log_softmax(0);

    /// <summary>log sigma² within its bounds, [K, J]</summary>
    public Tensor ClampedLogVariances() => LogVariances.Between(SmallestLogVariance, LargestLogVariance).expand_as(Means);

    /// <summary>sum_j (v_j - mu_kj)² / sigma²_kj: the squared Mahalanobis distance of each vector to each cluster.</summary>
    /// <param name="vectors">v, [n, J]</param>
    /// <param name="means">mu, [K, J]</param>
    /// <param name="precisions">1 / sigma², [K, J]</param>
    /// <returns>[n, K]</returns>
    public static Tensor SquaredDistances(Tensor vectors, Tensor means, Tensor precisions) =>
        ((vectors.unsqueeze(1) - means).Squared() * precisions).sum(2);

    /// <summary>l_k = log pi_k - (sum_j log(2 pi sigma²_kj) + d_k) / 2: the logarithm of p(z, y = k).</summary>
    /// <param name="logWeights">log pi, [K]</param>
    /// <param name="logVariances">log sigma², [K, J]</param>
    /// <param name="squaredDistances">d, the distances of z, [n, K]</param>
    /// <returns>l, [n, K]</returns>
    public static Tensor LogJoint(Tensor logWeights, Tensor logVariances, Tensor squaredDistances) =>
        logWeights - logVariances.Plus(LogTwoPi).sum(1).Plus(squaredDistances).Times(0.5f);

    private static readonly float LogTwoPi = (float)Math.Log(2 * Math.PI);
}
