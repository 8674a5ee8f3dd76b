using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Equations 4 to 7 of the paper. What concerns the mixture is computed in double precision: variances can be small.</summary>
internal static class DagmmLoss
{
    /// <summary>What is added to the variances, so that no component is flat.</summary>
    public const float Ridge = 1e-6f;

    private static readonly float LogTwoPi = MathF.Log(2 * MathF.PI);

    public static readonly string[] Names = ["Reconstruction", "Energy", "Covariances"];

    /// <summary>Equation 7: mean |x - x̂|², lambda 1 times the mean energy, lambda 2 times the sum of 1 / (Sigma_k)_jj.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="reconstruction">x̂, [n, D]</param>
    /// <param name="z">[n, J]</param>
    /// <param name="memberships">gamma, [n, K]</param>
    /// <param name="energyWeight">lambda 1</param>
    /// <param name="covarianceWeight">lambda 2</param>
    /// <returns>[3]</returns>
    public static Tensor Terms(Tensor x, Tensor reconstruction, Tensor z, Tensor memberships, float energyWeight, float covarianceWeight)
    {
        Tensor points = z.to_type(float64), shares = memberships.to_type(float64);
        (Tensor weights, Tensor means, Tensor covariances) = Mixture(points, shares);
        Tensor energy = Energies(points, weights, means, covariances).mean();
        Tensor flatness = covariances.diagonal(0, 1, 2).reciprocal().sum();
        return stack(
        [
            (x - reconstruction).Squared().sum(1).mean(),
            energy.to_type(float32).Times(energyWeight), flatness.to_type(float32).Times(covarianceWeight),
        ]);
    }

    /// <summary>Equation 5: phi_k, [K], mu_k, [K, J], and Sigma_k, [K, J, J], of weighted points.</summary>
    public static (Tensor Weights, Tensor Means, Tensor Covariances) Mixture(Tensor points, Tensor memberships)
    {
        Tensor sums = memberships.sum(0L).Plus(Ridge);
        Tensor means = memberships.t().matmul(points) / sums.unsqueeze(1);
        // [K, n, J]
        Tensor centred = points.unsqueeze(0) - means.unsqueeze(1);
        Tensor weighted = centred * memberships.t().unsqueeze(2);
        Tensor covariances = weighted.transpose(1, 2).matmul(centred) / sums.reshape(-1, 1, 1);
        return (memberships.mean([0L]), means, covariances.Plus(eye(points.shape[1], dtype: float64, device: points.device).Times(Ridge)));
    }

    /// <summary>Equation 6: E = -log sum_k phi_k exp(-(z - mu_k)' Sigma_k^-1 (z - mu_k) / 2) / sqrt(det 2 pi Sigma_k), [n].</summary>
    public static Tensor Energies(Tensor points, Tensor weights, Tensor means, Tensor covariances)
    {
        Tensor root = linalg.cholesky(covariances), whitening = linalg.inv(root);
        // |L^-1 (z - mu)|², [K, n]
        Tensor distances = (points.unsqueeze(0) - means.unsqueeze(1)).matmul(whitening.transpose(1, 2)).Squared().sum(2);
        Tensor logWeights = weights.AtLeast(Ridge).log() - root.diagonal(0, 1, 2).log().sum(1);
        Tensor logJoint = logWeights.unsqueeze(1) - distances.Times(0.5f);
        return (-logJoint.logsumexp(0)).Plus(0.5f * points.shape[1] * LogTwoPi);
    }
}
