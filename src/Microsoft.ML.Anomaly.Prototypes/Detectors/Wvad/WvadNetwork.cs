using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the network says of a batch.</summary>
/// <param name="FreeEnergy">F, [n]</param>
/// <param name="ClusterProbabilities">gamma, [n, K]</param>
/// <param name="ClusterEntropy">f_e, [n]</param>
/// <param name="ReconstructionError">f_r, [n]</param>
/// <param name="CosineSimilarity">f_c, [n]</param>
/// <param name="Logit">o, [n]; the score is its sigmoid.</param>
internal readonly record struct WvadOutput(
    Tensor FreeEnergy, Tensor ClusterProbabilities, Tensor ClusterEntropy, Tensor ReconstructionError, Tensor CosineSimilarity, Tensor Logit);

/// <summary>
/// The network of WVAD: autoencoder, mixture prior and score head. <see cref="WvadScorer"/> is the same in managed code, without noise.
/// </summary>
internal sealed class WvadNetwork : nn.Module
{
    private readonly float _precision;
    private readonly bool _detachFeatures;
    private readonly Tensor? _featureMask;

    /// <param name="autoencoder">The pre-trained autoencoder, which becomes part of the network.</param>
    /// <param name="mixture">The prior to start from.</param>
    /// <param name="precision">tau</param>
    /// <param name="options">The trainer's options.</param>
    /// <param name="initialization">Draws the initial weights of the score head.</param>
    /// <param name="device">Where the network lives.</param>
    public WvadNetwork(
        WvadAutoencoder autoencoder, GaussianMixture mixture, float precision, WvadTrainer.Options options, Random initialization, Device device)
        : base(nameof(WvadNetwork))
    {
        (_precision, _detachFeatures) = (precision, options.DetachFeatures);
        Autoencoder = autoencoder;
        Mixture = new WvadMixture(mixture, options.Isotropic, device);
        float[] mask = FeatureMask(options.ScoreFeatures, mixture.Count, mixture.Width);
        ScoreHead = new Network(
            NetworkPlan.Input(mask.Length).Dense(options.ScoreHiddenSize, LayerActivation.Relu).Dense(1), initialization, device);
        if (options.ScoreFeatures != WvadFeatures.All)
        {
            _featureMask = tensor(mask, [mask.Length], device: device);
            register_buffer(nameof(_featureMask), _featureMask);
        }
        register_module(nameof(Autoencoder), Autoencoder);
        register_module(nameof(Mixture), Mixture);
        register_module(nameof(ScoreHead), ScoreHead);
    }

    public WvadAutoencoder Autoencoder { get; }

    public WvadMixture Mixture { get; }

    /// <summary>From f = [gamma, z, f_e, f_r, f_c] to o, [n, 1].</summary>
    public Network ScoreHead { get; }

    /// <summary>1 for what the score head sees of f = [gamma, z, f_e, f_r, f_c], 0 for what it doesn't.</summary>
    public static float[] FeatureMask(WvadFeatures features, int clusters, int latent)
    {
        float Seen(WvadFeatures feature) => features.HasFlag(feature) ? 1 : 0;
        return
        [
            .. Enumerable.Repeat(Seen(WvadFeatures.ClusterProbabilities), clusters), .. Enumerable.Repeat(Seen(WvadFeatures.Latent), latent),
            Seen(WvadFeatures.ClusterEntropy), Seen(WvadFeatures.ReconstructionError), Seen(WvadFeatures.CosineSimilarity),
        ];
    }

    /// <summary>The forward pass.</summary>
    /// <param name="x">[n, D]</param>
    /// <param name="noise">epsilon of z = m + s epsilon, [n, J]; null takes z = m, as scoring does.</param>
    public WvadOutput Forward(Tensor x, Tensor? noise)
    {
        (Tensor mean, Tensor logVariance) = Autoencoder.Encode(x);
        Tensor z = noise is null ? mean : mean.PlusProduct(logVariance.Times(0.5f).exp(), noise);
        Tensor reconstruction = Autoencoder.Decoder.Forward(z);
        Tensor residualNorm = (x - reconstruction).norm(1);

        Tensor logWeights = Mixture.LogWeights(), clusterLogVariances = Mixture.ClampedLogVariances(), precisions = (-clusterLogVariances).exp();
        // The distances of z and of m, in one go.
        Tensor[] distances = WvadMixture.SquaredDistances(cat([z, mean], 0), Mixture.Means, precisions).chunk(2, 0);
        Tensor logProbabilities = WvadMixture.LogJoint(logWeights, clusterLogVariances, distances[0]).log_softmax(1);
        Tensor probabilities = logProbabilities.exp();
        Tensor freeEnergy = WvadFreeEnergy.Total(
            WvadFreeEnergy.Reconstruction(residualNorm, _precision),
            probabilities,
            WvadFreeEnergy.LatentDivergence(logVariance, clusterLogVariances, precisions, distances[1]),
            WvadFreeEnergy.ClusterDivergence(probabilities, logProbabilities, logWeights));

        Tensor norm = WvadEvidence.Norm(x);
        Tensor entropy = WvadEvidence.ClusterEntropy(probabilities, logProbabilities);
        Tensor error = WvadEvidence.ReconstructionError(residualNorm, norm);
        Tensor cosine = WvadEvidence.CosineSimilarity(x, reconstruction, norm);
        Tensor logit = Logit(cat([probabilities, z, stack([entropy, error, cosine], 1)], 1));
        return new(freeEnergy, probabilities, entropy, error, cosine, logit);
    }

    // o of f = [gamma, z, f_e, f_r, f_c]
    private Tensor Logit(Tensor features)
    {
        if (_detachFeatures)
            features = features.detach();
        if (_featureMask is not null)
            features = features * _featureMask;
        return ScoreHead.Forward(features).squeeze(1);
    }
}
