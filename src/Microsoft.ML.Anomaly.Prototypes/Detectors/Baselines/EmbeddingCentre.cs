using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The centre c of <see cref="DeepSadTrainer"/> and <see cref="DeepSvddTrainer"/>, which is chosen once and then stays.</summary>
internal static class EmbeddingCentre
{
    /// <summary>
    /// No component of c is closer to 0 than this: a network without biases can map everything to 0, and would if that were the centre.
    /// </summary>
    public const float SmallestComponent = 0.1f;

    /// <summary>The mean of phi(x) over rows by the network as it is, kept away from 0.</summary>
    public static float[] Of(Network network, DeviceRows rows, ReadOnlySpan<int> numbers, CancellationToken cancellation)
    {
        var sums = new double[network.Outputs];
        int count = numbers.Length;
        float[] embedded = rows.Map(numbers, network.Forward, cancellation);
        for (int start = 0; start < embedded.Length; start += sums.Length)
            DoubleSums.Add(sums, embedded.AsSpan(start, sums.Length));
        return [.. sums.Select(sum => AwayFromZero((float)(sum / count)))];
    }

    /// <summary>A value whose size is at least <see cref="SmallestComponent"/>; 0 counts as positive.</summary>
    public static float AwayFromZero(float value) =>
        MathF.Abs(value) >= SmallestComponent ? value : value < 0 ? -SmallestComponent : SmallestComponent;
}
