namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_relu(x, inplace, out var result), result);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_leaky_relu(input, negative_slope, inplace, out var result), result);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_elu(x, alpha, inplace, out var result), result);

            public static Tensor selu(Tensor x, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_selu(x, inplace, out var result), result);

            public static Tensor gelu(Tensor x) => gelu(x, false);

            public static Tensor gelu(Tensor x, bool inplace) =>
                Native.Wrap(Native.tc_nn_gelu(x, inplace, out var result), result);

            public static Tensor silu(Tensor x, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_silu(x, inplace, out var result), result);

            public static Tensor sigmoid(Tensor x) => sigmoid(x, false);

            public static Tensor sigmoid(Tensor x, bool inplace) =>
                Native.Wrap(Native.tc_nn_sigmoid(x, inplace, out var result), result);

            public static Tensor tanh(Tensor x, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_tanh(x, inplace, out var result), result);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Native.Wrap(Native.tc_nn_softplus(x, beta, threshold, out var result), result);

            public static Tensor logsigmoid(Tensor x) =>
                Native.Wrap(Native.tc_nn_logsigmoid(x, out var result), result);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Native.Wrap(Native.tc_nn_softmax(input, dim, Native.Code(dtype), out var result), result);

            public static Tensor log_softmax(Tensor x, long dim) =>
                Native.Wrap(Native.tc_nn_log_softmax(x, dim, out var result), result);
        }
    }
}
