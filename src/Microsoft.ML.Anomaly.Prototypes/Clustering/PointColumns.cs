using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>
/// Points with each coordinate in a column of its own, so that the distances from one place to all points are computed several points
/// at a time, however few coordinates they have.
/// </summary>
internal sealed class PointColumns
{
    private const int L = Lanes.Count;

    // Four vectors at once hide the latency of an addition.
    private const int Block = 4 * L;

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
        ref float place = ref MemoryMarshal.GetReference(from[.._width]), result = ref MemoryMarshal.GetReference(distances[..PaddedCount]);
        for (int i = 0; i < PaddedCount; i += Block)
        {
            Distances(i, ref place, out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d);
            a.StoreUnsafe(ref result, (nuint)i);
            b.StoreUnsafe(ref result, (nuint)(i + L));
            c.StoreUnsafe(ref result, (nuint)(i + (2 * L)));
            d.StoreUnsafe(ref result, (nuint)(i + (3 * L)));
        }
    }

    /// <summary>The nearest of some places for each point; of equally near ones, the first.</summary>
    /// <param name="places">The places.</param>
    /// <param name="distances">Receives the squared distances; as long as <see cref="PaddedCount"/>.</param>
    /// <param name="nearest">Receives the numbers of the places; as long.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Nearest(float[][] places, Span<float> distances, Span<int> nearest)
    {
        ref float best = ref MemoryMarshal.GetReference(distances[..PaddedCount]);
        ref int owner = ref MemoryMarshal.GetReference(nearest[..PaddedCount]);
        // All places for some points after another: these stay in the nearest cache.
        for (int i = 0; i < PaddedCount; i += Block)
        {
            Vector512<float> bestA = Vector512.Create(float.PositiveInfinity), bestB = bestA, bestC = bestA, bestD = bestA;
            Vector512<int> ownerA = default, ownerB = default, ownerC = default, ownerD = default;
            for (int p = 0; p < places.Length; p++)
            {
                ref float place = ref MemoryMarshal.GetReference(places[p].AsSpan(0, _width));
                Distances(i, ref place, out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d);
                Vector512<int> number = Vector512.Create(p);
                Take(a, number, ref bestA, ref ownerA);
                Take(b, number, ref bestB, ref ownerB);
                Take(c, number, ref bestC, ref ownerC);
                Take(d, number, ref bestD, ref ownerD);
            }
            bestA.StoreUnsafe(ref best, (nuint)i);
            bestB.StoreUnsafe(ref best, (nuint)(i + L));
            bestC.StoreUnsafe(ref best, (nuint)(i + (2 * L)));
            bestD.StoreUnsafe(ref best, (nuint)(i + (3 * L)));
            ownerA.StoreUnsafe(ref owner, (nuint)i);
            ownerB.StoreUnsafe(ref owner, (nuint)(i + L));
            ownerC.StoreUnsafe(ref owner, (nuint)(i + (2 * L)));
            ownerD.StoreUnsafe(ref owner, (nuint)(i + (3 * L)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Distances(
        int first, ref float place, out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d)
    {
        ref float values = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_values), first);
        Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (int i = 0; i < _width; i++)
        {
            Vector512<float> coordinate = Lanes.Spread(ref place, i);
            Vector512<float> difference = Lanes.Load(ref values, 0) - coordinate;
            sumA += difference * difference;
            difference = Lanes.Load(ref values, L) - coordinate;
            sumB += difference * difference;
            difference = Lanes.Load(ref values, 2 * L) - coordinate;
            sumC += difference * difference;
            difference = Lanes.Load(ref values, 3 * L) - coordinate;
            sumD += difference * difference;
            values = ref Unsafe.Add(ref values, PaddedCount);
        }
        (a, b, c, d) = (sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<float> distance, Vector512<int> number, ref Vector512<float> best, ref Vector512<int> owner)
    {
        Vector512<float> nearer = Vector512.LessThan(distance, best);
        best = Vector512.ConditionalSelect(nearer, distance, best);
        owner = Vector512.ConditionalSelect(nearer.AsInt32(), number, owner);
    }
}
