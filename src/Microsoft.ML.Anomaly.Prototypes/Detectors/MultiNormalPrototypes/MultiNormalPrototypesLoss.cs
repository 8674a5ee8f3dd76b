using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The losses of MNP. Superscripts: u for the unlabelled rows of a batch, a for its labelled anomalies.
/// Formulas are those of the authors' code; the paper's text describes them in words.
/// </summary>
internal sealed class MultiNormalPrototypesLoss(MultiNormalPrototypesTrainer.Options options)
{
    /// <summary>What the values of <see cref="Losses"/> are.</summary>
    public static readonly string[] Names = ["Reconstruction", "Score", "Prototypes"];

    /// <summary>The three losses L_R, L_S and L_P of a batch.</summary>
    /// <param name="output">The network's output for a batch: its unlabelled rows, then its labelled anomalies.</param>
    /// <param name="unlabelled">B, the number of its unlabelled rows.</param>
    /// <returns>[3]</returns>
    public Tensor Losses(MultiNormalPrototypesOutput output, int unlabelled)
    {
        // Each operation costs more than its arithmetic: splitting once is cheaper than taking two parts.
        long[] parts = [unlabelled, output.Score.shape[0] - unlabelled];
        Tensor[] error = output.ReconstructionError.split(parts), score = output.Score.split(parts), nearest = output.MaximumSimilarity.split(parts);
        Tensor weight = UnlabelledWeight(nearest[0], options.WeightSlope);
        Tensor reconstruction = Reconstruction(weight, error[0], error[1], options.ReconstructionMargin, options.AnomalyReconstructionWeight);
        if (output.Divergence is { } divergence)
            reconstruction = reconstruction.Plus(Latent(weight, divergence.narrow(0, 0, unlabelled), options.DecoderVariance));
        Tensor prototype = Prototype(weight, nearest[0], nearest[1], output.Similarity.narrow(0, 0, unlabelled));
        return stack([reconstruction, ScoreRegression(weight, score[0], score[1]), prototype]);
    }

    // L_P = L_con + lambda L_kl; a part whose weight is 0 is not computed.
    private Tensor Prototype(Tensor weight, Tensor unlabelledNearest, Tensor anomalyNearest, Tensor similarity)
    {
        Tensor? contrast = options.ContrastWeight > 0
            ? Scaled(options.ContrastWeight, Contrast(weight, unlabelledNearest, anomalyNearest))
            : null;
        Tensor? clustering = options.ClusteringWeight > 0
            ? Scaled(options.ClusteringWeight, Clustering(similarity, options.KlReduction, options.DetachKlTarget))
            : null;
        if (contrast is not null && clustering is not null)
            return contrast.Plus(clustering);
        return contrast ?? clustering ?? zeros_like(weight).sum();
    }

    /// <summary>
    /// w_i / B = w'_i / sum_j w'_j with w'_i = sigmoid(beta s*_i): how likely an unlabelled row is normal. With the division by B, the
    /// mean over a batch of w_i x_i is the product of two vectors.
    /// </summary>
    /// <param name="maximumSimilarity">s*^u, [B]</param>
    /// <param name="slope">beta</param>
    /// <returns>w / B, [B]</returns>
    public static Tensor UnlabelledWeight(Tensor maximumSimilarity, float slope)
    {
        Tensor likelihood = Scaled(slope, maximumSimilarity).sigmoid();
        return likelihood / likelihood.sum();
    }

    /// <summary>L_R = R_u + mean_j max(0, R_u + m1 - e^a_j) with R_u = mean_i(w_i e^u_i).</summary>
    /// <param name="weight">w / B, [B]</param>
    /// <param name="unlabelledError">e^u, [B]</param>
    /// <param name="anomalyError">e^a, [Ba]</param>
    /// <param name="margin">m1</param>
    /// <param name="anomalyWeight">A factor of the anomalies' part: 1 in the formula, 0 leaves the part out.</param>
    public static Tensor Reconstruction(Tensor weight, Tensor unlabelledError, Tensor anomalyError, float margin, float anomalyWeight)
    {
        Tensor unlabelled = dot(weight, unlabelledError);
        return anomalyWeight > 0 ? unlabelled.Plus(Scaled(anomalyWeight, (unlabelled.Plus(margin) - anomalyError).relu().mean())) : unlabelled;
    }

    /// <summary>
    /// sigma_x² mean_i(w_i KL_i) / D, which with R_u is the negative evidence lower bound, over D and times sigma_x², of a normal decoder.
    /// </summary>
    /// <param name="weight">w / B, [B]</param>
    /// <param name="divergence">KL / D, [B]</param>
    /// <param name="decoderVariance">sigma_x²</param>
    public static Tensor Latent(Tensor weight, Tensor divergence, float decoderVariance) => dot(weight, divergence).Times(decoderVariance);

    /// <summary>L_S = mean_j rho(a^a_j - 1) + mean_i w_i rho(a^u_i).</summary>
    /// <remarks>Scores lie in (0, 1), where the smooth-L1 function rho is half the square.</remarks>
    /// <param name="weight">w / B, [B]</param>
    /// <param name="unlabelledScore">a^u, [B]</param>
    /// <param name="anomalyScore">a^a, [Ba]</param>
    public static Tensor ScoreRegression(Tensor weight, Tensor unlabelledScore, Tensor anomalyScore) =>
        anomalyScore.Plus(-1).Squared().mean().Plus(dot(weight, unlabelledScore.Squared())).Times(0.5f);

    /// <summary>L_con = -log sigmoid(g) with g = mean_i(w_i s*^u_i) - mean_j s*^a_j.</summary>
    /// <param name="weight">w / B, [B]</param>
    /// <param name="unlabelledSimilarity">s*^u, [B]</param>
    /// <param name="anomalySimilarity">s*^a, [Ba]</param>
    public static Tensor Contrast(Tensor weight, Tensor unlabelledSimilarity, Tensor anomalySimilarity) =>
        -F.logsigmoid(dot(weight, unlabelledSimilarity) - anomalySimilarity.mean());

    /// <summary>
    /// L_kl = sum_i sum_k p_ik log(p_ik / q_ik) with q_ik = S_ik / sum_l S_il, f_k = sum_i q_ik and
    /// p_ik = (q²_ik / f_k) / sum_l (q²_il / f_l): the clustering loss of deep embedding clustering, summed over the batch.
    /// </summary>
    /// <param name="similarity">S^u, [B, K]</param>
    /// <param name="reduction">Whether to take the mean over the batch instead of the sum.</param>
    /// <param name="detachTarget">Whether p is a constant; in the authors' code the gradient flows through it.</param>
    public static Tensor Clustering(Tensor similarity, KlReduction reduction, bool detachTarget)
    {
        Tensor q = (similarity / similarity.sum(1, keepdim: true)).AtLeast(SmallestProbability);
        // The literal 0 alone would be taken for a ScalarType.
        Tensor sharpened = q.Squared() / q.sum(0L);
        Tensor p = sharpened / sharpened.sum(1, keepdim: true);
        if (detachTarget)
            p = p.detach();
        Tensor divergence = (p * (p / q).log()).sum();
        return reduction == KlReduction.Sum ? divergence : divergence.Times(1f / similarity.shape[0]);
    }

    private static Tensor Scaled(float factor, Tensor value) => factor == 1 ? value : value.Times(factor);

    // S is at least 0.2 for alpha = 1, but other degrees of the kernel can come close to 0.
    private const float SmallestProbability = 1e-12f;
}
