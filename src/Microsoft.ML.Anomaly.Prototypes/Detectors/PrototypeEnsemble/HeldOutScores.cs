namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What the whole ensemble would say of the training rows if it had not learned from them: the weighted mean of what heads say out of bag.</summary>
/// <param name="unlabelled">The number of unlabelled rows.</param>
/// <param name="labelled">The number of labelled anomalies.</param>
internal sealed class HeldOutScores(int unlabelled, int labelled)
{
    private readonly double[] _sums = new double[unlabelled + labelled];
    private readonly double[] _weights = new double[unlabelled + labelled];

    /// <summary>For each unlabelled row the score, from 0 to 1; NaN where all heads have learned from all rows.</summary>
    public float[] Unlabelled => Means(0, unlabelled);

    /// <summary>The same for each labelled anomaly.</summary>
    public float[] Labelled => Means(unlabelled, labelled);

    /// <param name="scores">What heads of a kind say; null where there are none.</param>
    /// <param name="weight">How much they count.</param>
    /// <param name="promoted">The numbers of unlabelled rows that were anomalies to these heads, in the order in which they follow the labelled ones.</param>
    public void Add(OutOfBagScores? scores, double weight, int[] promoted)
    {
        if (scores is null || weight == 0)
            return;
        for (int i = 0; i < scores.Anomalies.Length; i++)
            Add(i < labelled ? unlabelled + i : promoted[i - labelled], scores.Anomalies[i], weight);
        HashSet<int> isPromoted = [.. promoted];
        int next = 0;
        for (int row = 0; row < unlabelled; row++)
        {
            if (!isPromoted.Contains(row))
                Add(row, scores.Unlabelled[next++], weight);
        }
    }

    private void Add(int place, float value, double weight)
    {
        if (float.IsNaN(value))
            return;
        _sums[place] += weight * value;
        _weights[place] += weight;
    }

    private float[] Means(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(place => _weights[place] > 0 ? (float)(_sums[place] / _weights[place]) : float.NaN)];
}
