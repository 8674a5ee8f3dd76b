using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

/// <summary>Compares autograd with central differences, in double precision.</summary>
internal static class Gradients
{
    /// <summary>The function gives a number; the tensors are leaves that require gradients.</summary>
    public static void Check(Func<Tensor> function, params Tensor[] leaves)
    {
        const double step = 1e-5;
        foreach (var leaf in leaves)
            leaf.grad = null;
        using (NewDisposeScope())
            function().backward();

        foreach (var leaf in leaves)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var computed = leaf.grad!.flatten();
            var flat = leaf.view(-1);
            for (long i = 0; i < flat.numel(); i++)
            {
                double value = flat[i].ToDouble();
                flat[i] = tensor(value + step);
                double above = function().ToDouble();
                flat[i] = tensor(value - step);
                double below = function().ToDouble();
                flat[i] = tensor(value);
                Assert.AreEqual((above - below) / (2 * step), computed[i].ToDouble(), 1e-6, $"element {i} of {leaf}");
            }
        }
    }

    /// <summary>Reproducible numbers between -1 and 1, none near zero where activations have kinks.</summary>
    public static Tensor Input(params long[] shape)
    {
        long count = shape.Aggregate(1L, (a, b) => a * b);
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double value = Math.Sin(1.7 * i + 0.3);
            values[i] = value + 0.1 * Math.Sign(value);
        }
        return tensor(values, shape).requires_grad_();
    }
}
