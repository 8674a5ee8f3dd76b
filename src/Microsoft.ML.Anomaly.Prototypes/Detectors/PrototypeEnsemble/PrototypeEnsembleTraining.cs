using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of a prototype ensemble: a first round on two partitions of the unlabelled rows, and a second one that takes for anomalies
/// what the first one has found.
/// </summary>
internal sealed class PrototypeEnsembleTraining
{
    // Behind those of folds.
    private const int SecondPartition = 100, SecondRound = 101;

    private static readonly int[] NoRows = [];

    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly torch.Device _device;
    private readonly EnsembleInput _input;
    private readonly float[] _scratch;
    private readonly float[][] _unlabelled;
    private readonly KnownAnomalies _anomalies;
    private readonly List<EnsemblePartition> _partitions = [];
    private readonly HeldOutScores _outOfBag;

    public PrototypeEnsembleTraining(
        PrototypeEnsembleTrainer.Options options, TrainingRows rows, ExtremeValues extremes, int seed, torch.Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _input = EnsembleInput.Fit(rows, extremes, _seeds.Projection);
        if (_input.Reduction is { } reduction)
            reporter.Info($"Of {_input.Scaling.OutputWidth} features {reduction.Kept} stay, and the others go into {reduction.Width - reduction.Kept} sums.");
        _scratch = new float[_input.Scaling.OutputWidth];
        int[] sample = RowSample.Take(rows.Unlabelled, options.MaximumFoldRows * options.NumberOfFolds, _seeds.Shots);
        _unlabelled = [.. sample.Select(Standardized)];
        float[][] anomalies = [.. rows.Anomalies.Select(Standardized)];
        _seeds.Batches.Shuffle(anomalies);
        _anomalies = new KnownAnomalies(anomalies, [.. anomalies.Select(_ => 1f)], anomalies.Length);
        _outOfBag = new HeldOutScores(_unlabelled.Length, anomalies.Length);
    }

    /// <exception cref="OperationCanceledException">
    /// The caller has cancelled before the trees of the first fold were done, or, without trees, before the first step of the networks.
    /// </exception>
    public (PrototypeEnsembleModel Model, float Threshold, ScoreCalibration Calibration) Run()
    {
        Learn();
        // As new rows would be judged, since no head has learned from the row that it judges here.
        float[] labelled = [.. _outOfBag.Labelled.Select(Inside)], unlabelled = [.. _outOfBag.Unlabelled.Select(Inside)];
        OutOfBagCalibration calibration = OutOfBagCalibration.Fit(unlabelled, labelled);
        var model = new PrototypeEnsembleModel(_input, Normalized());
        // Where every head has learned from all of them, or the training was cut off, only the training rows' own scores are left.
        bool isKnown = labelled.Any(float.IsFinite) && unlabelled.Any(float.IsFinite);
        float threshold = isKnown || _options.Threshold.NeedsProbabilities
            ? ThresholdChoice.Choose(
                _options.Threshold, [.. labelled, .. unlabelled], [.. Enumerable.Range(0, labelled.Length + unlabelled.Length).Select(i => i < labelled.Length)],
                calibration, _reporter)
            : ThresholdChoice.Choose(_options.Threshold, model, _rows.Features, _rows.Anomalies, _rows.Unlabelled, _reporter);
        return (model, threshold, calibration);

        static float Inside(float score) => FeatureBounds.Lift(score, 0);
    }

    // A cancelled fit keeps what is done: the first partition as it is then, later ones only whole.
    private void Learn()
    {
        LearnedPartition first = Partition(_unlabelled, _anomalies, _options.Heads, _seeds, "").Run();
        Add(first, 1, 1, NoRows);
        if (first.Cancellation is { } cancellation)
            _reporter.Warning(cancellation);
        if (_options.Rounds == 1 || first.Cancellation is not null)
            return;
        OutOfBagScores? secondTrees = null;
        if (_options.Heads.HasFlag(EnsembleHeads.Trees))
        {
            // Without prototypes: what trees find in the features alone is another opinion.
            PartitionTraining training = Partition(_unlabelled, _anomalies, EnsembleHeads.Trees, _seeds.Part(SecondPartition), ", second partition", []);
            if (WholeOrNull(training) is not { } second)
                return;
            Add(second, 1, 0, NoRows);
            secondTrees = second.Trees;
        }
        if (_anomalies.Labelled < _options.MinimumAnomaliesForRound2)
        {
            _reporter.Info($"No round 2: there are {_anomalies.Labelled} labelled anomalies, fewer than the option MinimumAnomaliesForRound2.");
            return;
        }
        float[] scores = RoundOne(first.Trees?.Unlabelled, secondTrees?.Unlabelled, first.Networks?.Unlabelled);
        (int[] promoted, float[] weights) = SelfTraining.Promote(scores, _anomalies.Labelled, _options.PromotionProbability);
        if (promoted.Length == 0)
        {
            _reporter.Info("No round 2: round 1 has found no anomalies among the unlabelled rows.");
            return;
        }
        _reporter.Info($"Round 2 takes {promoted.Length} of {_unlabelled.Length} unlabelled rows for anomalies.");
        HashSet<int> isPromoted = [.. promoted];
        float[][] others = [.. _unlabelled.Where((_, row) => !isPromoted.Contains(row))];
        KnownAnomalies anomalies = _anomalies.With([.. promoted.Select(row => _unlabelled[row])], weights);
        if (WholeOrNull(Partition(others, anomalies, _options.Heads, _seeds.Part(SecondRound), ", round 2")) is { } last)
            Add(last, 2, 1, promoted);
    }

    private PartitionTraining Partition(
        float[][] unlabelled, KnownAnomalies anomalies, EnsembleHeads heads, SeedSequence seeds, string suffix, IReadOnlyList<int>? scales = null) =>
        new(_options, scales ?? _options.Scales, unlabelled, anomalies, heads, seeds, suffix, _device, _reporter);

    private LearnedPartition? WholeOrNull(PartitionTraining training)
    {
        try
        {
            LearnedPartition learned = training.Run();
            if (learned.Cancellation is null)
                return learned;
        }
        catch (OperationCanceledException)
        {
        }
        _reporter.Warning("Cancelled; the model has what was learned before.");
        return null;
    }

    // The mean of what heads say, those of trees twice.
    private static float[] RoundOne(float[]? trees, float[]? secondTrees, float[]? networks)
    {
        (float[] Values, float Weight)[] heads =
            [.. new (float[]? Values, float Weight)[] { (trees, 2), (secondTrees, 2), (networks, 1) }.Where(head => head.Values is not null).Select(head => (head.Values!, head.Weight))];
        float total = heads.Sum(head => head.Weight);
        return [.. heads[0].Values.Select((_, row) => heads.Sum(head => head.Weight * head.Values[row]) / total)];
    }

    // Promoted rows were anomalies to the partition, and come behind the labelled ones there.
    private void Add(LearnedPartition learned, float trees, float networks, int[] promoted)
    {
        _partitions.Add(new EnsemblePartition(
            learned.Anomalies, learned.Folds, learned.Folds[0].Trees is null ? 0 : trees, learned.Folds[0].Networks is null ? 0 : networks));
        _outOfBag.Add(learned.Trees, trees, promoted);
        _outOfBag.Add(learned.Networks, networks, promoted);
    }

    // Weights of 1 together.
    private EnsemblePartition[] Normalized()
    {
        float total = _partitions.Sum(partition => partition.TreeWeight + partition.NetworkWeight);
        return
        [
            .. _partitions.Select(partition => partition with
            {
                TreeWeight = partition.TreeWeight / total,
                NetworkWeight = partition.NetworkWeight / total,
            }),
        ];
    }

    private float[] Standardized(int row)
    {
        var inputs = new float[_input.Width];
        _input.Apply(_rows.Features[row], _scratch, inputs);
        return inputs;
    }
}
