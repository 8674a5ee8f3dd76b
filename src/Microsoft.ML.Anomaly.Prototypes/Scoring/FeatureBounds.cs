using System.Numerics;
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

    /// <summary>How far a row is outside of the training ranges.</summary>
    /// <param name="Excess">The excess of the feature that is farthest outside.</param>
    /// <param name="Slot">Its slot; -1 where the row is inside.</param>
    /// <param name="Second">The excess of the row without that one.</param>
    public readonly record struct Outside(double Excess, int Slot, double Second)
    {
        public double Without(int slot) => slot == Slot ? Second : Excess;
    }

    /// <summary>The number of slots.</summary>
    public int Width => low.Length;

    /// <summary>Whether all features are numbers within their ranges, as most rows' are. It costs a fraction of <see cref="Excess(ReadOnlySpan{float})"/>.</summary>
    public bool IsInside(ReadOnlySpan<float> features)
    {
        int slot = 0;
        for (; slot <= low.Length - Vector<float>.Count; slot += Vector<float>.Count)
        {
            var values = new Vector<float>(features[slot..]);
            if (!Vector.GreaterThanOrEqualAll(values, new Vector<float>(low, slot)) || !Vector.LessThanOrEqualAll(values, new Vector<float>(high, slot)))
                return false;
        }
        for (; slot < low.Length; slot++)
        {
            if (!(features[slot] >= low[slot] && features[slot] <= high[slot]))
                return false;
        }
        return true;
    }

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

    /// <summary>How far a row is outside, and by which feature.</summary>
    public Outside FindOutside(ReadOnlySpan<float> features)
    {
        var outside = new Outside(0, -1, 0);
        for (int slot = 0; slot < features.Length; slot++)
        {
            double excess = Excess(slot, features[slot]);
            if (excess > outside.Excess)
                outside = new Outside(excess, slot, outside.Excess);
            else if (excess > outside.Second)
                outside = outside with { Second = excess };
        }
        return outside;
    }

    /// <summary>How much an excess counts against all else that is known of a row: from 0 inside to 1 from an excess of 2 on.</summary>
    public static double Share(double excess)
    {
        double share = Math.Min(excess / LargestExcess, 1);
        return share * share;
    }

    /// <summary>The values of each feature beyond which its excess is all that counts.</summary>
    public (float[] Smallest, float[] Largest) Limits()
    {
        float[] smallest = new float[Width], largest = new float[Width];
        for (int slot = 0; slot < Width; slot++)
        {
            double beyond = LargestExcess * unit[slot];
            smallest[slot] = (float)Math.Max(low[slot] - beyond, float.MinValue);
            largest[slot] = (float)Math.Min(high[slot] + beyond, float.MaxValue);
        }
        return (smallest, largest);
    }

    /// <summary>For each feature up to where and from where on values are extreme ones; infinities where there are none.</summary>
    public (float[] UpTo, float[] From) Extremes() => (
        [.. lower.To.Select((to, slot) => lower.From[slot] < low[slot] ? to : float.NegativeInfinity)],
        [.. upper.From.Select((from, slot) => upper.To[slot] > high[slot] ? from : float.PositiveInfinity)]);

    /// <summary>The score of a row.</summary>
    /// <param name="score">What the detector says of it, from 0 to 1.</param>
    /// <param name="excess">How far it is outside.</param>
    /// <returns>
    /// A score below 1, which rises with both. Far outside it rises with the excess alone, and is larger than that of any row inside.
    /// </returns>
    public static float Lift(float score, double excess)
    {
        double share = Share(excess);
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
