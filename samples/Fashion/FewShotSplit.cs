namespace ProtoAnomaly.Samples.Fashion;

/// <summary>A row's place: whether it is for the test, and whether a trainer is told its class.</summary>
internal readonly record struct SplitRow(int Index, bool IsTest, bool IsLabelled);

/// <summary>
/// Splits rows for training and test. One class is unknown: none of its rows is labelled. Of each other class a few training rows are.
/// </summary>
internal static class FewShotSplit
{
    private const double TrainFraction = 0.7;

    /// <summary>All rows in random order, those for training first.</summary>
    public static IEnumerable<SplitRow> Of(IReadOnlyList<string> classes, string unknown, int shots, int seed)
    {
        int[] order = [.. Enumerable.Range(0, classes.Count)];
        new Random(seed).Shuffle(order);
        var labelled = new Dictionary<string, int>();
        for (int position = 0; position < order.Length; position++)
        {
            string name = classes[order[position]];
            bool isTest = position >= TrainFraction * order.Length;
            bool isLabelled = !isTest && name != unknown && labelled.GetValueOrDefault(name) < shots;
            if (isLabelled)
                labelled[name] = labelled.GetValueOrDefault(name) + 1;
            yield return new SplitRow(order[position], isTest, isLabelled);
        }
    }
}
