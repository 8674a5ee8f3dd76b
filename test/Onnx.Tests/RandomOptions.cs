using System.Collections.Immutable;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Options that change what a model looks like, drawn at random, and as little training as there can be.</summary>
internal sealed class RandomOptions(int seed)
{
    private readonly Random _random = new(seed);

    public int Width { get; } = 2 + new Random(seed).Next(14);

    /// <summary>-1 for none.</summary>
    public int ConstantFeature { get; } = seed % 3 == 0 ? 0 : -1;

    public MultiNormalPrototypesTrainer.Options MultiNormalPrototypes() => Common(new MultiNormalPrototypesTrainer.Options
    {
        NumberOfPrototypes = _random.Next(1, 6),
        LatentSize = _random.Next(1, 9),
        HiddenSize = _random.Next(0, 12),
        ScoreHiddenSize = _random.Next(1, 20),
        KernelDegree = _random.Next(2) == 0 ? 1 : 0.3f + (3 * _random.NextSingle()),
        ScoreInputs = (ScoreInputs)_random.Next(1, 1 + (int)ScoreInputs.All),
        SphericalClustering = Flip(),
        NormalizeFeatures = Flip(),
        MaximumNumberOfPretrainingEpochs = _random.Next(2),
        NumberOfEpochsWithoutValidation = 1,
        BatchesPerEpoch = 2,
        BatchSize = 16,
        PretrainingBatchSize = 32,
    });

    public WvadTrainer.Options Wvad() => Common(new WvadTrainer.Options
    {
        NumberOfClusters = _random.Next(1, 6),
        LatentSize = _random.Next(1, 9),
        OuterHiddenSize = _random.Next(1, 20),
        InnerHiddenSize = _random.Next(1, 12),
        ScoreHiddenSize = _random.Next(1, 20),
        Isotropic = Flip(),
        ScoreFeatures = (WvadFeatures)_random.Next(1, 1 + (int)WvadFeatures.All),
        MixtureInitialization = (MixtureInitialization)_random.Next(2),
        NormalizeFeatures = Flip(),
        NumberOfPretrainingEpochs = _random.Next(2),
        NumberOfFirstStageEpochs = 1,
        NumberOfSecondStageEpochs = 0,
        BatchSize = 16,
    });

    public PrototypeEnsembleTrainer.Options PrototypeEnsemble() => Common(new PrototypeEnsembleTrainer.Options
    {
        Heads = (EnsembleHeads)_random.Next(1, 1 + (int)EnsembleHeads.Both),
        NumberOfFolds = _random.Next(2, 4),
        Scales = _random.Next(4) switch { 0 => [], 1 => [1], 2 => [1, 4], _ => [2, 3, 5] },
        Bagging = Flip(),
        NumberOfBags = _random.Next(1, 4),
        TreesPerBag = _random.Next(1, 4),
        SplitFeatureShare = 0.1 + (0.9 * _random.NextDouble()),
        NumberOfNetworks = _random.Next(1, 4),
        FirstHiddenSize = _random.Next(1, 20),
        SecondHiddenSize = _random.Next(1, 20),
        NumberOfSteps = 2,
        NumberOfThreads = 1,
    });

    public PrototypeDataDescriptionTrainer.Options PrototypeDataDescription()
    {
        PrototypeDataDescriptionTrainer.Options options = Common(new PrototypeDataDescriptionTrainer.Options
        {
            LabelColumnName = nameof(MadeData.Row.Class),
            HiddenSize = _random.Next(1, 20),
            EmbeddingSize = _random.Next(1, 12),
            ShotsPerClass = _random.Next(0, 8),
            DensityScore = (DensityScore)_random.Next(4),
            // Prototypes of a class that hardly differ, as here, would give a bandwidth below the precision of distances.
            Bandwidth = KernelBandwidth.Absolute(0.1f + _random.NextSingle()),
            NormalizeFeatures = Flip(),
            Pretraining = Flip() ? EmbeddingPretraining.None : EmbeddingPretraining.Whitening,
            NumberOfEpochs = 1,
            BatchesPerEpoch = 1,
            BatchSize = 16,
        });
        if (Image is { } image)
        {
            (options.ImageShape, options.ImageNetwork) = (image, ImageNetwork.Compact);
            (options.NumberOfNetworks, options.NumberOfRotationEpochs, options.BatchesPerRotationEpoch) = (_random.Next(1, 4), 3, 1);
            if (Flip())
                options.Pretraining = EmbeddingPretraining.Rotations;
        }
        return options;
    }

    /// <summary>The shape of images, for a detector that takes them; null where this seed is for plain features.</summary>
    public ImageShape? Image { get; } = seed % 8 == 0 ? new ImageShape(1 + (seed / 8 % 3), 8 + (seed / 8 % 4), 9) : null;

    private TOptions Common<TOptions>(TOptions options)
        where TOptions : PrototypeTrainerOptions
    {
        (options.Seed, options.Device) = (seed, TrainingDevice.Cpu);
        return options;
    }

    private bool Flip() => _random.Next(2) == 0;
}
