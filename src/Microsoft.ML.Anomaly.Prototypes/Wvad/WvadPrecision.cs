using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Tau, the precision of the decoder, in proportion to the spread of the data.</summary>
internal static class WvadPrecision
{
    /// <summary>tau times the total variance of the rows.</summary>
    public const double Relative = 60;

    // Rows that are all alike have no variance; nothing is learned from them whatever tau.
    private const double Largest = 1e6;

    /// <summary>tau = 60 / sum_d var x_d</summary>
    /// <param name="rows">The feature vectors.</param>
    /// <param name="scaling">What the network sees of them.</param>
    /// <param name="unlabelled">Numbers of the rows whose variance counts.</param>
    public static float Of(FeatureRows rows, FeatureScaling scaling, ReadOnlySpan<int> unlabelled)
    {
        var x = new float[scaling.OutputWidth];
        double[] mean = new double[x.Length], squares = new double[x.Length];
        for (int i = 0; i < unlabelled.Length; i++)
        {
            scaling.Apply(rows[unlabelled[i]], x);
            for (int d = 0; d < x.Length; d++)
            {
                // Welford's update: a mean far from zero costs no precision.
                double difference = x[d] - mean[d];
                mean[d] += difference / (i + 1);
                squares[d] += difference * (x[d] - mean[d]);
            }
        }
        return (float)Math.Min(Relative * unlabelled.Length / squares.Sum(), Largest);
    }
}
