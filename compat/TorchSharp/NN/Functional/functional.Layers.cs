namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The layers without the state.</summary>
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) =>
                Native.Wrap(Native.tc_nn_linear(input, weights, bias, out var result), result);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null,
                long[] dilation = null, long groups = 1) =>
                Native.Wrap(Native.tc_nn_conv2d(input, weight, bias, Pair.From(strides, 1), Pair.From(padding, 0),
                    Pair.From(dilation, 1), groups, out var result), result);

            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null,
                Padding padding = Padding.Valid, long[] dilation = null, long groups = 1) =>
                Native.Wrap(Native.tc_nn_conv2d_padding(input, weight, bias, Pair.From(strides, 1), padding == Padding.Same,
                    Pair.From(dilation, 1), groups, out var result), result);

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null,
                long[] padding = null, long[] output_padding = null, long[] dilation = null, long groups = 1) =>
                Native.Wrap(Native.tc_nn_conv_transpose2d(input, weight, bias, Pair.From(strides, 1), Pair.From(padding, 0),
                    Pair.From(output_padding, 0), Pair.From(dilation, 1), groups, out var result), result);

            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor weight = null, Tensor bias = null,
                bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                Native.Wrap(Native.tc_nn_batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps, out var result), result);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-05) =>
                Native.Wrap(Native.tc_nn_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps, out var result), result);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Native.Wrap(Native.tc_nn_dropout(input, p, training, inplace, out var result), result);

            public static Tensor one_hot(Tensor x, long num_classes = -1) =>
                Native.Wrap(Native.tc_nn_one_hot(x, num_classes, out var result), result);

            /// <summary>Divides by the p-norm along a dimension, which counts as <paramref name="eps"/> at least.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1, double eps = 1e-12) =>
                Native.Wrap(Native.tc_nn_normalize(input, p, dim, eps, out var result), result);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Native.Wrap(Native.tc_nn_cosine_similarity(x1, x2, dim, eps, out var result), result);

            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false) =>
                Native.Wrap(Native.tc_nn_pairwise_distance(input1, input2, p, eps, keepdim, out var result), result);
        }
    }
}
