using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Makes the networks that the options ask for.</summary>
/// <param name="options">The trainer's options.</param>
/// <param name="inputs">D, the number of features that the networks see.</param>
/// <param name="seeds">Gives the random numbers of initial weights and noise.</param>
/// <param name="device">Where the networks live.</param>
internal sealed class NetworkFactory(PrototypeDataDescriptionTrainer.Options options, int inputs, SeedSequence seeds, Device device)
{
    private static readonly LayerActivation Leaky = LayerActivation.LeakyRelu(ImageNetworkPlan.NegativeSlope);

    private readonly Random _initialization = seeds.Initialization;
    private readonly ImageNetworkPlan? _plan = options.ImageShape is { } shape ? ImageNetworkPlan.Create(options.ImageNetwork, shape) : null;

    /// <summary>f: convolutions for images, linear layers for plain feature vectors.</summary>
    public Network CreateTrunk() => Create(TrunkPlan());

    /// <summary>Null where nothing is to be pre-trained.</summary>
    public IAdversarialTraining? CreateAdversarialTraining()
    {
        if (options.EffectivePretraining == EmbeddingPretraining.None)
            return null;
        Network trunk = CreateTrunk();
        var rates = new AdversarialRates(options.LearningRate, options.LearningRate * options.GeneratorLearningRateFactor, options.GeneratorBatchFactor);
        Random random = seeds.Noise;
        var noise = new GeneratorNoise(options.NoiseSize, options.NoiseScale, random, device);
        if (options.EffectivePretraining == EmbeddingPretraining.Gan)
            return new AdversarialTraining(new Discriminator(trunk, _initialization, device), Create(GeneratorPlan()), noise, rates);
        var discriminator = new JointDiscriminator(trunk, options.NoiseSize, _initialization, new DeviceNoise(random, device), device);
        // E, which finds the noise that a row might be generated from: layers like those of the embedding, with weights of their own.
        return new BidirectionalTraining(discriminator, Create(GeneratorPlan()), Create(TrunkPlan().Dense(options.NoiseSize)), noise, rates);
    }

    private Network Create(NetworkPlan plan) => new(plan, _initialization, device);

    private NetworkPlan TrunkPlan() => _plan?.TrunkPlan()
        ?? NetworkPlan.Input(inputs).Dense(options.HiddenSize, Leaky, normalized: true).Dense(options.EmbeddingSize, Leaky, normalized: true);

    // Of plain feature vectors: the embedding's layers the other way round.
    private NetworkPlan GeneratorPlan() => _plan?.GeneratorPlan(options.NoiseSize)
        ?? NetworkPlan.Input(options.NoiseSize).Dense(options.EmbeddingSize, Leaky, normalized: true)
            .Dense(options.HiddenSize, Leaky, normalized: true).Dense(inputs, LayerActivation.Tanh);
}
