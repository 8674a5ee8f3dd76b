using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

internal static class TensorAssert
{
    /// <summary>The elements as doubles, whatever their type, in row-major order.</summary>
    internal static double[] Elements(Tensor tensor)
    {
        using var converted = tensor.detach().cpu().to_type(ScalarType.Float64).contiguous();
        return tensor.NumberOfElements == 0 ? [] : converted.data<double>().ToArray();
    }

    internal static void AreEqual(double[] expected, Tensor actual, double tolerance = 1e-6, string? message = null)
    {
        var elements = Elements(actual);
        Assert.HasCount(expected.Length, elements, message);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = double.IsNaN(expected[i])
                ? double.IsNaN(elements[i])
                : expected[i].Equals(elements[i]) || Math.Abs(expected[i] - elements[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.IsTrue(same, string.Create(
                CultureInfo.InvariantCulture, $"{message} element {i}: expected {expected[i]:R}, was {elements[i]:R}"));
        }
    }

    internal static void HasShape(long[] expected, Tensor actual) => CollectionAssert.AreEqual(expected, actual.shape);
}
