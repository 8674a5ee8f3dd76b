using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Activation functions, as methods; the layers have more settings.</summary>
    public partial class Tensor
    {
        public Tensor softmax(long dim, ScalarType? dtype = null) =>
            Native.Wrap(Native.tc_softmax(this, dim, Native.Code(dtype), out var result), result);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Native.Wrap(Native.tc_log_softmax(this, dim, Native.Code(dtype), out var result), result);

        public Tensor log_sigmoid() => Native.Wrap(Native.tc_log_sigmoid(this, out var result), result);

        public Tensor leaky_relu(Scalar negative_slope) =>
            Native.Wrap(Native.tc_leaky_relu(this, negative_slope, out var result), result);

        public Tensor leaky_relu_(Scalar negative_slope) => InPlace(Native.tc_leaky_relu_(this, negative_slope));

        public Tensor elu(double alpha = 1) => Native.Wrap(Native.tc_elu(this, alpha, out var result), result);

        public Tensor selu() => Native.Wrap(Native.tc_selu(this, out var result), result);

        public Tensor selu_() => InPlace(Native.tc_selu_(this));

        public Tensor silu() => Native.Wrap(Native.tc_silu(this, out var result), result);

        public Tensor silu_() => InPlace(Native.tc_silu_(this));

        public Tensor gelu() => Native.Wrap(Native.tc_gelu(this, out var result), result);

        public Tensor softplus(double beta = 1, double threshold = 20) =>
            Native.Wrap(Native.tc_softplus(this, beta, threshold, out var result), result);
    }
}
