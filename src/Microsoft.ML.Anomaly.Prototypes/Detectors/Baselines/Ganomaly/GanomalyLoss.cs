using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The losses of the paper. The discriminator's is binary cross-entropy.</summary>
internal static class GanomalyLoss
{
    public static readonly string[] Names = ["Features", "Reconstruction", "Codes", "Discriminator"];

    /// <summary>
    /// Equation 4, L = w_adv L_adv + w_con L_con + w_enc L_enc: the mean squared difference of the discriminator's features (equation 1), the
    /// mean absolute difference of the rows (equation 2), the mean squared difference of the codes (equation 3).
    /// </summary>
    /// <param name="x">[n, D]</param>
    /// <param name="reconstruction">x̂, [n, D]</param>
    /// <param name="features">f(x), [n, F], and f(x̂)</param>
    /// <param name="codes">z and ẑ, [n, d]</param>
    /// <param name="weights">w_adv, w_con, w_enc</param>
    /// <returns>[3]</returns>
    public static Tensor Terms(
        Tensor x, Tensor reconstruction, (Tensor Real, Tensor Generated) features, (Tensor Real, Tensor Generated) codes,
        (float Adversarial, float Reconstruction, float Code) weights) => stack(
    [
        (features.Real - features.Generated).Squared().mean().Times(weights.Adversarial),
        (x - reconstruction).abs().mean().Times(weights.Reconstruction),
        (codes.Real - codes.Generated).Squared().mean().Times(weights.Code),
    ]);
}
