using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of one fold. Its heads see unlabelled rows, labelled anomalies and, later, new rows alike through prototypes that none of
/// them had a part in.
/// </summary>
internal sealed class EnsembleFoldTraining(
    PrototypeEnsembleTrainer.Options options, CentreSet anomalyReferences, float[][] anomalies, SeedSequence seeds, torch.Device device,
    TensorTurns turns)
{
    // So many rows tell well enough how the heads do.
    private const int RowsForLoss = 256;
    private const double SmallestProbability = 1e-3;

    /// <param name="prototypeRows">Standardised unlabelled rows of the other folds.</param>
    /// <param name="foldRows">Standardised unlabelled rows of this fold.</param>
    /// <returns>The fold, and the cross-entropy of its heads on the training rows, half of it for each class.</returns>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public (EnsembleFold Fold, double Loss) Run(float[][] prototypeRows, float[][] foldRows)
    {
        (EnsembleFold fold, float[][] unlabelled, float[][] labelled) = turns.AmongOthers(() => WithoutNetworks(prototypeRows, foldRows));
        if (options.Heads.HasFlag(EnsembleHeads.Networks))
        {
            (InputStandardization input, NetworkHeadTraining training) = turns.AmongOthers(() => ForNetworks(unlabelled, labelled));
            NetworkTensors tensors = turns.Alone(() => training.Run(seeds.Initialization, device, options.CancellationToken));
            fold = turns.AmongOthers(
                () => fold with { NetworkInput = input, Networks = new NetworkCommittee(tensors, NetworkHead.NegativeSlope) });
        }
        return turns.AmongOthers(() => (fold, Loss(fold, [.. foldRows.Take(RowsForLoss)], unlabelled, labelled)));
    }

    private (InputStandardization Input, NetworkHeadTraining Training) ForNetworks(float[][] unlabelled, float[][] labelled)
    {
        float[][] seen = [.. unlabelled.Select(row => row[..^1])];
        InputStandardization input = InputStandardization.Fit(seen);
        return (input, new NetworkHeadTraining(Standardized(input, seen), Standardized(input, labelled), options, seeds));
    }

    // What the heads see of unlabelled rows and anomalies comes with it.
    private (EnsembleFold Fold, float[][] Unlabelled, float[][] Labelled) WithoutNetworks(float[][] prototypeRows, float[][] foldRows)
    {
        CancellationToken cancellation = options.CancellationToken;
        cancellation.ThrowIfCancellationRequested();
        int[] scales = PrototypeFitting.Feasible(options.Scales, prototypeRows.Length);
        PrototypeChannels channels = PrototypeFitting.Fit(prototypeRows, scales, seeds.Clustering);
        float[][] unlabelled = WithChannels(channels, foldRows), labelled = WithChannels(channels, anomalies);
        TreeCommittee? trees = null;
        if (options.Heads.HasFlag(EnsembleHeads.Trees))
        {
            FillAnomalyChannel(foldRows, unlabelled, labelled);
            trees = TreeHead.Train(unlabelled, labelled, options, seeds.Batches, cancellation);
        }
        return (new EnsembleFold(channels, trees, null, null), unlabelled, labelled);
    }

    // Features, channels, and a place for the anomaly channel.
    private static float[][] WithChannels(PrototypeChannels channels, float[][] rows)
    {
        const int atOnce = LocalGaussians.MaximumRows;
        int width = rows[0].Length;
        var scratch = new PrototypeChannels.Scratch(channels);
        var found = new float[atOnce * channels.Count];
        var inputs = new float[rows.Length][];
        for (int start = 0; start < rows.Length; start += atOnce)
        {
            float[][] block = rows[start..Math.Min(start + atOnce, rows.Length)];
            channels.Compute(block.SelectMany(row => row).ToArray(), width, block.Length, found, channels.Count, scratch);
            for (int i = 0; i < block.Length; i++)
                inputs[start + i] = [.. block[i], .. found.AsSpan(i * channels.Count, channels.Count), 0];
        }
        return inputs;
    }

    private void FillAnomalyChannel(float[][] foldRows, float[][] unlabelled, float[][] labelled)
    {
        var distances = new float[anomalyReferences.PaddedCount];
        for (int i = 0; i < unlabelled.Length; i++)
        {
            anomalyReferences.Distances(foldRows[i], foldRows[i].Length, 1, distances);
            unlabelled[i][^1] = AnomalyChannel.Value(anomalyReferences, distances);
        }
        // A single anomaly has no other: it gets what is usual.
        float usual = Median([.. unlabelled.Select(row => row[^1])]);
        for (int i = 0; i < labelled.Length; i++)
        {
            anomalyReferences.Distances(anomalies[i], anomalies[i].Length, 1, distances);
            labelled[i][^1] = AnomalyChannel.ValueWithout(anomalyReferences, distances, i) ?? usual;
        }
    }

    private double Loss(EnsembleFold fold, float[][] foldRows, float[][] unlabelled, float[][] labelled)
    {
        var scorer = new EnsembleFoldScorer(fold, anomalies[0].Length);
        double normal = foldRows.Select((row, i) => -Math.Log(1 - Probability(row, unlabelled[i][^1]))).Average();
        double anomalous = anomalies.Take(RowsForLoss).Select((row, i) => -Math.Log(Probability(row, labelled[i][^1]))).Average();
        return (normal + anomalous) / 2;

        double Probability(float[] row, float anomalyChannel)
        {
            scorer.Run(row, 1, [anomalyChannel]);
            float value = (scorer.TreeValues[0] + scorer.NetworkValues[0]) / (options.Heads == EnsembleHeads.Both ? 2 : 1);
            return Math.Clamp(value, SmallestProbability, 1 - SmallestProbability);
        }
    }

    private static float[][] Standardized(InputStandardization standardization, float[][] rows) =>
    [
        .. rows.Select(row =>
        {
            var standardized = new float[standardization.Mean.Length];
            standardization.Apply(row, row.Length, 1, standardized);
            return standardized;
        }),
    ];

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
