using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Data;

/// <summary>
/// Features with values so much farther out than their usual ones that they must be codes or errors (1e30 for "missing") and would ruin any
/// scaling that counts them.
/// </summary>
/// <param name="Features">The features that have such values, in the order of their slots.</param>
internal sealed record ExtremeValues(IReadOnlyList<ExtremeValues.Feature> Features)
{
    // So many times the spread of nine tenths of the values away from their median; lognormal amounts over six decades stay below it.
    private const double LargestDistance = 1000;

    // Enough for a median and a spread of which no more than a thousandfold is asked.
    private const int SampledRows = 500;

    private const double LowQuantile = 0.05, HighQuantile = 0.95;

    /// <summary>A feature with extreme values.</summary>
    /// <param name="Slot">Its slot.</param>
    /// <param name="Low">The smallest value that is not extreme.</param>
    /// <param name="High">The largest value that is not extreme.</param>
    /// <param name="Rows">The number of training rows with extreme values.</param>
    /// <param name="Example">One of these values.</param>
    /// <param name="Lower">Up to here values are extreme.</param>
    /// <param name="Upper">From here on values are extreme.</param>
    public sealed record Feature(int Slot, float Low, float High, int Rows, float Example, double Lower, double Upper)
    {
        public bool IsExtreme(float value) => value < Lower || value > Upper;
    }

    /// <param name="rows">The training rows.</param>
    /// <param name="random">Chooses the rows that usual values are learned from.</param>
    public static ExtremeValues Find(TrainingRows rows, Random random)
    {
        int[] all = [.. rows.Unlabelled, .. rows.Anomalies];
        int[] sample = RowSample.Take(all, SampledRows, random);
        var column = new float[sample.Length];
        var found = new List<Feature>();
        for (int slot = 0; slot < rows.Minimum.Length; slot++)
        {
            if (rows.Minimum[slot] == rows.Maximum[slot])
                continue;
            for (int i = 0; i < column.Length; i++)
                column[i] = rows.Features[sample[i]][slot];
            if (UsualRange(column) is not { } usual || (rows.Minimum[slot] >= usual.Lower && rows.Maximum[slot] <= usual.Upper))
                continue;
            found.Add(Describe(rows.Features, all, slot, usual.Lower, usual.Upper));
        }
        return new ExtremeValues(found);
    }

    // Null where nothing varies in the sample.
    private static (double Lower, double Upper)? UsualRange(float[] values)
    {
        Array.Sort(values);
        double median = values[values.Length / 2];
        double spread = (double)values[(int)(HighQuantile * (values.Length - 1))] - values[(int)(LowQuantile * (values.Length - 1))];
        if (spread == 0)
        {
            // Mostly one value: what the others do.
            double[] distances = [.. values.Select(value => Math.Abs(value - median)).Where(distance => distance > 0).Order()];
            if (distances.Length == 0)
                return null;
            spread = distances[distances.Length / 2];
        }
        return (median - (LargestDistance * spread), median + (LargestDistance * spread));
    }

    private static Feature Describe(FeatureRows features, int[] rows, int slot, double lower, double upper)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity, example = 0;
        int count = 0;
        foreach (int row in rows)
        {
            float value = features[row][slot];
            if (value < lower || value > upper)
            {
                count++;
                example = value;
            }
            else
            {
                (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
            }
        }
        return new Feature(slot, low, high, count, example, lower, upper);
    }
}
