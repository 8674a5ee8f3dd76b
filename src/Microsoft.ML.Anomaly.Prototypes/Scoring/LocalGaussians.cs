using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The prototypes of one scale: K centres c_k, each with a covariance S_k and a share of the rows. They describe a row by its squared
/// distance to the nearest centre, and by its energy, -2 log of the density of the mixture of Gaussians.
/// </summary>
internal sealed class LocalGaussians
{
    // Terms of the mixture that are smaller than the largest one by this factor, exp(-20), are below a float's precision.
    private const float NegligibleEnergy = 40;

    private readonly CentreSet _centres;

    // W_k by groups of sixteen rows, each by columns up to the last one that is not zero.
    private readonly float[][] _whitening;
    private readonly float[] _shift;

    /// <param name="centres">c_k, [K, D]</param>
    /// <param name="whitening">W_k with W_k'W_k = S_k^-1: the lower triangles, row by row, [K, D (D + 1) / 2]</param>
    /// <param name="constants">log det S_k - 2 log(n_k / n), [K]</param>
    public LocalGaussians(float[] centres, float[] whitening, float[] constants)
    {
        _centres = new CentreSet(centres, constants.Length);
        (Whitening, Constants) = (whitening, constants);
        int k = constants.Length, d = Dimensions, padded = Lanes.Padded(d);
        _whitening = new float[k][];
        _shift = new float[k * padded];
        for (int c = 0; c < k; c++)
        {
            _whitening[c] = Pack(whitening.AsSpan(c * d * (d + 1) / 2, d * (d + 1) / 2), d);
            // y = W (z - c) = W z + shift.
            for (int i = 0, w = c * d * (d + 1) / 2; i < d; i++)
            {
                double sum = 0;
                for (int j = 0; j <= i; j++)
                    sum -= (double)whitening[w++] * centres[(c * d) + j];
                _shift[(c * padded) + i] = (float)sum;
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

    /// <summary>The length of the scratch memory for <see cref="Describe"/>.</summary>
    public int DistancesLength => _centres.PaddedCount;

    /// <param name="z">The row, [D]</param>
    /// <param name="distances">Receives the squared distance to each centre, [K]; at least as long as <see cref="DistancesLength"/>.</param>
    /// <returns>The nearest centre, and -2 log sum_k exp(-e_k / 2) with e_k = (z - c_k)'S_k^-1(z - c_k) + log det S_k - 2 log(n_k / n).</returns>
    public (int Nearest, float Energy) Describe(ReadOnlySpan<float> z, Span<float> distances)
    {
        z = z[..Dimensions];
        int nearest = _centres.Distances(z, distances);
        float lowest = PrototypeEnergy(nearest, z, float.PositiveInfinity);
        float sum = 1;
        for (int k = 0; k < Count; k++)
        {
            if (k == nearest)
                continue;
            float energy = PrototypeEnergy(k, z, lowest + NegligibleEnergy);
            if (energy < lowest)
                (sum, lowest) = ((sum * MathF.Exp((energy - lowest) / 2)) + 1, energy);
            else if (energy < lowest + NegligibleEnergy)
                sum += MathF.Exp((lowest - energy) / 2);
        }
        return (nearest, lowest - (2 * MathF.Log(sum)));
    }

    // e_k, or a lower bound of it as soon as that exceeds the limit.
    private float PrototypeEnergy(int k, ReadOnlySpan<float> z, float limit)
    {
        int d = z.Length, padded = Lanes.Padded(d);
        ref float whitening = ref MemoryMarshal.GetArrayDataReference(_whitening[k]);
        ref float shift = ref _shift[k * padded];
        ref float values = ref MemoryMarshal.GetReference(z);
        float energy = Constants[k];
        int column = 0;
        for (int first = 0; first < padded; first += Lanes.Count)
        {
            int columns = Math.Min(first + Lanes.Count, d);
            Vector512<float> y = Lanes.Load(ref shift, first);
            for (int j = 0; j < columns; j++)
                y = Lanes.MultiplyAdd(Lanes.Load(ref whitening, (column + j) * Lanes.Count), Vector512.Create(Unsafe.Add(ref values, j)), y);
            energy += Vector512.Sum(y * y);
            if (energy > limit)
                break;
            column += columns;
        }
        return energy;
    }

    // Sixteen rows of the triangle at a time, each such group by columns, up to the last one that is not zero.
    private static float[] Pack(ReadOnlySpan<float> triangle, int d)
    {
        var packed = new List<float>();
        for (int first = 0; first < d; first += Lanes.Count)
        {
            for (int j = 0; j < Math.Min(first + Lanes.Count, d); j++)
            {
                for (int i = first; i < first + Lanes.Count; i++)
                    packed.Add(i < d && j <= i ? triangle[(i * (i + 1) / 2) + j] : 0);
            }
        }
        return [.. packed];
    }
}
