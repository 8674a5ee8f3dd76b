using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The autoencoder D - h1 - H - h1 - D whose every layer is followed by a leaky rectifier, the last one too.</summary>
internal sealed class Autoencoder : nn.Module
{
    /// <summary>The slope of every leaky rectifier for negative values.</summary>
    public const float NegativeSlope = 0.01f;

    public Autoencoder(int inputs, int hidden, int latent, Random initialization, Device device)
        : base(nameof(Autoencoder))
    {
        LayerActivation leaky = LayerActivation.LeakyRelu(NegativeSlope);
        Encoder = new Network(NetworkPlan.Input(inputs).Dense(hidden, leaky).Dense(latent, leaky), initialization, device);
        Decoder = new Network(NetworkPlan.Input(latent).Dense(hidden, leaky).Dense(inputs, leaky), initialization, device);
        register_module(nameof(Encoder), Encoder);
        register_module(nameof(Decoder), Decoder);
    }

    /// <summary>From x, [n, D], to z, [n, H], not normalised.</summary>
    public Network Encoder { get; }

    /// <summary>From z, [n, H], to the reconstruction x̂, [n, D].</summary>
    public Network Decoder { get; }

    /// <summary>
    /// h1 = D - floor((D - H) / 2), where floor rounds down below zero too, as in the authors' code, but no more than a bound.
    /// </summary>
    /// <param name="inputs">D</param>
    /// <param name="latent">H</param>
    /// <param name="maximum">The bound; 0 for none.</param>
    public static int DefaultHiddenSize(int inputs, int latent, int maximum)
    {
        int authors = inputs - (int)Math.Floor((inputs - latent) / 2.0);
        return maximum > 0 ? Math.Min(authors, Math.Max(maximum, latent)) : authors;
    }
}
