using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The autoencoder D - h1 - H - h1 - D whose every layer is followed by a leaky rectifier, the last one too. A variational one has none after the
/// latent vector, which is normally distributed around what its encoder gives.
/// </summary>
internal sealed class Autoencoder : nn.Module
{
    /// <summary>The slope of every leaky rectifier for negative values.</summary>
    public const float NegativeSlope = 0.01f;

    // Outside of these, exponentials would overflow or have no gradient.
    private const float SmallestLogVariance = -12, LargestLogVariance = 6;

    // From what the first layer gives to log sigma²; none where the encoder is plain.
    private readonly Network? _logVariance;

    public Autoencoder(int inputs, int hidden, int latent, Random initialization, Device device, EncoderKind kind = EncoderKind.Plain)
        : base(nameof(Autoencoder))
    {
        LayerActivation leaky = LayerActivation.LeakyRelu(NegativeSlope);
        bool isVariational = kind == EncoderKind.Variational;
        Encoder = new Network(NetworkPlan.Input(inputs).Dense(hidden, leaky).Dense(latent, isVariational ? LayerActivation.None : leaky), initialization, device);
        Decoder = new Network(NetworkPlan.Input(latent).Dense(hidden, leaky).Dense(inputs, leaky), initialization, device);
        _logVariance = isVariational ? new Network(NetworkPlan.Input(hidden).Dense(latent), initialization, device) : null;
        register_module(nameof(Encoder), Encoder);
        register_module(nameof(Decoder), Decoder);
        if (_logVariance is not null)
            register_module(nameof(_logVariance), _logVariance);
    }

    /// <summary>From x, [n, D], to z, [n, H], not normalised; a variational encoder's mean of z.</summary>
    public Network Encoder { get; }

    /// <summary>From z, [n, H], to the reconstruction x̂, [n, D].</summary>
    public Network Decoder { get; }

    /// <summary>The layers that stand between the hidden layers.</summary>
    public IEnumerable<nn.Module> InnerLayers =>
        _logVariance is null ? [Encoder.Layers[1], Decoder.Layers[0]] : [Encoder.Layers[1], _logVariance, Decoder.Layers[0]];

    /// <summary>The layers of the encoder.</summary>
    public IEnumerable<nn.Module> EncoderLayers => _logVariance is null ? [Encoder] : [Encoder, _logVariance];

    /// <summary>z, and how far its distribution is from the standard normal one where the encoder is variational.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="noise">Draws z; where it is null, z is the mean.</param>
    /// <returns>[n, H], and KL(q(z | x), N(0, I)), [n], or null</returns>
    public (Tensor Latent, Tensor? Divergence) Encode(Tensor x, DeviceNoise? noise) => EncodeHidden(Encoder.Layers[0].Forward(x), noise);

    /// <summary>The same from what the first layer gives.</summary>
    /// <param name="hidden">[n, h1]</param>
    /// <param name="noise">Draws z; where it is null, z is the mean.</param>
    public (Tensor Latent, Tensor? Divergence) EncodeHidden(Tensor hidden, DeviceNoise? noise)
    {
        Tensor mean = Encoder.Layers[1].Forward(hidden);
        if (_logVariance is null)
            return (mean, null);
        Tensor logVariance = _logVariance.Forward(hidden).Between(SmallestLogVariance, LargestLogVariance);
        Tensor latent = noise is null ? mean : mean.PlusProduct(logVariance.Times(0.5f).exp(), noise.Next(mean.shape[0], mean.shape[1]));
        return (latent, Divergence(mean, logVariance));
    }

    /// <summary>KL(N(mu, sigma²), N(0, I)) = sum_j (mu_j² + sigma_j² - 1 - log sigma_j²) / 2: Kingma, Welling, "Auto-encoding variational Bayes", 2014.</summary>
    /// <param name="mean">mu, [n, H]</param>
    /// <param name="logVariance">log sigma², [n, H]</param>
    /// <returns>[n]</returns>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) =>
        (mean.Squared().Plus(logVariance.exp()) - logVariance).Plus(-1).sum(1).Times(0.5f);

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
