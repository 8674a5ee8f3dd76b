using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// What the first dimensions say of a row's energy for each prototype: a bound from below, or all of it where there are no more dimensions.
/// Rows lie side by side in the lanes, so that a triangle costs no more than its entries. A row's result is the same whether it comes alone
/// or among others.
/// </summary>
internal sealed class LeadingEnergies
{
    private const int L = Lanes.Count;

    // So many whitened dimensions at a time.
    private const int Together = 4;

    // [prototype][group of four whitened dimensions][dimension of z][one of the four]: up to the last column that is not zero.
    private readonly float[] _whitening;

    // -W_k c_k and log det S_k - 2 log(n_k / n).
    private readonly float[] _shift;
    private readonly float[] _constants;
    private readonly int _groups;

    /// <param name="whitening">W_k, the lower triangles, row by row, [K, D (D + 1) / 2]</param>
    /// <param name="shift">-W_k c_k, [K, <paramref name="shiftStride"/>]</param>
    /// <param name="shiftStride">At least D.</param>
    /// <param name="constants">What is added to each energy, [K]</param>
    /// <param name="dimensions">How many dimensions lead, at most D.</param>
    public LeadingEnergies(ReadOnlySpan<float> whitening, ReadOnlySpan<float> shift, int shiftStride, float[] constants, int dimensions)
    {
        (Dimensions, _constants) = (dimensions, constants);
        _groups = (dimensions + Together - 1) / Together;
        int triangle = whitening.Length / constants.Length;
        var packed = new List<float>();
        _shift = new float[constants.Length * _groups * Together];
        for (int k = 0; k < constants.Length; k++)
        {
            ReadOnlySpan<float> rows = whitening.Slice(k * triangle, triangle);
            shift.Slice(k * shiftStride, dimensions).CopyTo(_shift.AsSpan(k * _groups * Together));
            for (int first = 0; first < dimensions; first += Together)
            {
                for (int j = 0; j < Math.Min(first + Together, dimensions); j++)
                {
                    for (int i = first; i < first + Together; i++)
                        packed.Add(i < dimensions && j <= i ? rows[(i * (i + 1) / 2) + j] : 0);
                }
            }
        }
        _whitening = [.. packed];
    }

    public int Dimensions { get; }

    /// <param name="z">The rows' first dimensions.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="energies">Receives a value for each prototype and row, [K, <see cref="RowBlock.Rows"/>].</param>
    public void Compute(RowBlock z, int rows, Span<float> energies)
    {
        ref float columns = ref MemoryMarshal.GetReference(z.Values[..(Dimensions * RowBlock.Rows)]);
        ref float found = ref MemoryMarshal.GetReference(energies[..(_constants.Length * RowBlock.Rows)]);
        ref float whitening = ref MemoryMarshal.GetArrayDataReference(_whitening);
        for (int k = 0; k < _constants.Length; k++)
        {
            ref float own = ref Unsafe.Add(ref found, k * RowBlock.Rows), next = ref whitening;
            if (rows > 2 * L)
            {
                next = ref SixtyFourRows(k, ref whitening, ref columns, ref own);
            }
            else
            {
                for (int row = 0; row < rows; row += L)
                    next = ref SixteenRows(k, ref whitening, ref Unsafe.Add(ref columns, row), ref Unsafe.Add(ref own, row));
            }
            whitening = ref next;
        }
    }

    // One prototype. Returns where the entries of the next one are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref float SixteenRows(int k, ref float w, ref float columns, ref float found)
    {
        Vector512<float> energy = Vector512.Create(_constants[k]);
        ref float shift = ref _shift[k * _groups * Together];
        for (int group = 0; group < _groups; group++)
        {
            Vector512<float> y0 = Lanes.Spread(ref shift, 0), y1 = Lanes.Spread(ref shift, 1);
            Vector512<float> y2 = Lanes.Spread(ref shift, 2), y3 = Lanes.Spread(ref shift, 3);
            ref float column = ref columns;
            for (nint left = Math.Min((group + 1) * Together, Dimensions); left > 0; left--)
            {
                Vector512<float> z = Lanes.Load(ref column, 0);
                Vector512<float> w0 = Lanes.Spread(ref w, 0);
                y0 = Lanes.MultiplyAdd(w0, z, y0);
                Vector512<float> w1 = Lanes.Spread(ref w, 1);
                y1 = Lanes.MultiplyAdd(w1, z, y1);
                Vector512<float> w2 = Lanes.Spread(ref w, 2);
                y2 = Lanes.MultiplyAdd(w2, z, y2);
                Vector512<float> w3 = Lanes.Spread(ref w, 3);
                y3 = Lanes.MultiplyAdd(w3, z, y3);
                column = ref Unsafe.Add(ref column, RowBlock.Rows);
                w = ref Unsafe.Add(ref w, Together);
            }
            energy = Add(energy, y0, y1, y2, y3);
            shift = ref Unsafe.Add(ref shift, Together);
        }
        energy.StoreUnsafe(ref found);
        return ref w;
    }

    // The same with enough sums at a time: a processor takes four cycles for an addition, but starts two in each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref float SixtyFourRows(int k, ref float w, ref float columns, ref float found)
    {
        Vector512<float> energy = Vector512.Create(_constants[k]), energyB = energy, energyC = energy, energyD = energy;
        ref float shift = ref _shift[k * _groups * Together];
        for (int group = 0; group < _groups; group++)
        {
            Vector512<float> y0 = Lanes.Spread(ref shift, 0), y1 = Lanes.Spread(ref shift, 1);
            Vector512<float> y2 = Lanes.Spread(ref shift, 2), y3 = Lanes.Spread(ref shift, 3);
            Vector512<float> y0B = y0, y1B = y1, y2B = y2, y3B = y3;
            Vector512<float> y0C = y0, y1C = y1, y2C = y2, y3C = y3;
            Vector512<float> y0D = y0, y1D = y1, y2D = y2, y3D = y3;
            ref float column = ref columns;
            for (nint left = Math.Min((group + 1) * Together, Dimensions); left > 0; left--)
            {
                Vector512<float> z = Lanes.Load(ref column, 0), zB = Lanes.Load(ref column, L), zC = Lanes.Load(ref column, 2 * L), zD = Lanes.Load(ref column, 3 * L);
                Vector512<float> w0 = Lanes.Spread(ref w, 0);
                y0 = Lanes.MultiplyAdd(w0, z, y0);
                y0B = Lanes.MultiplyAdd(w0, zB, y0B);
                y0C = Lanes.MultiplyAdd(w0, zC, y0C);
                y0D = Lanes.MultiplyAdd(w0, zD, y0D);
                Vector512<float> w1 = Lanes.Spread(ref w, 1);
                y1 = Lanes.MultiplyAdd(w1, z, y1);
                y1B = Lanes.MultiplyAdd(w1, zB, y1B);
                y1C = Lanes.MultiplyAdd(w1, zC, y1C);
                y1D = Lanes.MultiplyAdd(w1, zD, y1D);
                Vector512<float> w2 = Lanes.Spread(ref w, 2);
                y2 = Lanes.MultiplyAdd(w2, z, y2);
                y2B = Lanes.MultiplyAdd(w2, zB, y2B);
                y2C = Lanes.MultiplyAdd(w2, zC, y2C);
                y2D = Lanes.MultiplyAdd(w2, zD, y2D);
                Vector512<float> w3 = Lanes.Spread(ref w, 3);
                y3 = Lanes.MultiplyAdd(w3, z, y3);
                y3B = Lanes.MultiplyAdd(w3, zB, y3B);
                y3C = Lanes.MultiplyAdd(w3, zC, y3C);
                y3D = Lanes.MultiplyAdd(w3, zD, y3D);
                column = ref Unsafe.Add(ref column, RowBlock.Rows);
                w = ref Unsafe.Add(ref w, Together);
            }
            energy = Add(energy, y0, y1, y2, y3);
            energyB = Add(energyB, y0B, y1B, y2B, y3B);
            energyC = Add(energyC, y0C, y1C, y2C, y3C);
            energyD = Add(energyD, y0D, y1D, y2D, y3D);
            shift = ref Unsafe.Add(ref shift, Together);
        }
        energy.StoreUnsafe(ref found);
        energyB.StoreUnsafe(ref found, L);
        energyC.StoreUnsafe(ref found, 2 * L);
        energyD.StoreUnsafe(ref found, 3 * L);
        return ref w;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Vector512<float> energy, Vector512<float> y0, Vector512<float> y1, Vector512<float> y2, Vector512<float> y3) =>
        energy + Lanes.MultiplyAdd(y0, y0, y1 * y1) + Lanes.MultiplyAdd(y2, y2, y3 * y3);
}
