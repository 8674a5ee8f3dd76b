using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The prototypes of one scale: K centres c_k, each with a covariance S_k and a share n_k / n of the rows. They describe a row by its squared
/// distances to the centres, and by its energy, -2 log of the density of the mixture of Gaussians but for a constant.
/// </summary>
internal sealed partial class LocalGaussians
{
    /// <summary>The most rows that are described at once.</summary>
    public const int MaximumRows = RowBlock.Rows;

    private const int L = Lanes.Count;
    private const int RowsAtOnce = 8;
    private const int FewRows = 2;

    // Terms of the mixture that are smaller than the largest one by exp(-13) may be left out: they change a channel by less than 1e-6.
    private const float NegligibleEnergy = 26;

    // Up to here our exponential function goes.
    private const float LargestDifference = 160;

    // Fewer leading dimensions tell too little, and what follows comes by sixteen.
    private const int FewestLeading = 9;

    private readonly CentreSet _centres;
    private readonly LeadingEnergies _leading;

    // W_k by groups of sixteen rows after the leading ones, each by columns up to the last one that is not zero.
    private readonly float[][] _whitening;

    // -W_k c_k, padded.
    private readonly float[] _shift;

    /// <param name="centres">c_k, [K, D]</param>
    /// <param name="whitening">W_k with W_k'W_k = S_k^-1: the lower triangles, row by row, [K, D (D + 1) / 2]</param>
    /// <param name="constants">log det S_k - 2 log(n_k / n), [K]</param>
    public LocalGaussians(float[] centres, float[] whitening, float[] constants)
    {
        _centres = new CentreSet(centres, constants.Length);
        (Whitening, Constants) = (whitening, constants);
        int d = Dimensions, triangle = d * (d + 1) / 2;
        _whitening = new float[Count][];
        _shift = new float[Count * Lanes.Padded(d)];
        for (int k = 0; k < Count; k++)
        {
            ReadOnlySpan<float> rows = whitening.AsSpan(k * triangle, triangle);
            _whitening[k] = Pack(rows, LeadingDimensions(d), d);
            for (int i = 0; i < d; i++)
            {
                double sum = 0;
                for (int j = 0; j <= i; j++)
                    sum -= (double)rows[(i * (i + 1) / 2) + j] * centres[(k * d) + j];
                _shift[(k * Lanes.Padded(d)) + i] = (float)sum;
            }
        }
        _leading = new LeadingEnergies(whitening, _shift, Lanes.Padded(d), constants, LeadingDimensions(d));
    }

    public float[] Centres => _centres.Centres;

    public float[] Whitening { get; }

    public float[] Constants { get; }

    /// <summary>K</summary>
    public int Count => Constants.Length;

    /// <summary>D</summary>
    public int Dimensions => _centres.Dimensions;

    /// <summary>The length of a row of distances.</summary>
    public int PaddedCount => _centres.PaddedCount;

    /// <summary>How many of D dimensions are looked at of every row and prototype: 9 to 24. The others matter to few.</summary>
    public static int LeadingDimensions(int dimensions) =>
        dimensions < FewestLeading ? dimensions : ((dimensions - FewestLeading) % L) + FewestLeading;

    /// <summary>Scratch memory and results for mixtures of up to so many prototypes.</summary>
    public sealed class Description(int prototypes)
    {
        /// <summary>For each row the nearest centre.</summary>
        public int[] Nearest { get; } = new int[MaximumRows];

        /// <summary>For each row -2 log sum_k exp(-e_k / 2) with e_k = (z - c_k)'S_k^-1(z - c_k) + log det S_k - 2 log(n_k / n).</summary>
        public float[] Energy { get; } = new float[MaximumRows];

        // e_k, [K, MaximumRows], or a bound from below where it is negligible.
        internal float[] Energies { get; } = new float[prototypes * MaximumRows];

        // What e_k has to stay below to matter.
        internal float[] Limits { get; } = new float[MaximumRows];

        // Rows that a prototype may matter for, and their e_k.
        internal int[] Candidates { get; } = new int[MaximumRows + RowsAtOnce];

        internal float[] Found { get; } = new float[MaximumRows + RowsAtOnce];
    }

    /// <param name="z">The rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="leading">Their leading dimensions, one after another.</param>
    /// <param name="rows">Their number, at most <see cref="MaximumRows"/>.</param>
    /// <param name="distances">Receives |z - c_k|^2, [rows, <see cref="PaddedCount"/>].</param>
    /// <param name="description">Receives the rest.</param>
    public void Describe(ReadOnlySpan<float> z, int stride, RowBlock leading, int rows, Span<float> distances, Description description)
    {
        _centres.Distances(z, stride, rows, distances);
        for (int row = 0; row < rows; row++)
            description.Nearest[row] = _centres.Nearest(distances.Slice(row * PaddedCount, PaddedCount));
        _leading.Compute(leading, rows, description.Energies);
        if (_leading.Dimensions < Dimensions)
            Complete(ref MemoryMarshal.GetReference(z[..(((rows - 1) * stride) + Dimensions)]), stride, rows, description);
        SumUp(rows, description.Energies, description.Energy);
    }

    // Adds the other dimensions to the energies that are not negligible yet.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Complete(ref float values, int stride, int rows, Description description)
    {
        (float[] energies, float[] limits) = (description.Energies, description.Limits);
        limits.AsSpan(rows).Fill(float.NegativeInfinity);
        if (Count == 1)
        {
            limits.AsSpan(0, rows).Fill(float.PositiveInfinity);
            Complete(0, ref values, stride, description);
            return;
        }
        // The nearest centre first: what lies far below its density need not be known.
        for (int row = 0; row < rows; row++)
        {
            int k = description.Nearest[row];
            ref float energy = ref energies[(k * MaximumRows) + row];
            for (int first = _leading.Dimensions; first < Dimensions; first += L)
            {
                OneEnergy(
                    ref _whitening[k][Start(first - _leading.Dimensions)], ref _shift[(k * Lanes.Padded(Dimensions)) + first], first + L,
                    ref Unsafe.Add(ref values, row * stride), ref energy);
            }
            limits[row] = energy + NegligibleEnergy;
            // Not once more below.
            (description.Energy[row], energy) = (energy, float.PositiveInfinity);
        }
        for (int k = 0; k < Count; k++)
            Complete(k, ref values, stride, description);
        for (int row = 0; row < rows; row++)
            energies[(description.Nearest[row] * MaximumRows) + row] = description.Energy[row];
    }

    // -2 log sum_k exp(-e_k / 2), sixteen rows at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumUp(int rows, float[] energies, float[] total)
    {
        for (int first = 0; first < rows; first += L)
        {
            Vector512<float> lowest = Lanes.Load(ref energies[first], 0), sum = Vector512<float>.Zero;
            for (int k = 1; k < Count; k++)
                lowest = Lanes.Min(lowest, Lanes.Load(ref energies[(k * MaximumRows) + first], 0));
            Vector512<float> end = lowest + Vector512.Create(LargestDifference);
            // What is beyond the limit may not be complete.
            Vector512<float> limit = _leading.Dimensions < Dimensions ? lowest + Vector512.Create(NegligibleEnergy) : end;
            for (int k = 0; k < Count; k++)
            {
                Vector512<float> energy = Lanes.Load(ref energies[(k * MaximumRows) + first], 0);
                Vector512<float> term = Lanes.Exp((lowest - Lanes.Min(energy, end)) * 0.5f);
                sum += Vector512.ConditionalSelect(Vector512.LessThan(energy, limit), term, Vector512<float>.Zero);
            }
            (lowest - (2 * Lanes.Log(sum))).StoreUnsafe(ref total[first]);
        }
    }

    // The same for one prototype, sixteen dimensions after sixteen for those rows that are still below their limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Complete(int k, ref float values, int stride, Description description)
    {
        ref float energies = ref description.Energies[k * MaximumRows], limits = ref description.Limits[0], found = ref description.Found[0];
        ref int candidates = ref description.Candidates[0];
        int count = FindCandidates(ref energies, ref limits, ref candidates, ref found);
        for (int first = _leading.Dimensions; first < Dimensions && count > 0; first += L)
        {
            AddDimensions(k, first, ref values, stride, ref candidates, ref found, count);
            for (int i = 0; i < count; i++)
                Unsafe.Add(ref energies, Unsafe.Add(ref candidates, i)) = Unsafe.Add(ref found, i);
            if (first + L < Dimensions)
                count = FindCandidates(ref energies, ref limits, ref candidates, ref found);
        }
    }

    // Lists the rows whose energies are below their limits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindCandidates(ref float energies, ref float limits, ref int candidates, ref float found)
    {
        int count = 0;
        for (int first = 0; first < MaximumRows; first += L)
        {
            Vector512<float> below = Vector512.LessThan(Lanes.Load(ref energies, first), Lanes.Load(ref limits, first));
            for (ulong mask = below.ExtractMostSignificantBits(); mask != 0; mask &= mask - 1)
            {
                int row = first + BitOperations.TrailingZeroCount(mask);
                Unsafe.Add(ref candidates, count) = row;
                Unsafe.Add(ref found, count++) = Unsafe.Add(ref energies, row);
            }
        }
        return count;
    }

    // Eight rows at a time, of which the last one may be computed more than once; but few of them alone.
    private void AddDimensions(int k, int first, ref float values, int stride, ref int candidates, ref float found, int count)
    {
        ref float whitening = ref _whitening[k][Start(first - _leading.Dimensions)];
        ref float shift = ref _shift[(k * Lanes.Padded(Dimensions)) + first];
        for (int i = 0; i < RowsAtOnce - 1; i++)
            Unsafe.Add(ref candidates, count + i) = Unsafe.Add(ref candidates, count - 1);
        int next = 0;
        for (; next < count - FewRows; next += RowsAtOnce)
            EightEnergies(ref whitening, ref shift, first + L, ref values, stride, ref Unsafe.Add(ref candidates, next), ref Unsafe.Add(ref found, next));
        for (; next < count; next++)
            OneEnergy(ref whitening, ref shift, first + L, ref Unsafe.Add(ref values, Unsafe.Add(ref candidates, next) * stride), ref Unsafe.Add(ref found, next));
    }

    // Adds the energies of sixteen whitened dimensions, which depend on so many of z: two sums, of every other one, since an addition takes
    // longer than to start one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneEnergy(ref float whitening, ref float shift, nint columns, ref float z, ref float found)
    {
        Vector512<float> y = Lanes.Load(ref shift, 0), odd = Vector512<float>.Zero;
        nint j = 0;
        for (; j < columns - 1; j += 2)
        {
            y = Lanes.MultiplyAdd(Lanes.Load(ref whitening, j * L), Lanes.Spread(ref z, j), y);
            odd = Lanes.MultiplyAdd(Lanes.Load(ref whitening, (j + 1) * L), Lanes.Spread(ref z, j + 1), odd);
        }
        if (j < columns)
            y = Lanes.MultiplyAdd(Lanes.Load(ref whitening, j * L), Lanes.Spread(ref z, j), y);
        y += odd;
        found += Lanes.Sum(y * y);
    }

    // The same for eight rows. Inlined, there would not be registers enough.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EightEnergies(
        ref float whitening, ref float shift, nint columns, ref float values, int stride, ref int rows, ref float found)
    {
        ref float z0 = ref Unsafe.Add(ref values, rows * stride);
        ref float z1 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 1) * stride);
        ref float z2 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 2) * stride);
        ref float z3 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 3) * stride);
        ref float z4 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 4) * stride);
        ref float z5 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 5) * stride);
        ref float z6 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 6) * stride);
        ref float z7 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 7) * stride);
        Vector512<float> y0 = Lanes.Load(ref shift, 0);
        Vector512<float> y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        Vector512<float> odd0 = Vector512<float>.Zero, odd1 = odd0, odd2 = odd0, odd3 = odd0, odd4 = odd0, odd5 = odd0, odd6 = odd0, odd7 = odd0;
        nint j = 0;
        for (; j < columns - 1; j += 2)
        {
            Vector512<float> w = Lanes.Load(ref whitening, 0), next = Lanes.Load(ref whitening, L);
            y0 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z0, j), y0);
            odd0 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z0, j + 1), odd0);
            y1 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z1, j), y1);
            odd1 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z1, j + 1), odd1);
            y2 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z2, j), y2);
            odd2 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z2, j + 1), odd2);
            y3 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z3, j), y3);
            odd3 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z3, j + 1), odd3);
            y4 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z4, j), y4);
            odd4 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z4, j + 1), odd4);
            y5 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z5, j), y5);
            odd5 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z5, j + 1), odd5);
            y6 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z6, j), y6);
            odd6 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z6, j + 1), odd6);
            y7 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z7, j), y7);
            odd7 = Lanes.MultiplyAdd(next, Lanes.Spread(ref z7, j + 1), odd7);
            whitening = ref Unsafe.Add(ref whitening, 2 * L);
        }
        if (j < columns)
        {
            Vector512<float> w = Lanes.Load(ref whitening, 0);
            y0 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z0, j), y0);
            y1 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z1, j), y1);
            y2 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z2, j), y2);
            y3 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z3, j), y3);
            y4 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z4, j), y4);
            y5 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z5, j), y5);
            y6 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z6, j), y6);
            y7 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z7, j), y7);
        }
        y0 += odd0;
        y1 += odd1;
        y2 += odd2;
        y3 += odd3;
        y4 += odd4;
        y5 += odd5;
        y6 += odd6;
        y7 += odd7;
        (Vector128.LoadUnsafe(ref found) + Lanes.Sums(y0 * y0, y1 * y1, y2 * y2, y3 * y3)).StoreUnsafe(ref found);
        (Vector128.LoadUnsafe(ref found, 4) + Lanes.Sums(y4 * y4, y5 * y5, y6 * y6, y7 * y7)).StoreUnsafe(ref found, 4);
    }

    // Where the group of sixteen rows starts that is so far behind the leading ones: each group has sixteen columns more than the one before.
    private int Start(int behind) => (behind * _leading.Dimensions) + (behind * (behind + L) / 2);

    private static float[] Pack(ReadOnlySpan<float> triangle, int leading, int d)
    {
        var packed = new List<float>();
        for (int first = leading; first < d; first += L)
        {
            for (int j = 0; j < first + L; j++)
            {
                for (int i = first; i < first + L; i++)
                    packed.Add(j <= i ? triangle[(i * (i + 1) / 2) + j] : 0);
            }
        }
        return [.. packed];
    }
}
