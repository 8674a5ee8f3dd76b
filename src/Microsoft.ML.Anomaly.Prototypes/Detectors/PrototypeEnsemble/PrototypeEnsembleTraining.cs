using System.Runtime.ExceptionServices;
using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of a prototype ensemble: standardisation, folds, prototypes and trees for each of them side by side, then the networks of all.
/// </summary>
internal sealed class PrototypeEnsembleTraining
{
    /// <summary>The phase of the progress reports of the trees; an epoch is a fold.</summary>
    public const string Phase = "Folds";

    // Folds are merged until they have so many rows.
    private const int RowsPerFold = 10;

    // To more labelled anomalies than these, a random part of them, no distances are taken.
    private const int MaximumAnomalyReferences = 256;

    private readonly PrototypeEnsembleTrainer.Options _options;
    private readonly TrainingRows _rows;
    private readonly TrainingReporter _reporter;
    private readonly SeedSequence _seeds;
    private readonly torch.Device _device;
    private readonly FeatureScaling _scaling;
    private readonly object _reporting = new();
    private readonly int[] _order;
    private readonly int _folds;
    private readonly int[] _scales;
    private readonly TrainedFold?[] _trained;
    private ExceptionDispatchInfo? _failure;
    private int _done;

    public PrototypeEnsembleTraining(
        PrototypeEnsembleTrainer.Options options, TrainingRows rows, int seed, torch.Device device, TrainingReporter reporter)
    {
        (_options, _rows, _device, _reporter) = (options, rows, device, reporter);
        _seeds = new SeedSequence(seed);
        _scaling = Standardization(rows);
        _order = [.. rows.Unlabelled];
        _seeds.HoldOut.Shuffle(_order);
        // At least two, or there would be no rows for the prototypes.
        _folds = Math.Clamp(rows.Unlabelled.Length / RowsPerFold, 2, options.NumberOfFolds);
        _trained = new TrainedFold?[_folds];
        // Of all folds alike: what there are enough rows for in each.
        int leastRows = _order.Length - ((_order.Length + _folds - 1) / _folds);
        _scales = PrototypeFitting.Feasible(options.Scales, Math.Min(leastRows, options.MaximumPrototypeRows));
    }

    /// <exception cref="OperationCanceledException">
    /// The caller has cancelled before the trees of the first fold were done, or, without trees, before the first step of the networks.
    /// </exception>
    public (PrototypeEnsembleModel Model, float Threshold) Run()
    {
        float[][] anomalies = [.. _rows.Anomalies.Select(Standardized)];
        // The references come first, so that an anomaly's number tells which reference it is.
        _seeds.Batches.Shuffle(anomalies);
        float[][] references = [.. anomalies.Take(MaximumAnomalyReferences)];
        var referenceSet = new CentreSet([.. references.SelectMany(row => row)], references.Length);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(_folds, _options.NumberOfThreads ?? Environment.ProcessorCount) };
        Parallel.For(0, _folds, parallel, (fold, state) =>
        {
            try
            {
                TrainFold(fold, referenceSet, anomalies);
            }
            catch (Exception e)
            {
                lock (_reporting)
                    _failure ??= ExceptionDispatchInfo.Capture(e);
                state.Stop();
            }
        });
        bool hasTrees = _options.Heads.HasFlag(EnsembleHeads.Trees);
        if (_failure is not null && !(_failure.SourceException is OperationCanceledException && _done > 0 && hasTrees))
            _failure.Throw();
        TrainedFold[] trained = [.. _trained.OfType<TrainedFold>()];
        if (_failure is not null)
            _reporter.Warning($"Cancelled in epoch {_done + 1} of the folds; the model has the trees of the folds that are done.");
        EnsembleFold[] folds = _failure is null && _options.Heads.HasFlag(EnsembleHeads.Networks)
            ? WithNetworks(trained, hasTrees)
            : [.. trained.Select(fold => fold.Fold)];
        var model = new PrototypeEnsembleModel(_scaling, referenceSet, folds);
        return (model, ThresholdChoice.Choose(_options.Threshold, model, _rows.Features, _rows.Anomalies, _rows.Unlabelled, _reporter));
    }

    // Whoever cancels now gets the trees, which are done; without trees, the networks as far as they are.
    private EnsembleFold[] WithNetworks(TrainedFold[] trained, bool hasTrees)
    {
        (NetworkTensors[] networks, int steps) = new NetworkHeadTraining([.. trained.Select(fold => fold.Draws!)], _options).Run(_device, _reporter);
        if (steps < _options.NumberOfSteps)
        {
            if (!hasTrees && steps == 0)
                throw new OperationCanceledException(_options.CancellationToken);
            _reporter.Warning(
                $"Cancelled in epoch {steps + 1} of the networks; the model has {(hasTrees ? "no networks, but all trees" : "them as they were then")}.");
            if (hasTrees)
                return [.. trained.Select(fold => fold.Fold)];
        }
        return
        [
            .. trained.Zip(networks, (fold, tensors) => fold.Fold with
            {
                NetworkInput = fold.NetworkInput,
                Networks = new NetworkCommittee(tensors, NetworkHead.NegativeSlope),
            }),
        ];
    }

    private void TrainFold(int fold, CentreSet references, float[][] anomalies)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        SeedSequence seeds = _seeds.Part(fold);
        Random sampling = seeds.HoldOut;
        float[][] prototypeRows = Sample(place => place % _folds != fold, _options.MaximumPrototypeRows, sampling);
        float[][] foldRows = Sample(place => place % _folds == fold, _options.MaximumFoldRows, sampling);
        TrainedFold trained = new EnsembleFoldTraining(_options, _scales, references, anomalies, seeds).Run(prototypeRows, foldRows);
        lock (_reporting)
        {
            // Another fold's report may have made the caller cancel, or fail.
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (_failure is not null)
                return;
            _trained[fold] = trained;
            _done++;
            if (trained.Fold.Trees is not null)
                _reporter.Epoch(Phase, _done, _folds, trained.Loss);
        }
    }

    private float[][] Sample(Func<int, bool> belongs, int maximum, Random random)
    {
        int[] rows = [.. Enumerable.Range(0, _order.Length).Where(belongs).Select(place => _order[place])];
        return [.. RowSample.Take(rows, maximum, random).Select(Standardized)];
    }

    private float[] Standardized(int row)
    {
        var standardized = new float[_scaling.OutputWidth];
        PrototypeEnsembleModel.Standardize(_scaling, _rows.Features[row], standardized);
        return standardized;
    }

    // By the unlabelled rows; features that vary nowhere are left out.
    private static FeatureScaling Standardization(TrainingRows rows)
    {
        FeatureMoments moments = FeatureMoments.Measure(rows);
        double[] deviation = [.. moments.Deviation.Select(value => value + InputStandardization.SmallestDeviation)];
        return FeatureScaling.Standardize(rows.Minimum, rows.Maximum, moments.Mean, deviation);
    }
}
