using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>Parts a table's rows at random, with the same share of anomalies in each part.</summary>
internal static class RowSplit
{
    /// <summary>Holds some rows out. Where there are at least two anomalies, one at least is on either side.</summary>
    /// <param name="labels">The label of each row.</param>
    /// <param name="fraction">The share to hold out, from 0 to below 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Numbers of rows, ascending.</returns>
    public static (int[] Train, int[] Test) HoldOut(IReadOnlyList<float> labels, double fraction, int seed)
    {
        var train = new List<int>();
        var test = new List<int>();
        foreach (int[] rows in Shuffled(labels, seed))
        {
            int count = (int)Math.Round(fraction * rows.Length, MidpointRounding.AwayFromZero);
            if (fraction > 0 && rows.Length > 1)
                count = Math.Clamp(count, 1, rows.Length - 1);
            else
                count = 0;
            test.AddRange(rows[..count]);
            train.AddRange(rows[count..]);
        }
        return ([.. train.Order()], [.. test.Order()]);
    }

    /// <summary>Folds of equal size for cross-validation.</summary>
    /// <returns>For each fold the numbers of its rows, ascending.</returns>
    public static IReadOnlyList<int[]> Folds(IReadOnlyList<float> labels, int count, int seed)
    {
        List<int>[] folds = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        foreach (int[] rows in Shuffled(labels, seed))
        {
            for (int i = 0; i < rows.Length; i++)
                folds[i % count].Add(rows[i]);
        }
        return [.. folds.Select(fold => fold.Order().ToArray())];
    }

    /// <summary>The rows of either class, anomalies second, each in random order.</summary>
    private static int[][] Shuffled(IReadOnlyList<float> labels, int seed)
    {
        var random = new Random(seed);
        int[] anomalies = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == LabelRule.Anomaly)];
        int[] others = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] != LabelRule.Anomaly)];
        random.Shuffle(others);
        random.Shuffle(anomalies);
        return [others, anomalies];
    }
}
