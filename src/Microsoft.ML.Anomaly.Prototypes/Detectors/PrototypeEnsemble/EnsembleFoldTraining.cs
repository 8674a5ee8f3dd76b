using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The training of one fold but for its networks, which train with those of the others. Its heads see unlabelled rows, labelled anomalies
/// and, later, new rows alike through prototypes that none of them had a part in.
/// </summary>
internal sealed class EnsembleFoldTraining(
    PrototypeEnsembleTrainer.Options options, IReadOnlyList<int> scales, KnownAnomalies anomalies, EnsembleHeads heads, SeedSequence seeds)
{
    // So many rows tell well enough how the trees do.
    private const int RowsForLoss = 256;
    private const double SmallestProbability = 1e-3;

    /// <param name="prototypeRows">Standardised unlabelled rows of the other folds.</param>
    /// <param name="foldRows">Standardised unlabelled rows of this fold.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public TrainedFold Run(float[][] prototypeRows, float[][] foldRows)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        PrototypeChannels channels = PrototypeFitting.Fit(prototypeRows, scales, seeds.Clustering);
        float[][] unlabelled = WithChannels(channels, foldRows), labelled = WithChannels(channels, anomalies.Rows);
        TreeCommittee? trees = null;
        (float[] Unlabelled, float[] Anomalies)? outOfBag = null;
        double loss = double.NaN;
        if (heads.HasFlag(EnsembleHeads.Trees))
        {
            FillAnomalyChannel(foldRows, unlabelled, labelled);
            TreeHead head = TreeHead.Train(
                unlabelled, labelled, anomalies.Weights, anomalies.Labelled, options, seeds.Batches, options.CancellationToken);
            (trees, outOfBag) = (head.Trees, head.OutOfBag(unlabelled, labelled));
            loss = Loss(trees, unlabelled, labelled);
        }
        InputStandardization? input = null;
        NetworkDraws? draws = null;
        if (heads.HasFlag(EnsembleHeads.Networks))
        {
            float[][] seen = [.. unlabelled.Select(row => row[..^1])];
            input = InputStandardization.Fit(seen);
            draws = new NetworkDraws(Standardized(input, seen), Standardized(input, labelled), anomalies.Weights, options, seeds);
        }
        return new TrainedFold(new EnsembleFold(channels, trees, null, null), loss, outOfBag, input, draws);
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
        CentreSet references = anomalies.References;
        var distances = new float[references.PaddedCount];
        for (int i = 0; i < unlabelled.Length; i++)
        {
            references.Distances(foldRows[i], foldRows[i].Length, 1, distances);
            unlabelled[i][^1] = AnomalyChannel.Value(references, distances);
        }
        // A single anomaly has no other: it gets what is usual.
        float usual = Median([.. unlabelled.Select(row => row[^1])]);
        for (int i = 0; i < labelled.Length; i++)
        {
            references.Distances(anomalies.Rows[i], anomalies.Rows[i].Length, 1, distances);
            labelled[i][^1] = AnomalyChannel.ValueWithout(references, distances, i) ?? usual;
        }
    }

    private static double Loss(TreeCommittee trees, float[][] unlabelled, float[][] labelled)
    {
        var value = new float[1];
        double normal = unlabelled.Take(RowsForLoss).Average(row => -Math.Log(1 - Probability(row)));
        double anomalous = labelled.Take(RowsForLoss).Average(row => -Math.Log(Probability(row)));
        return (normal + anomalous) / 2;

        double Probability(float[] row)
        {
            trees.Mean(row, row.Length, 1, value);
            return Math.Clamp(value[0], SmallestProbability, 1 - SmallestProbability);
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

/// <summary>A fold without its networks, and what they are to learn from.</summary>
/// <param name="Fold">The fold.</param>
/// <param name="Loss">The cross-entropy of its trees on the training rows, half of it for each class; NaN without trees.</param>
/// <param name="TreesOutOfBag">What trees that have not learned from a row say of it, for the fold's unlabelled rows and for the anomalies; null without trees.</param>
/// <param name="NetworkInput">The standardisation of the networks' inputs, or null.</param>
/// <param name="Draws">What the networks are to learn from, or null.</param>
internal sealed record TrainedFold(
    EnsembleFold Fold, double Loss, (float[] Unlabelled, float[] Anomalies)? TreesOutOfBag, InputStandardization? NetworkInput, NetworkDraws? Draws);
