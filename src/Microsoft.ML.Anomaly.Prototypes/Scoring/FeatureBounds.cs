using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The range of each feature in training, those that were constant included. How far a row is outside of it says for certain what no
/// detector that learned inside of it can: that nothing like it has been seen. <see cref="Data.FeatureBoundsFitting"/> makes them.
/// </summary>
/// <param name="low">The smallest usual value of each feature.</param>
/// <param name="high">The largest usual value of each feature.</param>
/// <param name="lower">From and to where extreme values of the training, codes for example, lie below the range; both its end where there is none.</param>
/// <param name="upper">The same above the range.</param>
/// <param name="unit">How far outside of its range a feature has to be for an excess of 1; above 0.</param>
internal sealed partial class FeatureBounds(
    float[] low, float[] high, (float[] From, float[] To) lower, (float[] From, float[] To) upper, float[] unit)
{
    // From an excess of two on nothing else counts. Below, its share rises with the square: many a normal row is a little outside somewhere.
    private const double LargestExcess = 2;

    // What a row has that is outside of everything; all of what lies between this and 1 is for how far outside.
    private const double ScoreOutside = 0.99;

    /// <summary>The number of slots.</summary>
    public int Width => low.Length;

    /// <summary>The excess of the feature that is farthest outside: how far, in its unit; 0 inside of all ranges.</summary>
    public double Excess(ReadOnlySpan<float> features)
    {
        double largest = 0;
        features = features[..low.Length];
        for (int slot = 0; slot < features.Length; slot++)
        {
            float value = features[slot];
            if (value < low[slot] || value > high[slot])
                largest = Math.Max(largest, Excess(slot, value));
        }
        return largest;
    }

    /// <summary>The excess of one feature.</summary>
    public double Excess(int slot, float value)
    {
        double x = value, distance = 0;
        if (x < low[slot])
            distance = x < lower.From[slot] ? lower.From[slot] - x : x > lower.To[slot] ? Math.Min(low[slot] - x, x - lower.To[slot]) : 0;
        else if (x > high[slot])
            distance = x > upper.To[slot] ? x - upper.To[slot] : x < upper.From[slot] ? Math.Min(x - high[slot], upper.From[slot] - x) : 0;
        return distance / unit[slot];
    }

    /// <summary>The score of a row.</summary>
    /// <param name="score">What the detector says of it, from 0 to 1.</param>
    /// <param name="excess">How far it is outside.</param>
    /// <returns>
    /// A score below 1, which rises with both. Far outside it rises with the excess alone, and is larger than that of any row inside.
    /// </returns>
    public static float Lift(float score, double excess)
    {
        double share = Math.Min(excess / LargestExcess, 1);
        share *= share;
        return (float)((ScoreOutside * (score + (share * (1 - score)))) + ((1 - ScoreOutside) * (excess / (1 + excess))));
    }

    public IEnumerable<PayloadTensor> ToTensors() =>
    [
        new("bounds.low", [Width], low), new("bounds.high", [Width], high), new("bounds.lower.from", [Width], lower.From),
        new("bounds.lower.to", [Width], lower.To), new("bounds.upper.from", [Width], upper.From), new("bounds.upper.to", [Width], upper.To),
        new("bounds.unit", [Width], unit),
    ];

    /// <exception cref="FormatException">The tensors are missing, don't fit the width, or make no sense.</exception>
    public static FeatureBounds FromPayload(ModelPayload payload, int width)
    {
        float[] unit = Of("unit");
        return unit.All(value => value > 0)
            ? new FeatureBounds(Of("low"), Of("high"), (Of("lower.from"), Of("lower.to")), (Of("upper.from"), Of("upper.to")), unit)
            : throw new FormatException("The model's units of the features are not above 0.");

        float[] Of(string name) => payload.Tensor($"bounds.{name}", width);
    }
}
