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
}
