namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// The feature vectors of the training rows. They grow row by row without ever being copied: a number of rows
/// that is not known beforehand costs no second array.
/// </summary>
internal sealed class FeatureRows(int width)
{
    private const int RowsPerBlock = 4096;
    private readonly List<float[]> _blocks = [];

    /// <summary>Number of features of a row.</summary>
    public int Width { get; } = width;

    public int Count { get; private set; }

    public ReadOnlySpan<float> this[int row] => Slot(row);

    /// <summary>Appends a row of zeros and returns it to be filled.</summary>
    public Span<float> Add()
    {
        if (Count == _blocks.Count * RowsPerBlock)
            _blocks.Add(new float[RowsPerBlock * Width]);
        return Slot(Count++);
    }

    /// <summary>Takes back the row that <see cref="Add"/> gave last.</summary>
    public void RemoveLast() => Slot(--Count).Clear();

    private Span<float> Slot(int row) => _blocks[row / RowsPerBlock].AsSpan(row % RowsPerBlock * Width, Width);
}
