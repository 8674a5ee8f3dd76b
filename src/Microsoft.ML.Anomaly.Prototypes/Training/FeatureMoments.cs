using Microsoft.ML.Anomaly.Prototypes.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Mean and standard deviation of every feature over the unlabelled rows.</summary>
/// <param name="Mean">One for each slot.</param>
/// <param name="Deviation">One for each slot; 0 where the feature does not vary.</param>
internal sealed record FeatureMoments(double[] Mean, double[] Deviation)
{
    public static FeatureMoments Measure(TrainingRows rows)
    {
        var mean = new double[rows.Features.Width];
        var deviation = new double[mean.Length];
        foreach (int row in rows.Unlabelled)
        {
            ReadOnlySpan<float> features = rows.Features[row];
            for (int i = 0; i < mean.Length; i++)
                mean[i] += features[i];
        }
        for (int i = 0; i < mean.Length; i++)
            mean[i] /= rows.Unlabelled.Length;
        // A pass of its own: sums of squares would lose everything where the mean is large.
        foreach (int row in rows.Unlabelled)
        {
            ReadOnlySpan<float> features = rows.Features[row];
            for (int i = 0; i < mean.Length; i++)
                deviation[i] += (features[i] - mean[i]) * (features[i] - mean[i]);
        }
        for (int i = 0; i < mean.Length; i++)
            deviation[i] = Math.Sqrt(deviation[i] / rows.Unlabelled.Length);
        return new FeatureMoments(mean, deviation);
    }
}
