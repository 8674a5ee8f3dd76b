namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Goes through rows in random order, batch by batch, again and again. What is left at the end of a pass and fills no batch is left out.
/// </summary>
internal sealed class EpochSampler
{
    private readonly int[] _rows;
    private readonly int _batchSize;
    private readonly Random _random;
    private int _next;

    /// <param name="rows">Row numbers, at least one.</param>
    /// <param name="batchSize">The number of rows in a batch; all of them where there are fewer.</param>
    /// <param name="batchesPerEpoch">The number of batches in an epoch; 0 for those of one pass.</param>
    /// <param name="random">The only source of randomness.</param>
    public EpochSampler(ReadOnlySpan<int> rows, int batchSize, int batchesPerEpoch, Random random)
    {
        (_rows, _random) = (rows.ToArray(), random);
        _batchSize = Math.Min(batchSize, _rows.Length);
        BatchesPerEpoch = batchesPerEpoch > 0 ? batchesPerEpoch : _rows.Length / _batchSize;
        _next = _rows.Length;
    }

    public int BatchesPerEpoch { get; }

    /// <summary>The rows of the next batches.</summary>
    public IEnumerable<int[]> Next(int batches) => Enumerable.Range(0, batches).Select(_ => Next());

    private int[] Next()
    {
        if (_next + _batchSize > _rows.Length)
        {
            _random.Shuffle(_rows);
            _next = 0;
        }
        _next += _batchSize;
        return _rows[(_next - _batchSize).._next];
    }
}
