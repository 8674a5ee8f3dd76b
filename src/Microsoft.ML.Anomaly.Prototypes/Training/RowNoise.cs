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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Span<float> values, int row)
    {
        int position = (int)(Mix((uint)row ^ _salt) % TableSize);
        while (values.Length > 0)
        {
            Span<float> place = values[..Math.Min(values.Length, TableSize - position)];
            ReadOnlySpan<float> noise = _table.AsSpan(position, place.Length);
            int lanes = Vector<float>.Count, i = 0;
            for (; i <= place.Length - lanes; i += lanes)
                (new Vector<float>(place.Slice(i, lanes)) + new Vector<float>(noise.Slice(i, lanes))).CopyTo(place.Slice(i, lanes));
            for (; i < place.Length; i++)
                place[i] += noise[i];
            // The table is a circle.
            values = values[place.Length..];
            position = 0;
        }
    }

    /// <summary>The same with a factor for each value.</summary>
    public void AddTo(Span<float> values, int row, ReadOnlySpan<float> factors)
    {
        uint position = Mix((uint)row ^ _salt);
        for (int i = 0; i < values.Length; i++)
            values[i] += factors[i] * _table[position++ % TableSize];
    }

    // MurmurHash3's finalizer.
    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }
}
