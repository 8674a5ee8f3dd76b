namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The activation functions that a layer can end with.</summary>
internal enum ActivationKind
{
    None,
    Relu,
    LeakyRelu,
    Tanh,
    Sigmoid,
}

/// <summary>What a layer does to its outputs.</summary>
/// <param name="Kind">The function.</param>
/// <param name="NegativeSlope">Of a leaky rectifier, its slope for negative values.</param>
internal readonly partial record struct LayerActivation(ActivationKind Kind, float NegativeSlope = 0)
{
    public static LayerActivation None => default;

    public static LayerActivation Relu => new(ActivationKind.Relu);

    public static LayerActivation Tanh => new(ActivationKind.Tanh);

    public static LayerActivation Sigmoid => new(ActivationKind.Sigmoid);

    public static LayerActivation LeakyRelu(float negativeSlope) => new(ActivationKind.LeakyRelu, negativeSlope);

    /// <summary>The function of each value, for those that no kernel has built in.</summary>
    public void Apply(Span<float> values)
    {
        if (Kind == ActivationKind.Tanh)
        {
            foreach (ref float value in values)
                value = MathF.Tanh(value);
        }
        else if (Kind == ActivationKind.Sigmoid)
        {
            foreach (ref float value in values)
                value = Activation.Sigmoid(value);
        }
    }

    /// <summary>Multiplies gradients by the function's derivative.</summary>
    /// <param name="outputs">What the function has made of its arguments.</param>
    /// <param name="gradients">One for each.</param>
    public void Differentiate(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            float y = outputs[i];
            gradients[i] *= Kind switch
            {
                // The slope may be 0, and then a rectifier's output is 0 wherever its argument is negative.
                ActivationKind.Relu or ActivationKind.LeakyRelu => y > 0 ? 1 : NegativeSlope,
                ActivationKind.Tanh => 1 - (y * y),
                ActivationKind.Sigmoid => y * (1 - y),
                _ => 1,
            };
        }
    }
}
