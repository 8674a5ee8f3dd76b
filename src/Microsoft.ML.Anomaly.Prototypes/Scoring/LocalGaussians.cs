using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The prototypes of one scale: K centres c_k, each with a covariance S_k and a share n_k / n of the rows. They describe a row by its squared
/// distances to the centres, and by its energy, -2 log of the density of the mixture of Gaussians but for a constant.
/// </summary>
internal sealed class LocalGaussians
{
    /// <summary>The most rows that are described at once.</summary>
    public const int MaximumRows = RowBlock.Rows;

    private const int L = Lanes.Count;
    private const int RowsAtOnce = 8;

    // Terms of the mixture that are smaller than the one of the nearest centre by exp(-15) are left out: below a float's precision.
    private const float NegligibleEnergy = 30;

    private readonly CentreSet _centres;

    // W_k by groups of sixteen rows, each by columns up to the last one that is not zero.
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
            _whitening[k] = Pack(rows, d);
            for (int i = 0; i < d; i++)
            {
                double sum = 0;
                for (int j = 0; j <= i; j++)
                    sum -= (double)rows[(i * (i + 1) / 2) + j] * centres[(k * d) + j];
                _shift[(k * Lanes.Padded(d)) + i] = (float)sum;
            }
        }
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

    /// <summary>Scratch memory and results.</summary>
    public sealed class Description
    {
        /// <summary>For each row the nearest centre.</summary>
        public int[] Nearest { get; } = new int[MaximumRows];

        /// <summary>For each row -2 log sum_k exp(-e_k / 2) with e_k = (z - c_k)'S_k^-1(z - c_k) + log det S_k - 2 log(n_k / n).</summary>
        public float[] Energy { get; } = new float[MaximumRows];

        internal float[] Sum { get; } = new float[MaximumRows];

        // Rows that a prototype may matter for, and their e_k.
        internal int[] Candidates { get; } = new int[MaximumRows + RowsAtOnce];

        internal float[] Found { get; } = new float[MaximumRows + RowsAtOnce];
    }

    /// <param name="z">The rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="rows">Their number, at most <see cref="MaximumRows"/>.</param>
    /// <param name="distances">Receives |z - c_k|^2, [rows, <see cref="PaddedCount"/>].</param>
    /// <param name="description">Receives the rest.</param>
    public void Describe(ReadOnlySpan<float> z, int stride, int rows, Span<float> distances, Description description)
    {
        _centres.Distances(z, stride, rows, distances);
        (int[] nearest, float[] lowest, float[] sum) = (description.Nearest, description.Energy, description.Sum);
        for (int row = 0; row < rows; row++)
            nearest[row] = _centres.Nearest(distances.Slice(row * PaddedCount, Count));
        ref float values = ref MemoryMarshal.GetReference(z[..(((rows - 1) * stride) + Dimensions)]);
        (int[] candidates, float[] found) = (description.Candidates, description.Found);
        // The nearest centre first: what lies far below its density need not be known.
        for (int k = 0; k < Count; k++)
        {
            int count = 0;
            for (int row = 0; row < rows; row++)
            {
                candidates[count] = row;
                count += nearest[row] == k ? 1 : 0;
            }
            count = Energies(k, ref values, stride, candidates, found, count, null);
            for (int i = 0; i < count; i++)
                (lowest[candidates[i]], sum[candidates[i]]) = (found[i], 1);
        }
        for (int k = 0; k < Count; k++)
        {
            int count = 0;
            for (int row = 0; row < rows; row++)
            {
                candidates[count] = row;
                count += nearest[row] == k ? 0 : 1;
            }
            count = Energies(k, ref values, stride, candidates, found, count, lowest);
            for (int i = 0; i < count; i++)
                Add(found[i], ref lowest[candidates[i]], ref sum[candidates[i]]);
        }
        for (int row = 0; row < rows; row++)
            lowest[row] -= 2 * MathF.Log(sum[row]);
    }

    // sum_k exp((lowest - e_k) / 2) with one more e_k.
    private static void Add(float energy, ref float lowest, ref float sum)
    {
        if (energy < lowest)
            (sum, lowest) = ((sum * MathF.Exp((energy - lowest) / 2)) + 1, energy);
        else if (energy < lowest + NegligibleEnergy)
            sum += MathF.Exp((lowest - energy) / 2);
    }

    // e_k of the candidates, sixteen whitened dimensions after the others. With a limit, those that exceed it on the way are dropped.
    private int Energies(int k, ref float values, int stride, int[] candidates, float[] found, int count, float[]? lowest)
    {
        found.AsSpan(0, count).Fill(Constants[k]);
        for (int first = 0; first < Dimensions && count > 0; first += L)
        {
            // Eight at a time, of which the last one may be computed more than once; but a single one alone.
            candidates.AsSpan(count, RowsAtOnce - 1).Fill(candidates[count - 1]);
            for (int i = 0; i < count; i += RowsAtOnce)
            {
                if (i == count - 1)
                    OneEnergy(k, first, ref Unsafe.Add(ref values, candidates[i] * stride), ref found[i]);
                else
                    EightEnergies(k, first, ref values, stride, ref candidates[i], ref found[i]);
            }
            if (lowest is null)
                continue;
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                int row = candidates[i];
                (candidates[kept], found[kept]) = (row, found[i]);
                kept += found[i] < lowest[row] + NegligibleEnergy ? 1 : 0;
            }
            count = kept;
        }
        return count;
    }

    private void OneEnergy(int k, int first, ref float z, ref float found)
    {
        nint columns = Math.Min(first + L, Dimensions);
        ref float whitening = ref _whitening[k][Start(first)];
        Vector512<float> y = Lanes.Load(ref _shift[k * Lanes.Padded(Dimensions)], first);
        for (nint j = 0; j < columns; j++)
            y = Lanes.MultiplyAdd(Lanes.Load(ref whitening, j * L), Lanes.Spread(ref z, j), y);
        found += Lanes.Sum(y * y);
    }

    // Adds the energies of sixteen whitened dimensions. Eight sums at a time hide how long one addition takes.
    private void EightEnergies(int k, int first, ref float values, int stride, ref int rows, ref float found)
    {
        nint columns = Math.Min(first + L, Dimensions);
        ref float whitening = ref _whitening[k][Start(first)];
        ref float z0 = ref Unsafe.Add(ref values, rows * stride);
        ref float z1 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 1) * stride);
        ref float z2 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 2) * stride);
        ref float z3 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 3) * stride);
        ref float z4 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 4) * stride);
        ref float z5 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 5) * stride);
        ref float z6 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 6) * stride);
        ref float z7 = ref Unsafe.Add(ref values, Unsafe.Add(ref rows, 7) * stride);
        Vector512<float> y0 = Lanes.Load(ref _shift[k * Lanes.Padded(Dimensions)], first);
        Vector512<float> y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        for (nint j = 0; j < columns; j++)
        {
            Vector512<float> w = Lanes.Load(ref whitening, j * L);
            y0 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z0, j), y0);
            y1 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z1, j), y1);
            y2 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z2, j), y2);
            y3 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z3, j), y3);
            y4 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z4, j), y4);
            y5 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z5, j), y5);
            y6 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z6, j), y6);
            y7 = Lanes.MultiplyAdd(w, Lanes.Spread(ref z7, j), y7);
        }
        (Vector128.LoadUnsafe(ref found) + Lanes.Sums(y0 * y0, y1 * y1, y2 * y2, y3 * y3)).StoreUnsafe(ref found);
        (Vector128.LoadUnsafe(ref found, 4) + Lanes.Sums(y4 * y4, y5 * y5, y6 * y6, y7 * y7)).StoreUnsafe(ref found, 4);
    }

    // Where a group of sixteen rows starts: the groups before it have 16, 32, 48 ... columns.
    private static int Start(int first) => L * first * (first + L) / (2 * L);

    // Sixteen rows of the triangle at a time, each such group by columns, up to the last one that is not zero.
    private static float[] Pack(ReadOnlySpan<float> triangle, int d)
    {
        var packed = new List<float>();
        for (int first = 0; first < d; first += L)
        {
            for (int j = 0; j < Math.Min(first + L, d); j++)
            {
                for (int i = first; i < first + L; i++)
                    packed.Add(i < d && j <= i ? triangle[(i * (i + 1) / 2) + j] : 0);
            }
        }
        return [.. packed];
    }
}
