namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The activation functions of the networks, as the torch functions of the same names compute them.</summary>
internal static class Activation
{
    public static void LeakyRelu(Span<float> values, float negativeSlope)
    {
        foreach (ref float value in values)
            value = LeakyRelu(value, negativeSlope);
    }

    public static float LeakyRelu(float value, float negativeSlope) => value > 0 ? value : value * negativeSlope;

    public static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}
