using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of one partition: the unlabelled rows are split into folds, of which each gets prototypes and trees, side by side with the
/// others; then the networks of all folds train together.
/// </summary>
/// <param name="options">The trainer's options.</param>
/// <param name="wantedScales">The number of prototypes of each scale, where there are rows enough.</param>
/// <param name="rows">The unlabelled rows, standardised.</param>
/// <param name="anomalies">The anomalies.</param>
/// <param name="heads">Which heads to train.</param>
/// <param name="seeds">The seeds of the partition.</param>
/// <param name="suffix">Behind the names of the phases in the progress reports.</param>
/// <param name="device">Where the networks train.</param>
/// <param name="reporter">Is told of each fold and of each step of the networks.</param>
internal sealed class PartitionTraining(
    PrototypeEnsembleTrainer.Options options, IReadOnlyList<int> wantedScales, float[][] rows, KnownAnomalies anomalies, EnsembleHeads heads,
    SeedSequence seeds, string suffix, torch.Device device, TrainingReporter reporter)
{
    /// <summary>The phase of the progress reports of the trees; an epoch is a fold.</summary>
    public const string Phase = "Folds";

    // Folds are merged until they have so many rows.
    private const int RowsPerFold = 10;

    private readonly object _reporting = new();
    // At least two folds, or there would be no rows for the prototypes.
    private readonly TrainedFold?[] _trained = new TrainedFold?[Math.Clamp(rows.Length / RowsPerFold, 2, options.NumberOfFolds)];
    private readonly int[] _order = [.. Enumerable.Range(0, rows.Length)];
    private ExceptionDispatchInfo? _failure;
    private int _done;

    private int Folds => _trained.Length;

    /// <exception cref="OperationCanceledException">
    /// The caller has cancelled before the trees of the first fold were done, or, without trees, before the first step of the networks.
    /// </exception>
    public LearnedPartition Run()
    {
        seeds.HoldOut.Shuffle(_order);
        // Of all folds alike: what there are enough rows for in each.
        int leastRows = rows.Length - ((rows.Length + Folds - 1) / Folds);
        int[] scales = PrototypeFitting.Feasible(wantedScales, Math.Min(leastRows, options.MaximumPrototypeRows));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Folds, options.NumberOfThreads ?? Environment.ProcessorCount) };
        // In their order, so that those that a cancelled fit keeps are the first ones.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, Folds), EnumerablePartitionerOptions.NoBuffering), parallel, (fold, state) =>
        {
            try
            {
                TrainFold(fold, scales);
            }
            catch (Exception e)
            {
                lock (_reporting)
                    _failure ??= ExceptionDispatchInfo.Capture(e);
                state.Stop();
            }
        });
        bool hasTrees = heads.HasFlag(EnsembleHeads.Trees);
        if (_failure is not null)
        {
            if (!(_failure.SourceException is OperationCanceledException && _done > 0 && hasTrees))
                _failure.Throw();
            return new LearnedPartition(anomalies.References, [.. _trained.Take(_done).Select(fold => fold!.Fold)])
            {
                Cancellation = $"Cancelled in epoch {_done + 1} of the folds; the model has the trees of the folds that are done.",
            };
        }
        TrainedFold[] trained = [.. _trained.OfType<TrainedFold>()];
        LearnedPartition learned = heads.HasFlag(EnsembleHeads.Networks)
            ? WithNetworks(trained, hasTrees)
            : new LearnedPartition(anomalies.References, [.. trained.Select(fold => fold.Fold)]);
        return hasTrees ? learned with { Trees = Gather([.. trained.Select(fold => fold.TreesOutOfBag!.Value)]) } : learned;
    }

    // Whoever cancels now gets the trees, which are done; without trees, the networks as far as they are.
    private LearnedPartition WithNetworks(TrainedFold[] trained, bool hasTrees)
    {
        var training = new NetworkHeadTraining([.. trained.Select(fold => fold.Draws!)], options, suffix);
        (NetworkTensors[] networks, int steps) = training.Run(device, reporter);
        string? cancellation = null;
        if (steps < options.NumberOfSteps)
        {
            if (!hasTrees && steps == 0)
                throw new OperationCanceledException(options.CancellationToken);
            cancellation =
                $"Cancelled in epoch {steps + 1} of the networks; the model has {(hasTrees ? "no networks, but all trees" : "them as they were then")}.";
            if (hasTrees)
                return new LearnedPartition(anomalies.References, [.. trained.Select(fold => fold.Fold)]) { Cancellation = cancellation };
        }
        EnsembleFold[] folds =
        [
            .. trained.Zip(networks, (fold, tensors) => fold.Fold with
            {
                NetworkInput = fold.NetworkInput,
                Networks = new NetworkCommittee(tensors, NetworkHead.NegativeSlope),
            }),
        ];
        (float[] Unlabelled, float[] Anomalies)[] outOfBag =
            [.. trained.Zip(networks, (fold, tensors) => fold.Draws!.OutOfBag(tensors, NetworkHead.NegativeSlope))];
        return new LearnedPartition(anomalies.References, folds) { Cancellation = cancellation, Networks = Gather(outOfBag) };
    }

    private void TrainFold(int fold, int[] scales)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        SeedSequence own = seeds.Part(fold);
        Random sampling = own.HoldOut;
        float[][] prototypeRows = [.. RowSample.Take(Others(fold), options.MaximumPrototypeRows, sampling).Select(row => rows[row])];
        float[][] foldRows = [.. Own(fold).Select(row => rows[row])];
        TrainedFold trained = new EnsembleFoldTraining(options, scales, anomalies, heads, own).Run(prototypeRows, foldRows);
        lock (_reporting)
        {
            _trained[fold] = trained;
            while (_failure is null && _done < Folds && _trained[_done] is { } next)
            {
                // Another fold's report may have made the caller cancel.
                options.CancellationToken.ThrowIfCancellationRequested();
                _done++;
                if (next.Fold.Trees is not null)
                    reporter.Epoch(Phase + suffix, _done, Folds, next.Loss);
            }
        }
    }

    private int[] Own(int fold) => [.. _order.Where((_, place) => place % Folds == fold)];

    private int[] Others(int fold) => [.. _order.Where((_, place) => place % Folds != fold)];

    // What the folds say of their own unlabelled rows, row by row, and the mean of what all of them say of each anomaly.
    private OutOfBagScores Gather((float[] Unlabelled, float[] Anomalies)[] ofFolds)
    {
        var scores = new float[rows.Length];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] own = Own(fold);
            for (int i = 0; i < own.Length; i++)
                scores[own[i]] = ofFolds[fold].Unlabelled[i];
        }
        return new OutOfBagScores(scores, [.. anomalies.Rows.Select((_, i) => ofFolds.Average(fold => fold.Anomalies[i]))]);
    }
}

/// <summary>What heads that have not learned from a row say of it, from 0 to 1.</summary>
/// <param name="Unlabelled">For each unlabelled row the value of its fold; NaN where all heads have learned from all rows.</param>
/// <param name="Anomalies">For each anomaly the mean over the folds, or NaN.</param>
internal sealed record OutOfBagScores(float[] Unlabelled, float[] Anomalies);

/// <summary>What was learned from a partition.</summary>
/// <param name="Anomalies">The anomalies that the anomaly channel measures distances to.</param>
/// <param name="Folds">The folds.</param>
internal sealed record LearnedPartition(CentreSet Anomalies, EnsembleFold[] Folds)
{
    /// <summary>What is missing, where the caller has cancelled; else null.</summary>
    public string? Cancellation { get; init; }

    /// <summary>What the trees say of training rows out of bag; null without trees.</summary>
    public OutOfBagScores? Trees { get; init; }

    /// <summary>What the networks say of training rows out of bag; null without networks.</summary>
    public OutOfBagScores? Networks { get; init; }
}
