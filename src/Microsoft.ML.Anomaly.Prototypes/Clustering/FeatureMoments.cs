using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>Mean and standard deviation of every feature of some rows.</summary>
/// <param name="Mean">One for each feature.</param>
/// <param name="Deviation">One for each feature; 0 where it does not vary.</param>
internal sealed record FeatureMoments(double[] Mean, double[] Deviation)
{
    /// <summary>Those of the unlabelled rows.</summary>
    public static FeatureMoments Measure(TrainingRows rows) =>
        Measure(rows.Unlabelled.Length, rows.Features.Width, i => rows.Features[rows.Unlabelled[i]]);

    /// <summary>The same without extreme values.</summary>
    public static FeatureMoments Measure(TrainingRows rows, ExtremeValues extremes)
    {
        FeatureMoments moments = Measure(rows);
        foreach (ExtremeValues.Feature feature in extremes.Features)
        {
            float[][] usual =
                [.. rows.Unlabelled.Select(row => rows.Features[row][feature.Slot]).Where(value => !feature.IsExtreme(value)).Select(value => new[] { value })];
            FeatureMoments own = usual.Length > 0 ? Measure(usual) : new FeatureMoments([feature.Low], [0]);
            (moments.Mean[feature.Slot], moments.Deviation[feature.Slot]) = (own.Mean[0], own.Deviation[0]);
        }
        return moments;
    }

    public static FeatureMoments Measure(float[][] rows) => Measure(rows.Length, rows[0].Length, i => rows[i]);

    private delegate ReadOnlySpan<float> RowAt(int i);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FeatureMoments Measure(int count, int width, RowAt rowAt)
    {
        var mean = new double[width];
        var deviation = new double[width];
        for (int row = 0; row < count; row++)
            DoubleSums.Add(mean, rowAt(row));
        for (int i = 0; i < mean.Length; i++)
            mean[i] /= count;
        // A pass of its own: sums of squares would lose everything where the mean is large.
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> features = rowAt(row);
            for (int i = 0; i < mean.Length; i++)
                deviation[i] += (features[i] - mean[i]) * (features[i] - mean[i]);
        }
        for (int i = 0; i < mean.Length; i++)
            deviation[i] = Math.Sqrt(deviation[i] / count);
        return new FeatureMoments(mean, deviation);
    }
}
