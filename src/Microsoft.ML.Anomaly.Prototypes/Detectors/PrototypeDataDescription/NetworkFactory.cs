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
    private readonly Random _initialization = seeds.Initialization;
    private readonly ImageNetworkPlan? _plan = options.ImageShape is { } shape ? ImageNetworkPlan.Create(options.ImageNetwork, shape) : null;

    public EmbeddingTrunk CreateTrunk() => _plan is null
        ? new VectorTrunk([inputs, options.HiddenSize, options.EmbeddingSize], _initialization, device)
        : new ImageTrunk(_plan, _initialization, device);

    /// <summary>Null where nothing is to be pre-trained.</summary>
    public IAdversarialTraining? CreateAdversarialTraining()
    {
        if (options.Pretraining == EmbeddingPretraining.None)
            return null;
        EmbeddingTrunk trunk = CreateTrunk();
        Random random = seeds.Noise;
        var noise = new GeneratorNoise(options.NoiseSize, options.NoiseScale, random, device);
        if (options.Pretraining == EmbeddingPretraining.Gan)
            return new AdversarialTraining(new Discriminator(trunk, _initialization, device), CreateGenerator(), noise, options);
        return new BidirectionalTraining(
            new JointDiscriminator(trunk, options.NoiseSize, _initialization, random, device), CreateGenerator(),
            new Encoder(CreateTrunk(), options.NoiseSize, _initialization, device), noise, options);
    }

    private Generator CreateGenerator() => _plan is null
        ? new VectorGenerator([options.NoiseSize, options.EmbeddingSize, options.HiddenSize, inputs], _initialization, device)
        : new ImageGenerator(_plan, options.NoiseSize, _initialization, device);
}
