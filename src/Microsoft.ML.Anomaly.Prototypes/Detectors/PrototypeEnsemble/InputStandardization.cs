using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Maps each input to (v - mean) * scale, no farther out than <see cref="Limit"/>.</summary>
internal sealed partial record InputStandardization(float[] Mean, float[] Scale)
{
    /// <summary>Standardised values end here: what is farther out is no more telling, and would drown all else.</summary>
    public const float Limit = 6;

    /// <summary>Added to standard deviations.</summary>
    public const double SmallestDeviation = 1e-6;

    public static InputStandardization Fit(float[][] rows)
    {
        FeatureMoments moments = FeatureMoments.Measure(rows);
        return new InputStandardization(
            [.. moments.Mean.Select(mean => (float)mean)], [.. moments.Deviation.Select(deviation => (float)(1 / (deviation + SmallestDeviation)))]);
    }

    /// <param name="rows">The inputs of some rows.</param>
    /// <param name="stride">The distance between two rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="output">Receives the values, one row after another without gaps.</param>
    public void Apply(ReadOnlySpan<float> rows, int stride, int count, Span<float> output)
    {
        int width = Mean.Length;
        // Checked here, since what follows goes by reference.
        ref float input = ref MemoryMarshal.GetReference(rows[..(((count - 1) * stride) + width)]);
        ref float result = ref MemoryMarshal.GetReference(output[..(count * width)]);
        for (int row = 0; row < count; row++)
        {
            int i = 0;
            for (; i + Lanes.Count <= width; i += Lanes.Count)
                ApplyToSixteen(ref input, ref result, i);
            // The last sixteen overlap those before.
            if (i < width && i > 0)
                ApplyToSixteen(ref input, ref result, width - Lanes.Count);
            for (; i < width && width < Lanes.Count; i++)
                Unsafe.Add(ref result, i) = Math.Clamp((Unsafe.Add(ref input, i) - Mean[i]) * Scale[i], -Limit, Limit);
            input = ref Unsafe.Add(ref input, stride);
            result = ref Unsafe.Add(ref result, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ApplyToSixteen(ref float input, ref float output, int i)
    {
        Vector512<float> limit = Vector512.Create(Limit);
        Vector512<float> value = (Lanes.Load(ref input, i) - Lanes.Load(ref Mean[i], 0)) * Lanes.Load(ref Scale[i], 0);
        Lanes.Min(Lanes.Max(value, -limit), limit).StoreUnsafe(ref output, (nuint)i);
    }
}
