namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The feature vectors of the training rows. They grow row by row without ever being copied: a number of rows
/// that is not known beforehand costs no second array.
/// </summary>
internal sealed class FeatureRows(int width)
{
    // A block has a few megabytes, however wide the rows are.
    private const int ValuesPerBlock = 1 << 20;
    private readonly List<float[]> _blocks = [];
    private readonly int _rowsPerBlock = Math.Clamp(ValuesPerBlock / width, 16, 4096);

    /// <summary>Number of features of a row.</summary>
    public int Width { get; } = width;

    public int Count { get; private set; }

    public ReadOnlySpan<float> this[int row] => Slot(row);

    /// <summary>Appends a row of zeros and returns it to be filled.</summary>
    public Span<float> Add()
    {
        if (Count == _blocks.Count * _rowsPerBlock)
            _blocks.Add(new float[_rowsPerBlock * Width]);
        return Slot(Count++);
    }

    /// <summary>Takes back the row that <see cref="Add"/> gave last.</summary>
    public void RemoveLast() => Slot(--Count).Clear();

    /// <summary>A row to be changed.</summary>
    public Span<float> Writable(int row) => Slot(row);

    /// <summary>Copies a row over another one.</summary>
    public void Copy(int from, int to) => Slot(from).CopyTo(Slot(to));

    private Span<float> Slot(int row) => _blocks[row / _rowsPerBlock].AsSpan(row % _rowsPerBlock * Width, Width);
}
