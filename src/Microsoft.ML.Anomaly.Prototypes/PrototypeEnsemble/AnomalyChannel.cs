using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>log(distance to the nearest labelled anomaly + 0.05), in standardised features.</summary>
internal static class AnomalyChannel
{
    private const float SmallestDistance = 0.05f;

    /// <param name="anomalies">The labelled anomalies.</param>
    /// <param name="x">The standardised row.</param>
    /// <param name="scratch">Scratch memory of the padded number of anomalies.</param>
    public static float Value(CentreSet anomalies, ReadOnlySpan<float> x, Span<float> scratch) =>
        Value(scratch[anomalies.Distances(x, scratch)]);

    /// <summary>
    /// The same for a labelled anomaly itself: to the nearest other one.
    /// </summary>
    /// <param name="anomalies">The labelled anomalies.</param>
    /// <param name="x">The standardised row.</param>
    /// <param name="self">Which of them it is.</param>
    /// <param name="scratch">Scratch memory of the padded number of anomalies.</param>
    /// <returns>null where there is no other.</returns>
    public static float? ValueWithout(CentreSet anomalies, ReadOnlySpan<float> x, int self, Span<float> scratch)
    {
        anomalies.Distances(x, scratch);
        float nearest = float.PositiveInfinity;
        for (int k = 0; k < anomalies.Count; k++)
        {
            if (k != self)
                nearest = MathF.Min(nearest, scratch[k]);
        }
        return anomalies.Count > 1 ? Value(nearest) : null;
    }

    private static float Value(float squaredDistance) => MathF.Log(MathF.Sqrt(squaredDistance) + SmallestDistance);
}
