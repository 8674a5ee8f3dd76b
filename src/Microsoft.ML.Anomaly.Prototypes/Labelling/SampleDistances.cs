using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Labelling;

/// <summary>
/// How far rows are from all others, without labels: the distance to the nearest row of a small random sample, as in Sugiyama and
/// Borgwardt, Rapid distance-based outlier detection via sampling, NIPS 2013, averaged over several samples.
/// </summary>
internal static class SampleDistances
{
    private const int NumberOfSamples = 10, SampleSize = 256;

    /// <param name="rows">The rows, scaled.</param>
    /// <param name="seed">The seed of the samples.</param>
    /// <returns>The mean distance of each row; larger is more anomalous.</returns>
    public static float[] Of(float[][] rows, int seed)
    {
        var random = new Random(seed);
        var sums = new float[rows.Length];
        for (int sample = 0; sample < NumberOfSamples; sample++)
        {
            // A quarter of a small table at most, so that a row's likes are not all in the sample.
            int[] drawn = [.. Enumerable.Range(0, Math.Clamp(rows.Length / 4, 1, SampleSize)).Select(_ => random.Next(rows.Length)).Distinct()];
            Parallel.For(0, rows.Length, row =>
            {
                float nearest = float.PositiveInfinity;
                foreach (int other in drawn)
                {
                    if (other != row)
                        nearest = Math.Min(nearest, Distance.Squared(rows[row], rows[other]));
                }
                sums[row] += float.IsFinite(nearest) ? MathF.Sqrt(nearest) : 0;
            });
        }
        return [.. sums.Select(sum => sum / NumberOfSamples)];
    }
}
