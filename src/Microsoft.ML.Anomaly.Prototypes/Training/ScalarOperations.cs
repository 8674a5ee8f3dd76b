using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Operations with a number. TorchSharp's own operators make a <see cref="Scalar"/> out of the number that nothing keeps alive during the
/// native call: when another thread makes the garbage collector run at that moment, freed memory is read. These dispose it after the
/// call. The library uses no others, and a test holds it to that.
/// </summary>
internal static class ScalarOperations
{
    public static Tensor Plus(this Tensor tensor, float value)
    {
        // The factor of the other overload is made inside, where nothing keeps it alive.
        using Scalar scalar = value, one = 1f;
        return tensor.add(scalar, one);
    }

    public static Tensor Times(this Tensor tensor, float factor)
    {
        using Scalar scalar = factor;
        return tensor.mul(scalar);
    }

    public static Tensor TimesInPlace(this Tensor tensor, float factor)
    {
        using Scalar scalar = factor;
        return tensor.mul_(scalar);
    }

    public static Tensor PlusInPlace(this Tensor tensor, float value)
    {
        using Scalar scalar = value, one = 1f;
        return tensor.add_(scalar, one);
    }

    /// <summary>tensor += factor other</summary>
    public static Tensor PlusInPlace(this Tensor tensor, Tensor other, float factor)
    {
        using Scalar scalar = factor;
        return tensor.add_(other, scalar);
    }

    /// <summary>tensor + factor a b</summary>
    public static Tensor PlusProduct(this Tensor tensor, Tensor a, Tensor b, float factor = 1)
    {
        using Scalar scalar = factor;
        return tensor.addcmul(a, b, scalar);
    }

    /// <summary>tensor += factor a b</summary>
    public static Tensor PlusProductInPlace(this Tensor tensor, Tensor a, Tensor b, float factor)
    {
        using Scalar scalar = factor;
        return tensor.addcmul_(a, b, scalar);
    }

    /// <summary>tensor += factor a / b</summary>
    public static Tensor PlusQuotientInPlace(this Tensor tensor, Tensor a, Tensor b, float factor)
    {
        using Scalar scalar = factor;
        return tensor.addcdiv_(a, b, scalar);
    }

    public static Tensor AtLeast(this Tensor tensor, float minimum)
    {
        using Scalar scalar = minimum;
        return tensor.clamp_min(scalar);
    }

    public static Tensor AtMost(this Tensor tensor, float maximum)
    {
        using Scalar scalar = maximum;
        return tensor.clamp_max(scalar);
    }

    public static Tensor Between(this Tensor tensor, float minimum, float maximum)
    {
        using Scalar low = minimum, high = maximum;
        return tensor.clamp(low, high);
    }

    public static Tensor Power(this Tensor tensor, float exponent)
    {
        using Scalar scalar = exponent;
        return tensor.pow(scalar);
    }

    public static Tensor LeakyRelu(this Tensor tensor, float negativeSlope)
    {
        using Scalar scalar = negativeSlope;
        return tensor.leaky_relu(scalar);
    }

    /// <summary>A tensor full of one value.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="value">The value.</param>
    /// <param name="like">A tensor of the same type, on the same device.</param>
    public static Tensor Full(long[] shape, float value, Tensor like)
    {
        using Scalar scalar = value;
        return full(shape, scalar, like.dtype, like.device);
    }
}
