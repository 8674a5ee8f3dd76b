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
        Fill(layer.weight!, layer.bias!, inputs, random, device);
        return layer;
    }

    /// <summary>A convolution whose weights and biases are uniform in ±1/sqrt(inputs of an output).</summary>
    public static Conv2d Convolution(int inputs, int outputs, int kernel, int stride, int padding, Random random, torch.Device device)
    {
        Conv2d layer = torch.nn.Conv2d(inputs, outputs, kernel, stride, padding, device: device);
        Fill(layer.weight!, layer.bias!, inputs * kernel * kernel, random, device);
        return layer;
    }

    /// <summary>A transposed convolution. Torch takes the number of its outputs for the number of its inputs, and so does this.</summary>
    public static ConvTranspose2d TransposedConvolution(
        int inputs, int outputs, int kernel, int stride, int padding, (long, long) outputPadding, Random random, torch.Device device)
    {
        ConvTranspose2d layer = torch.nn.ConvTranspose2d(
            inputs, outputs, (kernel, kernel), (stride, stride), (padding, padding), outputPadding, device: device);
        Fill(layer.weight!, layer.bias!, outputs * kernel * kernel, random, device);
        return layer;
    }

    private static void Fill(Parameter weight, Parameter bias, int inputs, Random random, torch.Device device)
    {
        float bound = 1 / MathF.Sqrt(inputs);
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            weight.copy_(Uniform(weight.shape, bound, random, device));
            bias.copy_(Uniform(bias.shape, bound, random, device));
        }
    }

    /// <summary>
    /// A parameter whose values are uniform in ±bound: for each source of randomness so much of the shape, one after another along the first
    /// dimension. It belongs to no dispose scope.
    /// </summary>
    public static Parameter UniformParameter(long[] shape, float bound, Random[] sources, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] parts = [.. sources.Select(random => Uniform(shape, bound, random, device))];
        Parameter parameter = torch.nn.Parameter(torch.cat(parts, 0));
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
