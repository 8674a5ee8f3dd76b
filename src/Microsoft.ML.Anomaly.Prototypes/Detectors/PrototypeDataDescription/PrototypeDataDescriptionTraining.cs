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
        return (model, ChooseThreshold(model));
    }

    private static FeatureScaling CreateScaling(PrototypeDataDescriptionTrainer.Options options, ClassRows rows) =>
        ImageNetworkPlan.CreateScaling(options.ImageShape, rows.Minimum, rows.Maximum, options.NormalizeFeatures);

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

    private PrototypeDataDescriptionModel ToModel(Network trunk)
    {
        // What scores will be compared with is embedded by what embeds the rows that are scored.
        var embedding = new Embedding(Scaling, trunk.Freeze());
        int width = embedding.Width;
        var prototypes = new float[_draw.Prototypes.Length * width];
        Embedding.Scratch scratch = embedding.CreateScratch();
        for (int j = 0; j < _draw.Prototypes.Length; j++)
            embedding.Embed(_rows.Features[_draw.Prototypes[j]], scratch).CopyTo(prototypes.AsSpan(j * width));
        int[] shots = [.. _draw.ClassOfPrototype.GroupBy(c => c).Select(group => group.Count())];
        float bandwidth = Options.Bandwidth.Of(() => KernelDensity.MedianIntraDistance(prototypes, shots, width));
        Reporter.Info(FormattableString.Invariant($"{_draw.Prototypes.Length} prototypes of {shots.Length} classes, bandwidth {bandwidth:G6} by {Options.Bandwidth}."));
        var density = new KernelDensity(prototypes, shots, width, bandwidth, Options.DensityScore);
        return new PrototypeDataDescriptionModel(embedding, density, _rows.ClassNames, Options.ImageShape);
    }

    private float ChooseThreshold(PrototypeDataDescriptionModel model)
    {
        int[] sample = Options.Threshold.NeedsScores ? RowSample.Take(_draw.Unlabelled, MaximumThresholdRows, Seeds.HoldOut) : [];
        return ThresholdChoice.Choose(Options.Threshold, model, _rows.Features, Array.Empty<int>(), sample, Reporter);
    }
}
