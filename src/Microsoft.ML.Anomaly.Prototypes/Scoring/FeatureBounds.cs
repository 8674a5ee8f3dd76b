using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// The range of each feature in training, those that were constant included. How far a row is outside of it says for certain what no
/// detector that learned inside of it can: that nothing like it has been seen.
/// </summary>
internal sealed class FeatureBounds
{
    // Rows to find out by how far unlabelled rows are outside of what others span, and the share of them that may be taken for usual.
    private const int RowsForTolerance = 2000;
    private const double UsualShare = 0.99;

    // Whatever the rows are: farther out than this a row is outside.
    private const double LargestTolerance = 10;

    // From twice the training range outside on nothing else counts. Below, its share rises with the square: many a normal row is a little
    // outside somewhere.
    private const double LargestExcess = 2;

    // What a row has that is outside of everything; all of what lies between this and 1 is for how far outside.
    private const double ScoreOutside = 0.99;

    private readonly float[] _low;
    private readonly float[] _high;

    // Extreme values of the training, codes for example, are not outside either: those below and those above the range.
    private readonly float[] _lowerFrom;
    private readonly float[] _lowerTo;
    private readonly float[] _upperFrom;
    private readonly float[] _upperTo;

    // How many ranges a row has to be outside for an excess of 1.
    private readonly float _tolerance;

    private FeatureBounds(float[] low, float[] high, float[] lowerFrom, float[] lowerTo, float[] upperFrom, float[] upperTo, float tolerance) =>
        (_low, _high, _lowerFrom, _lowerTo, _upperFrom, _upperTo, _tolerance) = (low, high, lowerFrom, lowerTo, upperFrom, upperTo, tolerance);

    /// <summary>The number of slots.</summary>
    public int Width => _low.Length;

    /// <param name="rows">The training rows.</param>
    /// <param name="extremes">Their extreme values, which count for no range.</param>
    public static FeatureBounds Measure(TrainingRows rows, ExtremeValues extremes)
    {
        float[] low = [.. rows.Minimum], high = [.. rows.Maximum];
        foreach (ExtremeValues.Feature feature in extremes.Features)
            (low[feature.Slot], high[feature.Slot]) = (feature.Low, feature.High);
        // Where there is none, the range's own end.
        float[] lowerFrom = [.. low], lowerTo = [.. low], upperFrom = [.. high], upperTo = [.. high];
        foreach (ExtremeValues.Feature feature in extremes.Features)
        {
            int slot = feature.Slot;
            (float lowest, float highest) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (int row in rows.Unlabelled.Concat(rows.Anomalies))
            {
                float value = rows.Features[row][slot];
                if (value < feature.Low)
                    highest = MathF.Max(highest, value);
                else if (value > feature.High)
                    lowest = MathF.Min(lowest, value);
            }
            if (float.IsFinite(highest))
                (lowerFrom[slot], lowerTo[slot]) = (rows.Minimum[slot], highest);
            if (float.IsFinite(lowest))
                (upperFrom[slot], upperTo[slot]) = (lowest, rows.Maximum[slot]);
        }
        return new FeatureBounds(low, high, lowerFrom, lowerTo, upperFrom, upperTo, Tolerance(rows, extremes));
    }

    // Where features are many, or seldom anything but zero, half of the rows say little of how far the others reach.
    private static float Tolerance(TrainingRows rows, ExtremeValues extremes)
    {
        int step = Math.Max(1, rows.Unlabelled.Length / RowsForTolerance);
        int[] sample = [.. rows.Unlabelled.Where((_, i) => i % step == 0)];
        var excesses = new List<double>();
        for (int half = 0; half < 2; half++)
        {
            int[] own = [.. sample.Where((_, i) => i % 2 == half)], others = [.. sample.Where((_, i) => i % 2 != half)];
            if (own.Length == 0 || others.Length == 0)
                continue;
            var range = new FeatureRange(rows.Features.Width);
            foreach (int row in own)
                range.Add(rows.Features[row]);
            (float[] low, float[] high) = (range.Minimum, range.Maximum);
            // Whatever is extreme says nothing here.
            foreach (ExtremeValues.Feature feature in extremes.Features)
                (low[feature.Slot], high[feature.Slot]) = (float.NegativeInfinity, float.PositiveInfinity);
            var plain = new FeatureBounds(low, high, low, low, high, high, 1);
            excesses.AddRange(others.Select(row => plain.Excess(rows.Features[row])));
        }
        excesses.Sort();
        return excesses.Count == 0 ? 1 : (float)Math.Clamp(excesses[(int)(UsualShare * (excesses.Count - 1))], 1, LargestTolerance);
    }

    /// <summary>How far the feature that is farthest outside is outside: in units of its training range, or of a multiple of it where unlabelled rows are often a
    /// little outside; 0 inside of all ranges.</summary>
    public double Excess(ReadOnlySpan<float> features)
    {
        double largest = 0;
        features = features[.._low.Length];
        for (int slot = 0; slot < features.Length; slot++)
        {
            float value = features[slot];
            if (value < _low[slot] || value > _high[slot])
                largest = Math.Max(largest, Excess(slot, value));
        }
        return largest;
    }

    /// <summary>The same for one feature.</summary>
    public double Excess(int slot, float value)
    {
        double x = value, distance = 0;
        if (x < _low[slot])
            distance = x < _lowerFrom[slot] ? _lowerFrom[slot] - x : x > _lowerTo[slot] ? Math.Min(_low[slot] - x, x - _lowerTo[slot]) : 0;
        else if (x > _high[slot])
            distance = x > _upperTo[slot] ? x - _upperTo[slot] : x < _upperFrom[slot] ? Math.Min(x - _high[slot], _upperFrom[slot] - x) : 0;
        double range = (double)_high[slot] - _low[slot];
        // A constant has no range of its own.
        return distance / _tolerance / (range > 0 ? range : Math.Max(Math.Abs((double)_low[slot]), 1));
    }

    /// <summary>The score of a row that is outside.</summary>
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
        new("bounds.low", [Width], _low), new("bounds.high", [Width], _high), new("bounds.lowerFrom", [Width], _lowerFrom),
        new("bounds.lowerTo", [Width], _lowerTo), new("bounds.upperFrom", [Width], _upperFrom), new("bounds.upperTo", [Width], _upperTo), new("bounds.tolerance", [1], [_tolerance]),
    ];

    /// <exception cref="FormatException">The tensors are missing or don't fit the width.</exception>
    public static FeatureBounds FromPayload(ModelPayload payload, int width)
    {
        return new FeatureBounds(Of("low"), Of("high"), Of("lowerFrom"), Of("lowerTo"), Of("upperFrom"), Of("upperTo"), payload.Tensor("bounds.tolerance", 1)[0]);

        float[] Of(string name) => payload.Tensor($"bounds.{name}", width);
    }
}
