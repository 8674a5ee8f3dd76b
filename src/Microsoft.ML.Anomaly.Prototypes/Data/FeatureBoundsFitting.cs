using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>Learns from the training rows where the range of each feature ends, and how much it means to be outside.</summary>
internal static class FeatureBoundsFitting
{
    // Of the unlabelled rows at most so many tell how often features vary, and how far they use to be outside of what others span.
    private const int SampledRows = 2000;

    // A feature that has its usual value in all but fewer rows has no range to speak of.
    private const int RowsForRange = 20;

    // The range of such a feature is taken from the others: one that nine tenths of them don't exceed.
    private const double TypicalShare = 0.9;

    // Of the unlabelled rows so many are taken for usual however far outside of the others they are, but for no more than ten times as far.
    private const double UsualShare = 0.99, LargestTolerance = 10;

    /// <param name="rows">The training rows.</param>
    /// <param name="extremes">Their extreme values, which count for no range.</param>
    public static FeatureBounds Fit(TrainingRows rows, ExtremeValues extremes)
    {
        float[] low = [.. rows.Minimum], high = [.. rows.Maximum];
        foreach (ExtremeValues.Feature feature in extremes.Features)
            (low[feature.Slot], high[feature.Slot]) = (feature.Low, feature.High);
        (float[] From, float[] To) lower = ([.. low], [.. low]), upper = ([.. high], [.. high]);
        foreach (ExtremeValues.Feature feature in extremes.Features)
            AddExtremes(rows, feature, lower, upper);
        int step = Math.Max(1, rows.Unlabelled.Length / SampledRows);
        int[] sample = [.. rows.Unlabelled.Where((_, i) => i % step == 0)];
        double[] unit = Units(rows.Features, sample, low, high);
        double tolerance = Tolerance(rows.Features, sample, extremes, unit);
        return new FeatureBounds(low, high, lower, upper, ToFloats(unit, tolerance));
    }

    private static float[] ToFloats(double[] unit, double tolerance) =>
        [.. unit.Select(value => (float)Math.Clamp(value * tolerance, float.Epsilon, float.MaxValue))];

    private static void AddExtremes(
        TrainingRows rows, ExtremeValues.Feature feature, (float[] From, float[] To) lower, (float[] From, float[] To) upper)
    {
        int slot = feature.Slot;
        (float above, float below) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (int row in rows.Unlabelled.Concat(rows.Anomalies))
        {
            float value = rows.Features[row][slot];
            if (value < feature.Low)
                below = MathF.Max(below, value);
            else if (value > feature.High)
                above = MathF.Min(above, value);
        }
        if (float.IsFinite(below))
            (lower.From[slot], lower.To[slot]) = (rows.Minimum[slot], below);
        if (float.IsFinite(above))
            (upper.From[slot], upper.To[slot]) = (above, rows.Maximum[slot]);
    }

    // A feature's range, or where it seldom varies that of others.
    private static double[] Units(FeatureRows features, int[] sample, float[] low, float[] high)
    {
        int[] varying = Varying(features, sample);
        double[] range = [.. low.Select((value, slot) => (double)high[slot] - value)];
        bool[] isKnown = [.. varying.Select((count, slot) => range[slot] > 0 && count >= Math.Min(RowsForRange, sample.Length / 2))];
        double[] known = [.. range.Where((_, slot) => isKnown[slot]).Order()];
        double typical = known.Length == 0 ? 1 : known[(int)(TypicalShare * (known.Length - 1))];
        return [.. range.Select((own, slot) => isKnown[slot] ? own : Math.Max(Math.Max(own, typical), Math.Abs((double)low[slot])))];
    }

    // For each feature how many rows don't have the value that most have. Boyer, Moore, "MJRTY", 1991.
    private static int[] Varying(FeatureRows features, int[] sample)
    {
        var candidate = new float[features.Width];
        var votes = new int[features.Width];
        foreach (int row in sample)
        {
            ReadOnlySpan<float> values = features[row];
            for (int slot = 0; slot < votes.Length; slot++)
            {
                if (votes[slot] == 0)
                    candidate[slot] = values[slot];
                votes[slot] += candidate[slot] == values[slot] ? 1 : -1;
            }
        }
        var varying = new int[features.Width];
        foreach (int row in sample)
        {
            ReadOnlySpan<float> values = features[row];
            for (int slot = 0; slot < varying.Length; slot++)
                varying[slot] += candidate[slot] == values[slot] ? 0 : 1;
        }
        return varying;
    }

    // Where features are many, or seldom vary, half of the rows say little of how far the others reach.
    private static double Tolerance(FeatureRows features, int[] sample, ExtremeValues extremes, double[] unit)
    {
        var excesses = new List<double>();
        for (int half = 0; half < 2; half++)
        {
            int[] own = [.. sample.Where((_, i) => i % 2 == half)], others = [.. sample.Where((_, i) => i % 2 != half)];
            if (own.Length == 0 || others.Length == 0)
                continue;
            var range = new FeatureRange(features.Width);
            foreach (int row in own)
                range.Add(features[row]);
            (float[] low, float[] high) = (range.Minimum, range.Maximum);
            // Whatever is extreme says nothing here.
            foreach (ExtremeValues.Feature feature in extremes.Features)
                (low[feature.Slot], high[feature.Slot]) = (float.NegativeInfinity, float.PositiveInfinity);
            var bounds = new FeatureBounds(low, high, (low, low), (high, high), ToFloats(unit, 1));
            excesses.AddRange(others.Select(row => bounds.Excess(features[row])));
        }
        excesses.Sort();
        return excesses.Count == 0 ? 1 : Math.Clamp(excesses[(int)(UsualShare * (excesses.Count - 1))], 1, LargestTolerance);
    }
}
