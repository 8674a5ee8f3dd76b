using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What one fold has learned.</summary>
/// <param name="Channels">The prototypes, made of the rows of the other folds.</param>
/// <param name="Trees">The tree head, or null.</param>
/// <param name="NetworkInput">The standardisation of the networks' inputs, or null.</param>
/// <param name="Networks">The network head, or null.</param>
internal sealed record EnsembleFold(
    PrototypeChannels Channels, TreeCommittee? Trees, InputStandardization? NetworkInput, NetworkCommittee? Networks);

/// <summary>Maps each input to (v - mean) * scale, no farther out than <see cref="Limit"/>.</summary>
internal sealed record InputStandardization(float[] Mean, float[] Scale)
{
    /// <summary>Standardised values end here: what is farther out is no more telling, and would drown all else.</summary>
    public const float Limit = 6;

    /// <summary>Added to standard deviations.</summary>
    public const double SmallestDeviation = 1e-6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static InputStandardization Fit(float[][] rows)
    {
        int width = rows[0].Length;
        var mean = new float[width];
        var scale = new float[width];
        for (int i = 0; i < width; i++)
        {
            double average = 0, variance = 0;
            foreach (float[] row in rows)
                average += row[i];
            average /= rows.Length;
            foreach (float[] row in rows)
                variance += (row[i] - average) * (row[i] - average);
            variance /= rows.Length;
            mean[i] = (float)average;
            scale[i] = (float)(1 / (Math.Sqrt(variance) + SmallestDeviation));
        }
        return new InputStandardization(mean, scale);
    }

    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        int i = 0;
        var limit = new Vector<float>(Limit);
        for (; i + Vector<float>.Count <= Mean.Length; i += Vector<float>.Count)
        {
            Vector<float> value = (new Vector<float>(input[i..]) - new Vector<float>(Mean, i)) * new Vector<float>(Scale, i);
            Vector.Min(Vector.Max(value, -limit), limit).CopyTo(output[i..]);
        }
        for (; i < Mean.Length; i++)
            output[i] = Math.Clamp((input[i] - Mean[i]) * Scale[i], -Limit, Limit);
    }
}
