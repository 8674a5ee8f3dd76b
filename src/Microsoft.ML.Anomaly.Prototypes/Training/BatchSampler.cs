namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Draws the rows of a minibatch: unlabelled ones without replacement within the batch, labelled anomalies with replacement.
/// </summary>
internal sealed class BatchSampler
{
    private readonly Random _random;
    private readonly int[] _unlabelled;
    private readonly int[] _anomalies;
    private int _pool;

    /// <param name="unlabelled">Row numbers of the unlabelled rows.</param>
    /// <param name="anomalies">Row numbers of the labelled anomalies; empty where a batch has none.</param>
    /// <param name="random">The only source of randomness.</param>
    public BatchSampler(ReadOnlySpan<int> unlabelled, ReadOnlySpan<int> anomalies, Random random)
    {
        _unlabelled = unlabelled.ToArray();
        _anomalies = anomalies.ToArray();
        _random = random;
        _pool = _unlabelled.Length;
    }

    /// <summary>
    /// From now on, unlabelled rows come from a new random part of them only.
    /// </summary>
    /// <param name="rows">The number of rows in that part; all of them where there are fewer.</param>
    public void DrawPool(int rows)
    {
        _pool = Math.Min(rows, _unlabelled.Length);
        Shuffle(_pool, _unlabelled.Length);
    }

    /// <summary>Fills a batch with distinct unlabelled rows; it may be no larger than <see cref="UnlabelledBatchSize"/>.</summary>
    public void DrawUnlabelled(Span<int> batch)
    {
        Shuffle(batch.Length, _pool);
        _unlabelled.AsSpan(0, batch.Length).CopyTo(batch);
    }

    public void DrawAnomalies(Span<int> batch)
    {
        foreach (ref int row in batch)
            row = _anomalies[_random.Next(_anomalies.Length)];
    }

    /// <summary>The size of a batch of unlabelled rows: all of those to be drawn from where there are fewer than asked for.</summary>
    public int UnlabelledBatchSize(int wanted) => Math.Min(wanted, _pool);

    // The first steps of a Fisher-Yates shuffle of the head of the array: whatever order it is in, its first rows become a uniform sample.
    private void Shuffle(int count, int among)
    {
        for (int i = 0; i < count; i++)
        {
            int j = _random.Next(i, among);
            (_unlabelled[i], _unlabelled[j]) = (_unlabelled[j], _unlabelled[i]);
        }
    }
}
