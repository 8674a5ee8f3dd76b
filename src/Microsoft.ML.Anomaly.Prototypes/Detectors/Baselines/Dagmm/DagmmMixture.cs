using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The trained mixture, as scoring needs it.</summary>
/// <param name="LogWeights">log phi_k - log det(2 pi Sigma_k) / 2, [K]</param>
/// <param name="Means">mu_k, [K, J]</param>
/// <param name="Whitening">L_k^-1, the inverse of the Cholesky factor of Sigma_k, [K, J, J]</param>
internal sealed record DagmmMixture(float[] LogWeights, float[] Means, float[] Whitening)
{
    /// <summary>The figures beside the code: relative reconstruction error and cosine similarity.</summary>
    public const int Figures = 2;

    // The mixture is measured on at most so many rows.
    private const int MaximumRows = 20_000;

    /// <summary>Equations 1 to 3: z = [code, |x - x̂| / |x|, cos(x, x̂)], and x̂.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="encoder">From x to the code.</param>
    /// <param name="decoder">From the code to x̂.</param>
    /// <returns>z, [n, J], and x̂, [n, D]</returns>
    public static (Tensor Z, Tensor Reconstruction) Represent(Tensor x, Network encoder, Network decoder)
    {
        Tensor code = encoder.Forward(x), reconstruction = decoder.Forward(code), norm = WvadEvidence.Norm(x);
        Tensor residual = (x - reconstruction).Squared().sum(1).AtLeast(WvadEvidence.SmallestNorm * WvadEvidence.SmallestNorm).sqrt();
        Tensor error = WvadEvidence.ReconstructionError(residual, norm);
        return (cat([code, error.unsqueeze(1), WvadEvidence.CosineSimilarity(x, reconstruction, norm).unsqueeze(1)], 1), reconstruction);
    }

    /// <summary>Sets a random half of a layer's outputs to 0 and doubles the others, by a factor for each, [rows, width].</summary>
    public static Tensor Dropout(DeviceNoise noise, long rows, long width) => noise.Next(rows, width).sign().Plus(1);

    /// <summary>Equation 5 over the training rows, by the trained networks.</summary>
    public static DagmmMixture Measure(BaselineTraining training, int width, Func<Tensor, Tensor> represent, Func<Tensor, Tensor> estimate)
    {
        using var noGradient = no_grad();
        int[] rows = RowSample.Take(training.Rows.Unlabelled, MaximumRows, training.Seeds.Shots);
        float[] represented = training.DeviceRows.Map(rows, represent);
        Tensor z = tensor(represented, [rows.Length, width], device: CPU);
        float[] shares = training.DeviceRows.Map(rows, x => estimate(represent(x)));
        (Tensor weights, Tensor means, Tensor covariances) = DagmmLoss.Mixture(
            z.to_type(float64), tensor(shares, [rows.Length, shares.Length / rows.Length], device: CPU).to_type(float64));
        return Of(weights, means, covariances);
    }

    /// <param name="weights">phi, [K]</param>
    /// <param name="means">mu, [K, J]</param>
    /// <param name="covariances">Sigma, [K, J, J]</param>
    public static DagmmMixture Of(Tensor weights, Tensor means, Tensor covariances)
    {
        Tensor root = linalg.cholesky(covariances);
        Tensor logWeights = (weights.AtLeast(DagmmLoss.Ridge).log() - root.diagonal(0, 1, 2).log().sum(1)).Plus(-0.5f * means.shape[1] * MathF.Log(2 * MathF.PI));
        return new DagmmMixture(Values(logWeights), Values(means), Values(linalg.inv(root)));

        static float[] Values(Tensor tensor) => TensorValues.ToArray(tensor.to_type(float32));
    }

    public BaselineParts AddTo(BaselineParts parts) => parts.With("logWeights", LogWeights).With("means", Means).With("whitening", Whitening);
}
