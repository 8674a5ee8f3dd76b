using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Draws initial weights as torch does by default, but from a generator of ours: torch's own is global to the process, and
/// gives other numbers on other devices.
/// </summary>
internal static class Initialization
{
    /// <summary>A linear layer whose weights and biases are uniform in ±1/sqrt(inputs).</summary>
    public static Linear Linear(int inputs, int outputs, Random random, torch.Device device)
    {
        Linear layer = torch.nn.Linear(inputs, outputs, true, device);
        float bound = 1 / MathF.Sqrt(inputs);
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            layer.weight!.copy_(Uniform([outputs, inputs], bound, random, device));
            layer.bias!.copy_(Uniform([outputs], bound, random, device));
        }
        return layer;
    }

    /// <summary>A parameter whose values are uniform in ±bound. It belongs to no dispose scope.</summary>
    public static Parameter UniformParameter(long[] shape, float bound, Random random, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        Parameter parameter = torch.nn.Parameter(Uniform(shape, bound, random, device));
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static torch.Tensor Uniform(long[] shape, float bound, Random random, torch.Device device)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        foreach (ref float value in values.AsSpan())
            value = bound * ((2 * random.NextSingle()) - 1);
        return torch.tensor(values, shape, device: device);
    }
}
