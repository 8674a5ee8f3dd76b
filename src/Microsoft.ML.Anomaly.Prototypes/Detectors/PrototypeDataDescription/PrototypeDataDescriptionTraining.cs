using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// One training of a <see cref="PrototypeDataDescriptionModel"/>: prototypes are drawn, adversarial networks pre-train the embedding, the
/// prototype loss trains it on.
/// </summary>
internal sealed class PrototypeDataDescriptionTraining
{
    /// <summary>The name of the first phase in progress reports.</summary>
    public const string PretrainingPhase = "Adversarial pre-training";

    /// <summary>The name of the main phase.</summary>
    public const string MainPhase = "Training by prototypes";

    // The threshold is chosen on at most this many unlabelled rows.
    private const int MaximumThresholdRows = 2000;

    private readonly PrototypeDataDescriptionTrainer.Options _options;
    private readonly Device _device;
    private readonly ClassRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly FeatureScaling _scaling;
    private readonly BatchLoader _loader;
    private readonly PrototypeDraw _draw;

    public PrototypeDataDescriptionTraining(
        PrototypeDataDescriptionTrainer.Options options, ClassRows rows, int seed, Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = CreateScaling();
        _loader = new BatchLoader(rows.Features, _scaling, device);
        _draw = PrototypeDraw.Create(rows, options.ShotsPerClass, _seeds.Shots);
    }

    /// <exception cref="OperationCanceledException">The caller has cancelled before there was a model worth having.</exception>
    /// <exception cref="InvalidOperationException">The losses became infinite or NaN in the first epoch.</exception>
    public (PrototypeDataDescriptionModel Model, float Threshold) Run()
    {
        using var scope = NewDisposeScope();
        var networks = new NetworkFactory(_options, _scaling.OutputWidth, _seeds, _device);
        using IAdversarialTraining? adversarial = networks.CreateAdversarialTraining();
        using EmbeddingTrunk? alone = adversarial is null ? networks.CreateTrunk() : null;
        EmbeddingTrunk trunk = adversarial?.Trunk ?? alone!;
        Tensor prototypes = _loader.Load(_draw.Prototypes);
        using var best = new WeightSnapshot(trunk.State);
        if (adversarial is not null)
            Pretrain(adversarial, prototypes, best);
        _options.AfterPretraining?.Invoke(ToModel(trunk));
        TrainByPrototypes(trunk, _options.KeepGanTraining ? adversarial : null, prototypes, best);
        PrototypeDataDescriptionModel model = ToModel(trunk);
        return (model, ChooseThreshold(model));
    }

    private FeatureScaling CreateScaling()
    {
        if (_options.ImageShape is not null)
            return FeatureScaling.CreateForPixels(_rows.Minimum, _rows.Maximum, _options.NormalizeFeatures);
        return _options.NormalizeFeatures
            ? FeatureScaling.CreateSymmetric(_rows.Minimum, _rows.Maximum)
            : FeatureScaling.Create(_rows.Minimum, _rows.Maximum, normalize: false);
    }

    private void Pretrain(IAdversarialTraining adversarial, Tensor prototypes, WeightSnapshot best)
    {
        var sampler = new EpochSampler(_draw.Unlabelled, _options.BatchSize, _options.BatchesPerEpoch, _seeds.Batches);
        for (int epoch = 1; epoch <= _options.NumberOfPretrainingEpochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            Tensor sums = zeros(adversarial.LossNames.Count, device: _device);
            for (int b = 0; b < sampler.BatchesPerEpoch; b++)
            {
                _options.CancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                sums.add_(adversarial.Step(_loader.Load(sampler.Next())));
            }
            if (!Report(PretrainingPhase, epoch, _options.NumberOfPretrainingEpochs, sums, sampler.BatchesPerEpoch, adversarial.LossNames, PrototypeStep.IsSound(adversarial.Trunk, prototypes), epoch > 1))
                break;
            best.Take();
        }
        best.Restore();
    }

    private void TrainByPrototypes(EmbeddingTrunk trunk, IAdversarialTraining? adversarial, Tensor prototypes, WeightSnapshot best)
    {
        var sampler = new EpochSampler(_draw.Unlabelled, _options.BatchSize, _options.BatchesPerEpoch, _seeds.JointBatches);
        using var step = new PrototypeStep(trunk, prototypes, _draw.ClassOfPrototype, _options, _device);
        string[] names = [.. PrototypeStep.LossNames, .. adversarial?.LossNames ?? []];
        bool anyEpoch = false;
        for (int epoch = 1; epoch <= _options.NumberOfEpochs; epoch++)
        {
            using var epochScope = NewDisposeScope();
            Tensor sums = zeros(names.Length, device: _device);
            for (int b = 0; b < sampler.BatchesPerEpoch; b++)
            {
                if (_options.CancellationToken.IsCancellationRequested)
                {
                    if (!anyEpoch)
                        throw new OperationCanceledException(_options.CancellationToken);
                    _reporter.Warning($"Cancelled in epoch {epoch} of the {MainPhase}; the best model so far is kept.");
                    best.Restore();
                    return;
                }
                using var scope = NewDisposeScope();
                Tensor? adversarialLosses = adversarial?.Step(_loader.Load(sampler.Next()));
                Tensor losses = step.Run(epoch);
                sums.add_(adversarialLosses is null ? losses : cat([losses, adversarialLosses]));
            }
            if (!Report(MainPhase, epoch, _options.NumberOfEpochs, sums, sampler.BatchesPerEpoch, names, PrototypeStep.IsSound(trunk, prototypes), anyEpoch))
                break;
            anyEpoch = true;
            best.Take();
        }
        best.Restore();
    }

    // Reports the means; false where they are no numbers, or the weights after the last step have spoiled the embedding, and an earlier
    // epoch has to do. The sum of all losses would mean nothing: the first one is what the phase minimises.
    private bool Report(string phase, int epoch, int epochs, Tensor sums, int batches, IReadOnlyList<string> names, bool isSound, bool hasEarlier)
    {
        float[] means = [.. TensorValues.ToArray(sums).Select(sum => sum / batches)];
        bool finite = isSound && means.All(float.IsFinite);
        if (!finite && !hasEarlier)
        {
            throw new InvalidOperationException(
                $"The {phase} has diverged: a loss is not a finite number. Lower the option {(phase == MainPhase ? nameof(_options.PrototypeLearningRate) : nameof(_options.LearningRate))}, or scale the features (NormalizeFeatures).");
        }
        if (!finite)
        {
            _reporter.Warning($"A loss of epoch {epoch} of the {phase} is not a finite number; the weights of the epoch before are kept.");
            return false;
        }
        _reporter.Epoch(phase, epoch, epochs, means[0], losses: names.Select((name, i) => (name, (double)means[i])).ToDictionary());
        return true;
    }

    private PrototypeDataDescriptionModel ToModel(EmbeddingTrunk trunk)
    {
        // What scores will be compared with is embedded by what embeds the rows that are scored.
        var embedding = new Embedding(_scaling, trunk.ToManaged());
        int width = embedding.Width;
        var prototypes = new float[_draw.Prototypes.Length * width];
        Embedding.Scratch scratch = embedding.CreateScratch();
        for (int j = 0; j < _draw.Prototypes.Length; j++)
            embedding.Embed(_rows.Features[_draw.Prototypes[j]], scratch).CopyTo(prototypes.AsSpan(j * width));
        int[] shots = [.. _draw.ClassOfPrototype.GroupBy(c => c).Select(group => group.Count())];
        float bandwidth = _options.Bandwidth.Of(() => KernelDensity.MedianIntraDistance(prototypes, shots, width));
        _reporter.Info(FormattableString.Invariant($"{_draw.Prototypes.Length} prototypes of {shots.Length} classes, bandwidth {bandwidth:G6} by {_options.Bandwidth}."));
        var density = new KernelDensity(prototypes, shots, width, bandwidth, _options.DensityScore);
        return new PrototypeDataDescriptionModel(embedding, density, _rows.ClassNames, _options.ImageShape);
    }

    private float ChooseThreshold(PrototypeDataDescriptionModel model)
    {
        int[] sample = _options.Threshold.NeedsScores ? RowSample.Take(_draw.Unlabelled, MaximumThresholdRows, _seeds.HoldOut) : [];
        return ThresholdChoice.Choose(_options.Threshold, model, _rows.Features, Array.Empty<int>(), sample, _reporter);
    }
}
