using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// One training of a <see cref="PrototypeDataDescriptionModel"/>: prototypes are drawn, adversarial networks pre-train the embedding, the
/// prototype loss trains it on.
/// </summary>
internal sealed class PrototypeDataDescriptionTraining : DetectorTraining<PrototypeDataDescriptionTrainer.Options>
{
    /// <summary>The name of the first phase in progress reports.</summary>
    public const string PretrainingPhase = "Adversarial pre-training";

    /// <summary>The name of the main phase.</summary>
    public const string MainPhase = "Training by prototypes";

    // The threshold is chosen on at most this many unlabelled rows.
    private const int MaximumThresholdRows = 2000;

    private readonly ClassRows _rows;
    private readonly PrototypeDraw _draw;

    public PrototypeDataDescriptionTraining(
        PrototypeDataDescriptionTrainer.Options options, ClassRows rows, int seed, Device device, TrainingReporter reporter)
        : base(options, rows.Features, CreateScaling(options, rows), seed, device, reporter)
    {
        _rows = rows;
        _draw = PrototypeDraw.Create(rows, options.ShotsPerClass, Seeds.Shots);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public (PrototypeDataDescriptionModel Model, float Threshold) Run()
    {
        using var scope = NewDisposeScope();
        return Options.EffectivePretraining switch
        {
            EmbeddingPretraining.Rotations => TrainByRotations(),
            EmbeddingPretraining.Whitening => Whiten(),
            _ => TrainByPrototypes(),
        };
    }

    private (PrototypeDataDescriptionModel Model, float Threshold) TrainByRotations()
    {
        using var training = new RotationTraining(Options, DeviceRows, _rows.Features.Count, _draw, _rows.ClassNames.Length, Seeds);
        training.Run(Loop, Options.CancellationToken);
        var embedding = new Embedding(Scaling, [.. training.Trunks.Select(trunk => trunk.Freeze())], hasUnitLength: true);
        return WithReferences(embedding, [.. _draw.Unlabelled.Select(row => (row, training.Labels.ClassOf(row)))]);
    }

    private (PrototypeDataDescriptionModel Model, float Threshold) Whiten()
    {
        Options.CancellationToken.ThrowIfCancellationRequested();
        var embedding = new Embedding(Scaling, [WithinClassWhitening.Fit(DeviceRows.Load(_draw.Prototypes), _draw.ClassOfPrototype)]);
        int[] unlabelled = RowSample.Take(_draw.Unlabelled, NeighbourGraph.MaximumRows, Seeds.Clustering);
        int[] all = [.. _draw.Prototypes, .. unlabelled];
        float[] embedded = Embed(embedding, all);
        NeighbourGraph graph = NeighbourGraph.Create(
            tensor(embedded, [all.Length, embedding.Width], device: Device), NeighbourGraph.UsualNeighbours);
        Options.CancellationToken.ThrowIfCancellationRequested();
        int classes = _rows.ClassNames.Length;
        float[] likelihoods = LabelPropagation.Propagate(graph, _draw.ClassOfPrototype, classes);
        int[] classOf = LabelPropagation.Recognise(likelihoods.AsSpan(_draw.Prototypes.Length * classes), classes, Options.RecognisedShare);
        return WithReferences(embedding, [.. unlabelled.Zip(classOf)]);
    }

    // The model whose densities are made of the prototypes and of recognised rows.
    private (PrototypeDataDescriptionModel Model, float Threshold) WithReferences(Embedding embedding, IReadOnlyList<(int Row, int Class)> unlabelled)
    {
        // Where there are no unlabelled rows, the prototypes are here in their place.
        (int Row, int Class)[] recognised = [.. unlabelled.Where(row => row.Class >= 0).ExceptBy(_draw.Prototypes, row => row.Row)];
        int[] places = RowSample.Take([.. Enumerable.Range(0, recognised.Length)], Options.MaximumReferenceRows, Seeds.HoldOut);
        (int Row, int Class)[] added = [.. places.Select(place => recognised[place])];
        Reporter.Info($"{recognised.Length} of {unlabelled.Count} unlabelled rows have been recognised as of a class; {added.Length} of them stand beside the prototypes.");
        PrototypeDataDescriptionModel model = ToModel(embedding, added);
        // What is compared with itself scores too low for a threshold.
        int[] others = [.. _draw.Unlabelled.Except(added.Select(row => row.Row))];
        return (model, ChooseThreshold(model, others.Length > 0 ? others : _draw.Unlabelled));
    }

    private (PrototypeDataDescriptionModel Model, float Threshold) TrainByPrototypes()
    {
        var networks = new NetworkFactory(Options, Scaling.OutputWidth, Seeds, Device);
        using IAdversarialTraining? adversarial = networks.CreateAdversarialTraining();
        using Network? alone = adversarial is null ? networks.CreateTrunk() : null;
        using FlatParameters? ofAlone = alone is null ? null : new FlatParameters(alone.parameters());
        Network trunk = adversarial?.Trunk ?? alone!;
        Tensor prototypes = DeviceRows.Load(_draw.Prototypes);
        var batches = new Batches(DeviceRows);
        if (adversarial is not null)
            Pretrain(adversarial, prototypes, batches);
        Options.AfterPretraining?.Invoke(ToModel(trunk));
        TrainByPrototypes(trunk, ofAlone ?? adversarial!.TrunkParameters, Options.KeepGanTraining ? adversarial : null, prototypes, batches);
        PrototypeDataDescriptionModel model = ToModel(trunk);
        return (model, ChooseThreshold(model, _draw.Unlabelled));
    }

    private static FeatureScaling CreateScaling(PrototypeDataDescriptionTrainer.Options options, ClassRows rows) =>
        options.EffectivePretraining == EmbeddingPretraining.Rotations
            ? FeatureScaling.CreateForPixels(
                rows.Minimum, rows.Maximum, ImageBackground.Measure(rows.Features, options.ImageShape!.Value), options.NormalizeFeatures)
            : ImageNetworkPlan.CreateScaling(options.ImageShape, rows.Minimum, rows.Maximum, options.NormalizeFeatures);

    private void Pretrain(IAdversarialTraining adversarial, Tensor prototypes, Batches batches)
    {
        using KeptWeights kept = KeptWeights.Last(adversarial.Trunk.State);
        var sampler = new EpochSampler(_draw.Unlabelled, Options.BatchSize, Options.BatchesPerEpoch, Seeds.Batches);
        Loop.Run(new TrainingPhase(PretrainingPhase, Options.NumberOfPretrainingEpochs, sampler.BatchesPerEpoch, () => adversarial.Step(batches.Next()))
        {
            LossNames = adversarial.LossNames,
            BeginEpoch = (_, steps) => batches.Begin(sampler.Next(steps)),
            IsSound = () => PrototypeStep.IsSound(adversarial.Trunk, prototypes),
            Keep = kept,
        });
    }

    private void TrainByPrototypes(Network trunk, FlatParameters parameters, IAdversarialTraining? adversarial, Tensor prototypes, Batches batches)
    {
        var sampler = new EpochSampler(_draw.Unlabelled, Options.BatchSize, Options.BatchesPerEpoch, Seeds.JointBatches);
        using var step = new PrototypeStep(trunk, parameters, prototypes, _draw.ClassOfPrototype, Options, Device);
        using KeptWeights kept = KeptWeights.Last(trunk.State);
        int current = 0;
        Loop.Run(new TrainingPhase(MainPhase, Options.NumberOfEpochs, sampler.BatchesPerEpoch, Step)
        {
            LossNames = [.. PrototypeStep.LossNames, .. adversarial?.LossNames ?? []],
            GivesAModel = true,
            BeginEpoch = BeginEpoch,
            IsSound = () => PrototypeStep.IsSound(trunk, prototypes),
            Keep = kept,
            RateOption = nameof(Options.PrototypeLearningRate),
        });

        void BeginEpoch(int epoch, int steps)
        {
            current = epoch;
            if (adversarial is not null)
                batches.Begin(sampler.Next(steps));
        }

        Tensor Step()
        {
            Tensor? adversarialLosses = adversarial?.Step(batches.Next());
            Tensor losses = step.Run(current);
            return adversarialLosses is null ? losses : cat([losses, adversarialLosses]);
        }
    }

    private PrototypeDataDescriptionModel ToModel(Network trunk) => ToModel(new Embedding(Scaling, [trunk.Freeze()]), []);

    // With what is compared beside the prototypes: rows and their classes.
    private PrototypeDataDescriptionModel ToModel(Embedding embedding, IReadOnlyList<(int Row, int Class)> added)
    {
        (int Row, int Class)[] prototypes = [.. _draw.Prototypes.Zip(_draw.ClassOfPrototype)];
        (int Row, int Class)[] compared = [.. prototypes.Concat(added).OrderBy(row => row.Class)];
        float[] embedded = Embed(embedding, [.. compared.Select(row => row.Row)]);
        int[] counts = Counts(compared);
        KernelBandwidth choice = Options.Bandwidth.After(Options.EffectivePretraining);
        float bandwidth = choice.Of(
            () => KernelDensity.MedianIntraDistance(Embed(embedding, _draw.Prototypes), Counts(prototypes), embedding.Width),
            width => Density(width, DensityScore.Unscaled).LeaveOneOutFit());
        Reporter.Info(FormattableString.Invariant($"{prototypes.Length} prototypes of {_rows.ClassNames.Length} classes, bandwidth {bandwidth:G6} by {choice}."));
        KernelDensity density = Density(bandwidth, Options.EffectiveDensityScore);
        return Options.ImageShape is { } shape
            ? new PrototypeDataDescriptionModel(embedding, density, _rows.ClassNames, shape, ImageBackground.Measure(_rows.Features, shape))
            : new PrototypeDataDescriptionModel(embedding, density, _rows.ClassNames, [.. compared.SelectMany(row => _rows.Features[row.Row].ToArray())]);

        KernelDensity Density(float width, DensityScore score) =>
            new(embedded, counts, embedding.Width, width, score, score == DensityScore.OwnMembers ? Options.AmbiguityWeight : 0);
    }

    private int[] Counts(IEnumerable<(int Row, int Class)> rows)
    {
        var counts = new int[_rows.ClassNames.Length];
        foreach ((_, int n) in rows)
            counts[n]++;
        return counts;
    }

    // What scores will be compared with is embedded by what embeds the rows that are scored.
    private float[] Embed(Embedding embedding, int[] rows)
    {
        var embedded = new float[rows.Length * embedding.Width];
        Embedding.Scratch scratch = embedding.CreateScratch();
        for (int j = 0; j < rows.Length; j++)
            embedding.Embed(_rows.Features[rows[j]], scratch).CopyTo(embedded.AsSpan(j * embedding.Width));
        return embedded;
    }

    private float ChooseThreshold(PrototypeDataDescriptionModel model, int[] unlabelled)
    {
        int[] sample = Options.Threshold.NeedsScores ? RowSample.Take(unlabelled, MaximumThresholdRows, Seeds.HoldOut) : [];
        return ThresholdChoice.Choose(Options.Threshold, model, _rows.Features, Array.Empty<int>(), sample, Reporter);
    }
}
