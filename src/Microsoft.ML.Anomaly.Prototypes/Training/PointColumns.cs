using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Points with each coordinate in a column of its own, so that the distances from one place to all points are computed several points
/// at a time, however few coordinates they have.
/// </summary>
internal sealed class PointColumns
{
    // Four vectors at once hide the latency of an addition.
    private static readonly int Block = 4 * Vector<float>.Count;

    private readonly float[] _values;
    private readonly int _width;

    /// <param name="points">The points, all of the same length.</param>
    public PointColumns(float[][] points)
    {
        _width = points[0].Length;
        PaddedCount = (points.Length + Block - 1) / Block * Block;
        _values = new float[_width * PaddedCount];
        for (int i = 0; i < points.Length; i++)
        {
            for (int d = 0; d < _width; d++)
                _values[(d * PaddedCount) + i] = points[i][d];
        }
    }

    /// <summary>The number of points, rounded up to what is computed at once.</summary>
    public int PaddedCount { get; }

    /// <summary>The squared Euclidean distance of each point.</summary>
    /// <param name="from">The place from which the distances are taken.</param>
    /// <param name="distances">As long as <see cref="PaddedCount"/>; what lies behind the last point means nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaredDistances(ReadOnlySpan<float> from, Span<float> distances)
    {
        int lanes = Vector<float>.Count;
        ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(_values);
        Span<Vector<float>> results = MemoryMarshal.Cast<float, Vector<float>>(distances[..PaddedCount]);
        for (int i = 0; i < results.Length; i += 4)
        {
            Vector<float> a = default, b = default, c = default, d = default;
            int position = i;
            foreach (float coordinate in from[.._width])
            {
                var place = new Vector<float>(coordinate);
                ReadOnlySpan<Vector<float>> block = values.Slice(position, 4);
                Vector<float> difference = block[0] - place;
                a += difference * difference;
                difference = block[1] - place;
                b += difference * difference;
                difference = block[2] - place;
                c += difference * difference;
                difference = block[3] - place;
                d += difference * difference;
                position += PaddedCount / lanes;
            }
            (results[i], results[i + 1], results[i + 2], results[i + 3]) = (a, b, c, d);
        }
    }

    /// <summary>Takes over each distance that is smaller than the smallest one so far, and with it the number of the cluster.</summary>
    /// <param name="distances">Squared distances to the cluster's centre.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="nearest">The smallest distances so far; all three spans are as long as <see cref="PaddedCount"/>.</param>
    /// <param name="assignments">The clusters that those belong to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TakeNearer(ReadOnlySpan<float> distances, int cluster, Span<float> nearest, Span<int> assignments)
    {
        ReadOnlySpan<Vector<float>> candidate = MemoryMarshal.Cast<float, Vector<float>>(distances);
        Span<Vector<float>> best = MemoryMarshal.Cast<float, Vector<float>>(nearest);
        Span<Vector<int>> owner = MemoryMarshal.Cast<int, Vector<int>>(assignments);
        var number = new Vector<int>(cluster);
        for (int i = 0; i < candidate.Length; i++)
        {
            Vector<int> nearer = Vector.LessThan(candidate[i], best[i]);
            best[i] = Vector.Min(best[i], candidate[i]);
            owner[i] = Vector.ConditionalSelect(nearer, number, owner[i]);
        }
    }
}
