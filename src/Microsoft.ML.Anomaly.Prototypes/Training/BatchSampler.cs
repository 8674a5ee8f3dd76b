namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Draws the rows of a minibatch: unlabelled ones without replacement within the batch, labelled anomalies with replacement.
/// </summary>
internal sealed class BatchSampler
{
    private readonly Random _random;
    private readonly int[] _unlabelled;
    private readonly int[] _anomalies;

    /// <param name="unlabelled">Row numbers of the unlabelled rows.</param>
    /// <param name="anomalies">Row numbers of the labelled anomalies; empty where a batch has none.</param>
    /// <param name="random">The only source of randomness.</param>
    public BatchSampler(ReadOnlySpan<int> unlabelled, ReadOnlySpan<int> anomalies, Random random)
    {
        _unlabelled = unlabelled.ToArray();
        _anomalies = anomalies.ToArray();
        _random = random;
    }

    /// <summary>Fills a batch with distinct unlabelled rows; it may be no larger than their number.</summary>
    public void DrawUnlabelled(Span<int> batch)
    {
        // The first steps of a Fisher-Yates shuffle: whatever order the array is in, its head becomes a uniform sample.
        for (int i = 0; i < batch.Length; i++)
        {
            int j = _random.Next(i, _unlabelled.Length);
            (_unlabelled[i], _unlabelled[j]) = (_unlabelled[j], _unlabelled[i]);
            batch[i] = _unlabelled[i];
        }
    }

    public void DrawAnomalies(Span<int> batch)
    {
        foreach (ref int row in batch)
            row = _anomalies[_random.Next(_anomalies.Length)];
    }

    /// <summary>The size of a batch of unlabelled rows: all of them where there are fewer than asked for.</summary>
    public int UnlabelledBatchSize(int wanted) => Math.Min(wanted, _unlabelled.Length);
}
