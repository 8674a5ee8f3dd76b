namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Tau, the precision of the decoder, in proportion to the spread of the data.</summary>
internal static class WvadPrecision
{
    /// <summary>tau times the total variance of the rows.</summary>
    public const double Relative = 60;

    // Rows that are all alike have no variance; nothing is learned from them whatever tau.
    private const double Largest = 1e6;

    /// <summary>tau = 60 / sum_d var x_d</summary>
    /// <param name="deviations">The standard deviation of each x_d over the unlabelled rows.</param>
    public static float Of(ReadOnlySpan<float> deviations)
    {
        double variance = 0;
        foreach (float deviation in deviations)
            variance += (double)deviation * deviation;
        return (float)Math.Min(Relative / variance, Largest);
    }
}
