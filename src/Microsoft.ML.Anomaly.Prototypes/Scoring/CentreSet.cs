using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Points to which rows have a distance, sixteen of them at a time. A row's result is the same whether it comes alone or among others.
/// </summary>
internal sealed class CentreSet
{
    private const int L = Lanes.Count;

    // [group of centres][dimension][lane]; infinitely far away where a group has fewer.
    private readonly float[] _packed;

    /// <param name="centres">c, [K, D], at least one</param>
    /// <param name="count">K</param>
    public CentreSet(float[] centres, int count)
    {
        (Centres, Count, Dimensions, PaddedCount) = (centres, count, centres.Length / count, Lanes.Padded(count));
        _packed = new float[PaddedCount * Dimensions];
        Array.Fill(_packed, float.PositiveInfinity);
        for (int c = 0; c < count; c++)
        {
            for (int j = 0; j < Dimensions; j++)
                _packed[(((c / L * Dimensions) + j) * L) + (c % L)] = centres[(c * Dimensions) + j];
        }
    }

    /// <summary>c, [K, D]</summary>
    public float[] Centres { get; }

    /// <summary>K</summary>
    public int Count { get; }

    /// <summary>D</summary>
    public int Dimensions { get; }

    /// <summary>The length of a row of distances.</summary>
    public int PaddedCount { get; }

    /// <param name="z">The rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="distances">Receives |z - c|^2, [rows, <see cref="PaddedCount"/>].</param>
    public void Distances(ReadOnlySpan<float> z, int stride, int rows, Span<float> distances)
    {
        int padded = PaddedCount;
        // Checked here, since the kernels go by reference.
        ref float x = ref MemoryMarshal.GetReference(z[..(((rows - 1) * stride) + Dimensions)]);
        ref float sums = ref MemoryMarshal.GetReference(distances[..(rows * padded)]);
        int row = 0;
        for (; row + 3 < rows; row += 4)
            FourRows(ref Unsafe.Add(ref x, row * stride), stride, ref Unsafe.Add(ref sums, row * padded));
        for (; row < rows; row++)
            OneRow(ref Unsafe.Add(ref x, row * stride), ref Unsafe.Add(ref sums, row * padded));
    }

    /// <summary>Which of one row's distances is the smallest, the first one of several.</summary>
    /// <param name="distances">As long as <see cref="PaddedCount"/>.</param>
    public int Nearest(ReadOnlySpan<float> distances)
    {
        ref float first = ref MemoryMarshal.GetReference(distances[..PaddedCount]);
        Vector512<float> smallest = Lanes.Load(ref first, 0);
        for (int k = L; k < PaddedCount; k += L)
            smallest = Lanes.Min(smallest, Lanes.Load(ref first, k));
        var all = Vector512.Create(Lanes.Smallest(smallest));
        for (int k = 0; k < PaddedCount; k += L)
        {
            ulong equal = Vector512.Equals(Lanes.Load(ref first, k), all).ExtractMostSignificantBits();
            if (equal != 0)
                return k + BitOperations.TrailingZeroCount(equal);
        }
        // They are not numbers.
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneRow(ref float x, ref float sums)
    {
        nint dimensions = Dimensions;
        int padded = PaddedCount;
        ref float centres = ref MemoryMarshal.GetArrayDataReference(_packed);
        for (int first = 0; first < padded; first += L)
        {
            Vector512<float> sum = Vector512<float>.Zero;
            for (nint j = 0; j < dimensions; j++)
            {
                Vector512<float> difference = Lanes.Spread(ref x, j) - Lanes.Load(ref centres, j * L);
                sum = Lanes.MultiplyAdd(difference, difference, sum);
            }
            sum.StoreUnsafe(ref sums, (nuint)first);
            centres = ref Unsafe.Add(ref centres, dimensions * L);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourRows(ref float x, int stride, ref float sums)
    {
        nint dimensions = Dimensions;
        int padded = PaddedCount;
        ref float x1 = ref Unsafe.Add(ref x, stride);
        ref float x2 = ref Unsafe.Add(ref x1, stride);
        ref float x3 = ref Unsafe.Add(ref x2, stride);
        ref float centres = ref MemoryMarshal.GetArrayDataReference(_packed);
        for (int first = 0; first < padded; first += L)
        {
            Vector512<float> sum0 = Vector512<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (nint j = 0; j < dimensions; j++)
            {
                Vector512<float> centre = Lanes.Load(ref centres, j * L);
                Vector512<float> d0 = Lanes.Spread(ref x, j) - centre, d1 = Lanes.Spread(ref x1, j) - centre;
                Vector512<float> d2 = Lanes.Spread(ref x2, j) - centre, d3 = Lanes.Spread(ref x3, j) - centre;
                sum0 = Lanes.MultiplyAdd(d0, d0, sum0);
                sum1 = Lanes.MultiplyAdd(d1, d1, sum1);
                sum2 = Lanes.MultiplyAdd(d2, d2, sum2);
                sum3 = Lanes.MultiplyAdd(d3, d3, sum3);
            }
            sum0.StoreUnsafe(ref sums, (nuint)first);
            sum1.StoreUnsafe(ref sums, (nuint)(padded + first));
            sum2.StoreUnsafe(ref sums, (nuint)((2 * padded) + first));
            sum3.StoreUnsafe(ref sums, (nuint)((3 * padded) + first));
            centres = ref Unsafe.Add(ref centres, dimensions * L);
        }
    }
}
