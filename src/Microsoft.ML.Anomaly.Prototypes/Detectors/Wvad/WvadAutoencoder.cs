using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The encoder D - h1 - h2 with heads for mean and log-variance of q(z | x), and the decoder J - h2 - h1 - D.</summary>
internal sealed class WvadAutoencoder : nn.Module
{
    /// <summary>The bounds of the encoder's log-variances.</summary>
    public const float SmallestLogVariance = -8, LargestLogVariance = 8;

    // The posterior starts narrow, so that the latent vectors of the pre-training keep their meaning.
    private const float InitialLogVariance = -2;

    private readonly int _latent;

    public WvadAutoencoder(int inputs, int outerHidden, int innerHidden, int latent, Random initialization, Device device)
        : base(nameof(WvadAutoencoder))
    {
        _latent = latent;
        LayerActivation relu = LayerActivation.Relu;
        Encoder = new Network(NetworkPlan.Input(inputs).Dense(outerHidden, relu).Dense(innerHidden, relu).Dense(2 * latent), initialization, device);
        Decoder = new Network(NetworkPlan.Input(latent).Dense(innerHidden, relu).Dense(outerHidden, relu).Dense(inputs), initialization, device);
        using (no_grad())
        using (NewDisposeScope())
            Encoder.Layers[^1].Bias!.narrow(0, latent, latent).zero_().PlusInPlace(InitialLogVariance);
        register_module(nameof(Encoder), Encoder);
        register_module(nameof(Decoder), Decoder);
    }

    /// <summary>Both heads in one layer: the first J outputs are the mean, the others the log-variance.</summary>
    public Network Encoder { get; }

    /// <summary>From z, [n, J], to x̂, [n, D].</summary>
    public Network Decoder { get; }

    /// <param name="x">[n, D]</param>
    /// <returns>m and log s² of q(z | x) = N(m, diag s²), each [n, J].</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor heads = Encoder.Forward(x);
        return (heads.narrow(1, 0, _latent), heads.narrow(1, _latent, _latent).Between(SmallestLogVariance, LargestLogVariance));
    }

    /// <summary>The encoder with the head for the mean alone: scoring has no use for the other one.</summary>
    public FrozenNetwork FreezeMean()
    {
        FrozenNetwork encoder = Encoder.Freeze();
        DenseLayer heads = ((DenseEmbeddingLayer)encoder.Layers[^1]).Layer;
        var mean = new DenseLayer(heads.Weight[..(_latent * heads.Inputs)].ToArray(), heads.Bias[.._latent].ToArray());
        return new FrozenNetwork([.. encoder.Layers.SkipLast(1), new DenseEmbeddingLayer(mean, LayerActivation.None)]);
    }
}
