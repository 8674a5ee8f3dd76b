namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// For each training row the mean of what those heads of a fold say that did not learn from it: as a new row would be judged.
/// </summary>
internal sealed class OutOfBag(int rows)
{
    private readonly double[] _sums = new double[rows];
    private readonly int[] _counts = new int[rows];

    /// <summary>Adds a head's values for all rows but those that it has learned from.</summary>
    /// <param name="values">One for each row.</param>
    /// <param name="learned">The numbers of the rows that it has learned from.</param>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<int> learned)
    {
        var isLearned = new bool[_sums.Length];
        foreach (int row in learned)
            isLearned[row] = true;
        for (int row = 0; row < _sums.Length; row++)
        {
            if (isLearned[row])
                continue;
            _sums[row] += values[row];
            _counts[row]++;
        }
    }

    /// <returns>For each row the mean, or the median of the others' where each head has learned from it; NaN where all have from all rows.</returns>
    public float[] Means()
    {
        float[] means = [.. _sums.Select((sum, row) => _counts[row] == 0 ? float.NaN : (float)(sum / _counts[row]))];
        float[] known = [.. means.Where(mean => !float.IsNaN(mean)).Order()];
        float median = known.Length == 0 ? float.NaN : known[known.Length / 2];
        return [.. means.Select(mean => float.IsNaN(mean) ? median : mean)];
    }
}
