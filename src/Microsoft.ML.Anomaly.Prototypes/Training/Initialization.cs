using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Draws initial weights as torch does by default, but from a generator of ours: torch's own is global to the process, and
/// gives other numbers on other devices.
/// </summary>
internal static class Initialization
{
    /// <summary>A parameter whose values are uniform in ±1/sqrt(inputs). It belongs to no dispose scope.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="inputs">The number of inputs of one output.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="device">Where it lives.</param>
    public static Parameter Uniform(long[] shape, int inputs, Random random, Device device) =>
        UniformParameter(shape, 1 / MathF.Sqrt(inputs), [random], device);

    /// <summary>
    /// A parameter whose values are uniform in ±bound: for each source of randomness so much of the shape, one after another along the first
    /// dimension. It belongs to no dispose scope.
    /// </summary>
    public static Parameter UniformParameter(long[] shape, float bound, Random[] sources, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = [.. sources.Select(random => Values(shape, bound, random, device))];
        Parameter parameter = nn.Parameter(parts.Length == 1 ? parts[0] : cat(parts, 0));
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static Tensor Values(long[] shape, float bound, Random random, Device device)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        foreach (ref float value in values.AsSpan())
            value = bound * ((2 * random.NextSingle()) - 1);
        return tensor(values, shape, device: device);
    }
}
