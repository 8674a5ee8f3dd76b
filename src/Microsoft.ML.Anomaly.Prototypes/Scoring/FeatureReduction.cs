using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Many features made few: some stay as they are, each of the others is added, with a sign of its own, to one of some sums.
/// </summary>
/// <remarks>A sparse random projection: Charikar, Chen, Farach-Colton, "Finding frequent items in data streams", 2002.</remarks>
internal sealed partial class FeatureReduction
{
    // For each feature the place of what it becomes, and the factor.
    private readonly int[] _place;
    private readonly float[] _factor;
    private readonly int _kept;

    /// <param name="place">For each feature the place where it goes: below <paramref name="kept"/> alone, above it among others.</param>
    /// <param name="factor">For each feature what it is multiplied by; 1 for those that go alone.</param>
    /// <param name="kept">The number of features that stay as they are.</param>
    /// <param name="width">The number of places.</param>
    private FeatureReduction(int[] place, float[] factor, int kept, int width) => (_place, _factor, _kept, Width) = (place, factor, kept, width);

    /// <summary>The number of what the features become.</summary>
    public int Width { get; }

    /// <param name="isKept">For each feature whether it stays as it is.</param>
    /// <param name="sums">The number of sums that the others go to.</param>
    /// <param name="rows">Standardised rows, by which sums are brought to a deviation of 1.</param>
    /// <param name="random">The only source of randomness.</param>
    public static FeatureReduction Create(bool[] isKept, int sums, IReadOnlyList<float[]> rows, Random random)
    {
        int kept = isKept.Count(keeps => keeps), next = 0;
        var place = new int[isKept.Length];
        var factor = new float[isKept.Length];
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = isKept[i] ? next++ : kept + random.Next(sums);
            factor[i] = isKept[i] || random.Next(2) == 0 ? 1 : -1;
        }
        var reduction = new FeatureReduction(place, factor, kept, kept + sums);
        double[] mean = new double[reduction.Width], square = new double[reduction.Width];
        var reduced = new float[reduction.Width];
        foreach (float[] row in rows)
        {
            reduction.Apply(row, reduced);
            for (int i = 0; i < reduced.Length; i++)
            {
                mean[i] += reduced[i];
                square[i] += (double)reduced[i] * reduced[i];
            }
        }
        for (int i = 0; i < place.Length; i++)
        {
            double m = mean[place[i]] / rows.Count, variance = (square[place[i]] / rows.Count) - (m * m);
            if (place[i] >= kept && variance > 0)
                factor[i] /= (float)Math.Sqrt(variance);
        }
        return reduction;
    }

    /// <param name="features">The features.</param>
    /// <param name="reduced">Receives what they become.</param>
    public void Apply(ReadOnlySpan<float> features, Span<float> reduced)
    {
        reduced[..Width].Clear();
        for (int i = 0; i < _place.Length; i++)
            reduced[_place[i]] += _factor[i] * features[i];
    }

    /// <summary>Where a feature goes.</summary>
    public int Place(int feature) => _place[feature];

    /// <summary>What it adds there, for a value of 1.</summary>
    public float Factor(int feature) => _factor[feature];

    /// <summary>Whether a feature goes there alone.</summary>
    public bool IsKept(int feature) => _place[feature] < _kept;

    public IEnumerable<PayloadTensor> ToTensors() =>
        [new("reduction.place", [_place.Length], [.. _place.Select(place => (float)place)]), new("reduction.factor", [_factor.Length], _factor)];

    /// <exception cref="FormatException">The tensors are missing or make no sense.</exception>
    public static FeatureReduction FromPayload(ModelPayload payload, int features, int kept, int width)
    {
        float[] place = payload.Tensor("reduction.place", features), factor = payload.Tensor("reduction.factor", features);
        if (kept > width || !place.All(p => p >= 0 && p < width && p == MathF.Floor(p)))
            throw new FormatException("The model's reduction of the features makes no sense.");
        return new FeatureReduction([.. place.Select(p => (int)p)], factor, kept, width);
    }

    /// <summary>The number of features that stay as they are.</summary>
    public int Kept => _kept;
}
