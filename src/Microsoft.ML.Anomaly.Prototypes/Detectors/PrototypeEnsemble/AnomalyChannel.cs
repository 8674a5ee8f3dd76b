using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>log(distance to the nearest labelled anomaly + 0.05), in standardised features.</summary>
internal static partial class AnomalyChannel
{
    private const float SmallestDistance = 0.05f;

    /// <param name="anomalies">The labelled anomalies.</param>
    /// <param name="squaredDistances">A row's squared distances to them.</param>
    public static float Value(CentreSet anomalies, ReadOnlySpan<float> squaredDistances) =>
        Value(squaredDistances[anomalies.Nearest(squaredDistances)]);

    /// <summary>The same for a labelled anomaly itself: to the nearest other one.</summary>
    /// <param name="anomalies">The labelled anomalies.</param>
    /// <param name="squaredDistances">Its squared distances to them.</param>
    /// <param name="self">Which of them it is.</param>
    /// <returns>null where there is no other.</returns>
    public static float? ValueWithout(CentreSet anomalies, ReadOnlySpan<float> squaredDistances, int self)
    {
        float nearest = float.PositiveInfinity;
        for (int k = 0; k < anomalies.Count; k++)
        {
            if (k != self)
                nearest = MathF.Min(nearest, squaredDistances[k]);
        }
        return float.IsFinite(nearest) ? Value(nearest) : null;
    }

    private static float Value(float squaredDistance) => MathF.Log(MathF.Sqrt(squaredDistance) + SmallestDistance);
}
