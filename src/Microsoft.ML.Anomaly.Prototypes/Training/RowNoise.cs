using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Gaussian noise that belongs to a row: a denoising autoencoder sees a row with the same noise in every epoch, and nothing of
/// the size of the data has to be kept for that. The values come from a table, at a place that depends on the row.
/// </summary>
internal sealed class RowNoise
{
    private const int TableSize = 1 << 16;
    private readonly float[] _table = new float[TableSize];
    private readonly uint _salt;

    /// <param name="scale">The standard deviation.</param>
    /// <param name="random">The only source of randomness.</param>
    public RowNoise(float scale, Random random)
    {
        _salt = (uint)random.Next();
        NormalNoise.Fill(_table, scale, random);
    }

    /// <param name="values">What the row's noise is added to.</param>
    /// <param name="row">The row.</param>
    /// <param name="factors">A factor for each value of noise; none, or as many as values.</param>
    public void AddTo(Span<float> values, int row, ReadOnlySpan<float> factors = default)
    {
        int position = (int)(Mix((uint)row ^ _salt) % TableSize), count;
        // The table is a circle.
        for (int first = 0; first < values.Length; (first, position) = (first + count, 0))
        {
            count = Math.Min(values.Length - first, TableSize - position);
            Add(values.Slice(first, count), _table.AsSpan(position, count), factors.IsEmpty ? factors : factors.Slice(first, count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Span<float> values, ReadOnlySpan<float> noise, ReadOnlySpan<float> factors)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= values.Length - lanes; i += lanes)
        {
            var added = new Vector<float>(noise.Slice(i, lanes));
            if (!factors.IsEmpty)
                added *= new Vector<float>(factors.Slice(i, lanes));
            Span<float> place = values.Slice(i, lanes);
            (new Vector<float>(place) + added).CopyTo(place);
        }
        for (; i < values.Length; i++)
            values[i] += factors.IsEmpty ? noise[i] : factors[i] * noise[i];
    }

    // MurmurHash3's finalizer.
    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }
}
