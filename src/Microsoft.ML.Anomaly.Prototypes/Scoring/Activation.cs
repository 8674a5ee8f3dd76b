using System.Numerics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The activation functions of the networks, as the torch functions of the same names compute them.</summary>
internal static class Activation
{
    public static float LeakyRelu(float value, float negativeSlope) => value > 0 ? value : value * negativeSlope;

    public static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}

/// <summary>
/// An activation function that a layer applies before it stores its outputs. A struct, so that each layer's loop is compiled for it.
/// </summary>
internal interface IFusedActivation
{
    Vector<float> Apply(Vector<float> values);
}

/// <summary>No activation function.</summary>
internal readonly struct NoActivation : IFusedActivation
{
    public Vector<float> Apply(Vector<float> values) => values;
}

/// <summary>max(0, x); what is not a number stays so.</summary>
internal readonly struct FusedRelu : IFusedActivation
{
    public Vector<float> Apply(Vector<float> values) =>
        Vector.ConditionalSelect(Vector.LessThan(values, Vector<float>.Zero), Vector<float>.Zero, values);
}

/// <summary>x where it is positive, else <paramref name="negativeSlope"/> x.</summary>
internal readonly struct FusedLeakyRelu(float negativeSlope) : IFusedActivation
{
    public Vector<float> Apply(Vector<float> values) =>
        Vector.ConditionalSelect(Vector.GreaterThan(values, Vector<float>.Zero), values, values * negativeSlope);
}
