using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>Points to which rows have a distance, packed so that sixteen distances are computed at a time.</summary>
internal sealed class CentreSet
{
    // [group of centres][dimension][lane]
    private readonly float[] _packed;

    /// <param name="centres">c, [K, D], at least one</param>
    /// <param name="count">K</param>
    public CentreSet(float[] centres, int count)
    {
        (Centres, Count, Dimensions) = (centres, count, centres.Length / count);
        _packed = new float[PaddedCount * Dimensions];
        for (int c = 0; c < count; c++)
        {
            for (int j = 0; j < Dimensions; j++)
                _packed[(((c / Lanes.Count * Dimensions) + j) * Lanes.Count) + (c % Lanes.Count)] = centres[(c * Dimensions) + j];
        }
    }

    /// <summary>c, [K, D]</summary>
    public float[] Centres { get; }

    /// <summary>K</summary>
    public int Count { get; }

    /// <summary>D</summary>
    public int Dimensions { get; }

    /// <summary>The length of the scratch memory for <see cref="Distances"/>.</summary>
    public int PaddedCount => Lanes.Padded(Count);

    /// <param name="z">The row, [D]</param>
    /// <param name="distances">Receives |z - c|^2, [K]; at least as long as <see cref="PaddedCount"/>.</param>
    /// <returns>The nearest centre.</returns>
    public int Distances(ReadOnlySpan<float> z, Span<float> distances)
    {
        z = z[..Dimensions];
        distances = distances[..PaddedCount];
        ref float centres = ref MemoryMarshal.GetArrayDataReference(_packed);
        ref float values = ref MemoryMarshal.GetReference(z);
        for (int first = 0; first < distances.Length; first += Lanes.Count)
        {
            ref float group = ref Unsafe.Add(ref centres, first * z.Length);
            Vector512<float> sum = Vector512<float>.Zero;
            for (int j = 0; j < z.Length; j++)
            {
                Vector512<float> difference = Vector512.Create(Unsafe.Add(ref values, j)) - Lanes.Load(ref group, j * Lanes.Count);
                sum = Lanes.MultiplyAdd(difference, difference, sum);
            }
            sum.CopyTo(distances[first..]);
        }
        int nearest = 0;
        for (int k = 1; k < Count; k++)
        {
            if (distances[k] < distances[nearest])
                nearest = k;
        }
        return nearest;
    }
}
