using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The autoencoder D - h1 - H - h1 - D whose every layer is followed by a leaky rectifier, the last one too.</summary>
internal sealed class Autoencoder : nn.Module
{
    public Autoencoder(int inputs, int hidden, int latent, Random initialization, Device device)
        : base(nameof(Autoencoder))
    {
        EncoderHidden = Initialization.Linear(inputs, hidden, initialization, device);
        EncoderLatent = Initialization.Linear(hidden, latent, initialization, device);
        DecoderHidden = Initialization.Linear(latent, hidden, initialization, device);
        DecoderOutput = Initialization.Linear(hidden, inputs, initialization, device);
        register_module(nameof(EncoderHidden), EncoderHidden);
        register_module(nameof(EncoderLatent), EncoderLatent);
        register_module(nameof(DecoderHidden), DecoderHidden);
        register_module(nameof(DecoderOutput), DecoderOutput);
    }

    public Linear EncoderHidden { get; }

    public Linear EncoderLatent { get; }

    public Linear DecoderHidden { get; }

    public Linear DecoderOutput { get; }

    /// <summary>One layer and its activation.</summary>
    public static Tensor Layer(Linear linear, Tensor input) =>
        F.leaky_relu(F.linear(input, linear.weight, linear.bias), MultiNormalPrototypesNetwork.NegativeSlope);

    /// <param name="x">[n, D]</param>
    /// <returns>z, [n, H], not normalised.</returns>
    public Tensor Encode(Tensor x) => Layer(EncoderLatent, Layer(EncoderHidden, x));

    /// <param name="z">[n, H]</param>
    /// <returns>The reconstruction, [n, D].</returns>
    public Tensor Decode(Tensor z) => Layer(DecoderOutput, Layer(DecoderHidden, z));
}

/// <summary>What the network says of a batch.</summary>
/// <param name="ReconstructionError">e, [n]</param>
/// <param name="Similarity">S, [n, K]</param>
/// <param name="MaximumSimilarity">s*, [n]</param>
/// <param name="Score">a, [n], in (0, 1)</param>
internal readonly record struct MultiNormalPrototypesOutput(
    Tensor ReconstructionError, Tensor Similarity, Tensor MaximumSimilarity, Tensor Score);

/// <summary>
/// The network of MNP: autoencoder, prototypes and score head. <see cref="MultiNormalPrototypesScorer"/> is the same in managed code.
/// </summary>
internal sealed class MultiNormalPrototypesNetwork : nn.Module
{
    /// <summary>The slope of every leaky rectifier for negative values.</summary>
    public const float NegativeSlope = 0.01f;

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
        ScoreHidden = Initialization.Linear(EvidenceSize(latent, scoreInputs), scoreHiddenSize, initialization, device);
        ScoreOutput = Initialization.Linear(scoreHiddenSize, 1, initialization, device);
        float[] flat = [.. prototypes.SelectMany(prototype => prototype)];
        Prototypes = nn.Parameter(tensor(flat, [prototypes.Length, latent], device: device));
        register_module(nameof(Autoencoder), Autoencoder);
        register_module(nameof(ScoreHidden), ScoreHidden);
        register_module(nameof(ScoreOutput), ScoreOutput);
        register_parameter(nameof(Prototypes), Prototypes);
    }

    public Autoencoder Autoencoder { get; }

    public Linear ScoreHidden { get; }

    public Linear ScoreOutput { get; }

    /// <summary>C, [K, H], not normalised.</summary>
    public Parameter Prototypes { get; }

    /// <summary>The forward pass.</summary>
    /// <param name="x">[n, D]</param>
    public MultiNormalPrototypesOutput Forward(Tensor x)
    {
        Tensor z = Autoencoder.Encode(x);
        Tensor error = ReconstructionError(x, Autoencoder.Decode(z));
        Tensor unit = Normalize(z);
        Tensor similarity = Similarity(unit, Normalize(Prototypes), _kernelDegree);
        // The gradient goes to the nearest prototype only.
        (Tensor largest, _) = similarity.max(1);
        Tensor evidence = Evidence(unit, error, largest);
        Tensor logit = F.linear(Autoencoder.Layer(ScoreHidden, evidence), ScoreOutput.weight, ScoreOutput.bias);
        return new(error, similarity, largest, logit.squeeze(1).sigmoid());
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
        Tensor spread = full(1, 1 + slope, dtype: latent.dtype, device: latent.device).addmm(latent, prototypes.t(), 1, -slope);
        // Rounding can make d² slightly negative, where only a fractional power would mind.
        return kernelDegree == 1 ? spread.reciprocal() : spread.clamp_min(1).pow(-(kernelDegree + 1) / 2);
    }
}
