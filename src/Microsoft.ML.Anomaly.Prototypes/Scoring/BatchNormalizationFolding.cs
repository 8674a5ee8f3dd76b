namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>Makes a batch normalization in evaluation mode part of the layer before it.</summary>
internal static class BatchNormalizationFolding
{
    /// <summary>
    /// With s = gamma / sqrt(variance + epsilon): W' = s W, b' = s (b - mean) + beta, channel by channel.
    /// </summary>
    /// <param name="weight">W, [channels, ...], which becomes W'.</param>
    /// <param name="bias">b, [channels], which becomes b'.</param>
    /// <param name="mean">The running mean, [channels].</param>
    /// <param name="variance">The running variance, [channels].</param>
    /// <param name="gamma">[channels]</param>
    /// <param name="beta">[channels]</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Fold(
        Span<float> weight, Span<float> bias, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta, double epsilon)
    {
        int inputs = weight.Length / bias.Length;
        for (int o = 0; o < bias.Length; o++)
        {
            double scale = gamma[o] / Math.Sqrt(variance[o] + epsilon);
            foreach (ref float w in weight.Slice(o * inputs, inputs))
                w = (float)(w * scale);
            bias[o] = (float)((scale * (bias[o] - (double)mean[o])) + beta[o]);
        }
    }
}
