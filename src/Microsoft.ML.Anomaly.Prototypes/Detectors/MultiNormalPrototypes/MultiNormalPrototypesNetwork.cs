using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the network says of a batch.</summary>
/// <param name="ReconstructionError">e, [n]</param>
/// <param name="Similarity">S, [n, K]</param>
/// <param name="MaximumSimilarity">s*, [n]</param>
/// <param name="Score">a, [n], in (0, 1)</param>
/// <param name="Divergence">KL(q(z | x), N(0, I)) / D, [n]; null where the encoder is not variational</param>
internal readonly record struct MultiNormalPrototypesOutput(
    Tensor ReconstructionError, Tensor Similarity, Tensor MaximumSimilarity, Tensor Score, Tensor? Divergence = null);

/// <summary>
/// The network of MNP: autoencoder, prototypes and score head. <see cref="MultiNormalPrototypesScorer"/> is the same in managed code.
/// </summary>
internal sealed class MultiNormalPrototypesNetwork : nn.Module
{
    /// <summary>Norms are bounded from below by this.</summary>
    public const float SmallestNorm = 1e-12f;

    private readonly float _kernelDegree;
    private readonly ScoreInputs _scoreInputs;

    /// <param name="autoencoder">The pre-trained autoencoder, which becomes part of the network.</param>
    /// <param name="prototypes">C, [K, H]</param>
    /// <param name="scoreHiddenSize">The width of the score head's hidden layer.</param>
    /// <param name="kernelDegree">alpha</param>
    /// <param name="scoreInputs">What the score head sees.</param>
    /// <param name="initialization">Draws the initial weights of the score head.</param>
    /// <param name="device">Where the network lives.</param>
    public MultiNormalPrototypesNetwork(
        Autoencoder autoencoder, float[][] prototypes, int scoreHiddenSize, float kernelDegree, ScoreInputs scoreInputs, Random initialization,
        Device device)
        : base(nameof(MultiNormalPrototypesNetwork))
    {
        int latent = prototypes[0].Length;
        (_kernelDegree, _scoreInputs) = (kernelDegree, scoreInputs);
        Autoencoder = autoencoder;
        ScoreHead = new Network(
            NetworkPlan.Input(EvidenceSize(latent, scoreInputs)).Dense(scoreHiddenSize, LayerActivation.LeakyRelu(Autoencoder.NegativeSlope)).Dense(1),
            initialization, device);
        float[] flat = [.. prototypes.SelectMany(prototype => prototype)];
        Prototypes = nn.Parameter(tensor(flat, [prototypes.Length, latent], device: device));
        register_module(nameof(Autoencoder), Autoencoder);
        register_module(nameof(ScoreHead), ScoreHead);
        register_parameter(nameof(Prototypes), Prototypes);
    }

    public Autoencoder Autoencoder { get; }

    /// <summary>From what it sees of a row, in the order of <see cref="ScoreInputs"/>, to the logit of the score, [n, 1].</summary>
    public Network ScoreHead { get; }

    /// <summary>C, [K, H], not normalised.</summary>
    public Parameter Prototypes { get; }

    /// <summary>The forward pass.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="noise">Draws the latent vectors of a variational encoder; null takes their means.</param>
    public MultiNormalPrototypesOutput Forward(Tensor x, DeviceNoise? noise = null)
    {
        (Tensor z, Tensor? divergence) = Autoencoder.Encode(x, noise);
        Tensor error = ReconstructionError(x, Autoencoder.Decoder.Forward(z));
        Tensor unit = Normalize(z);
        Tensor similarity = Similarity(unit, Normalize(Prototypes), _kernelDegree);
        // The gradient goes to the nearest prototype only.
        (Tensor largest, _) = similarity.max(1);
        Tensor evidence = Evidence(unit, error, largest);
        return new(error, similarity, largest, ScoreHead.Forward(evidence).squeeze(1).sigmoid(), divergence?.Times(1f / x.shape[1]));
    }

    /// <summary>The width of what the score head sees.</summary>
    public static int EvidenceSize(int latentSize, ScoreInputs inputs) =>
        (inputs.HasFlag(ScoreInputs.Latent) ? latentSize : 0) + (inputs.HasFlag(ScoreInputs.ReconstructionError) ? 1 : 0)
        + (inputs.HasFlag(ScoreInputs.Similarity) ? 1 : 0);

    private Tensor Evidence(Tensor unit, Tensor error, Tensor largest)
    {
        var parts = new List<Tensor>(3);
        if (_scoreInputs.HasFlag(ScoreInputs.Latent))
            parts.Add(unit);
        if (_scoreInputs.HasFlag(ScoreInputs.ReconstructionError))
            parts.Add(error.unsqueeze(1));
        if (_scoreInputs.HasFlag(ScoreInputs.Similarity))
            parts.Add(largest.unsqueeze(1));
        return parts.Count == 1 ? parts[0] : cat(parts, 1);
    }

    /// <summary>e_i = (1/D) sum_d rho(x_id - x̂_id) with the smooth-L1 function rho of threshold 1.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="reconstruction">x̂, [n, D]</param>
    /// <returns>e, [n]</returns>
    public static Tensor ReconstructionError(Tensor x, Tensor reconstruction) =>
        F.smooth_l1_loss(reconstruction, x, nn.Reduction.None).mean([1L]);

    /// <summary>z̃ = z / max(|z|, 1e-12), row by row.</summary>
    public static Tensor Normalize(Tensor vectors) => F.normalize(vectors, 2, 1, SmallestNorm);

    /// <summary>S_ik = (1 + d²_ik / alpha)^(-(alpha + 1) / 2) with d_ik = |z̃_i - C̃_k|: a Student-t kernel, not normalised over k.</summary>
    /// <param name="latent">z̃, [n, H], of length 1</param>
    /// <param name="prototypes">C̃, [K, H], of length 1</param>
    /// <param name="kernelDegree">alpha</param>
    /// <returns>S, [n, K]</returns>
    public static Tensor Similarity(Tensor latent, Tensor prototypes, float kernelDegree)
    {
        // Between vectors of length 1, d² = 2 - 2 z̃ C̃, and 1 + d² / alpha is one product of matrices.
        float slope = 2 / kernelDegree;
        Tensor spread = ScalarOperations.Full([1], 1 + slope, latent).addmm(latent, prototypes.t(), 1, -slope);
        // Rounding can make d² slightly negative, where only a fractional power would mind.
        return kernelDegree == 1 ? spread.reciprocal() : spread.AtLeast(1).Power(-(kernelDegree + 1) / 2);
    }
}
