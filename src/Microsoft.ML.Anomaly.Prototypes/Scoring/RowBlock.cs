using System.Runtime.CompilerServices;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The values of some rows at one place of a network, feature by feature: a vector register holds one feature of several rows. What
/// is computed of a row this way has the same steps in the same order as for a single row, hence the same bits.
/// </summary>
/// <param name="width">Number of features.</param>
internal sealed class RowBlock(int width)
{
    /// <summary>Rows of a block: a multiple of every register's width, and few enough for the nearest cache.</summary>
    public const int Rows = 64;

    private readonly float[] _values = new float[width * Rows];

    /// <summary>All values: those of the first feature of all rows, then those of the second one.</summary>
    public Span<float> Values => _values;

    /// <summary>One feature of all rows.</summary>
    public Span<float> this[int feature] => _values.AsSpan(feature * Rows, Rows);

    /// <summary>Takes the first features of rows that lie one after another.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="count">The number of rows, at most <see cref="Rows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(ReadOnlySpan<float> rows, int stride, int count)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> features = rows.Slice(row * stride, width);
            for (int i = 0; i < features.Length; i++)
                _values[(i * Rows) + row] = features[i];
        }
    }

    /// <summary>Copies the first features of one row, as many as the destination takes.</summary>
    public void CopyRow(int row, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = _values[(i * Rows) + row];
    }

    /// <summary>Sets the first features of one row, as many as there are.</summary>
    public void SetRow(int row, ReadOnlySpan<float> features)
    {
        for (int i = 0; i < features.Length; i++)
            _values[(i * Rows) + row] = features[i];
    }
}
