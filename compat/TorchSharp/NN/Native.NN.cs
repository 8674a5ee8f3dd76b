using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

/// <summary>Layers, losses and initialization; every function gives null or an error text, see <see cref="Check"/>.</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_linear(torch.Tensor input, torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_conv2d(torch.Tensor input, torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias, ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, long groups, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_conv2d_padding(torch.Tensor input, torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias, ReadOnlySpan<long> stride,
        [MarshalAs(UnmanagedType.U1)] bool same, ReadOnlySpan<long> dilation, long groups, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_conv_transpose2d(torch.Tensor input, torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias, ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, ReadOnlySpan<long> outputPadding, ReadOnlySpan<long> dilation, long groups,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_batch_norm(torch.Tensor input,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor mean,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor variance,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias,
        [MarshalAs(UnmanagedType.U1)] bool training, double momentum, double eps, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_layer_norm(torch.Tensor input, ReadOnlySpan<long> shape, long dims,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor bias,
        double eps, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_dropout(torch.Tensor input, double p, [MarshalAs(UnmanagedType.U1)] bool training,
        [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_embedding(torch.Tensor weight, torch.Tensor indices, long paddingIndex,
        double maxNorm, double normType,
        [MarshalAs(UnmanagedType.U1)] bool scaleGradByFreq, [MarshalAs(UnmanagedType.U1)] bool sparse, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_relu(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_leaky_relu(torch.Tensor x, double slope, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_elu(torch.Tensor x, double alpha, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_selu(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_gelu(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_silu(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_sigmoid(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_tanh(torch.Tensor x, [MarshalAs(UnmanagedType.U1)] bool inplace, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_softplus(torch.Tensor x, double beta, double threshold, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_logsigmoid(torch.Tensor x, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_softmax(torch.Tensor x, long dim, sbyte type, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_log_softmax(torch.Tensor x, long dim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_max_pool2d(torch.Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, [MarshalAs(UnmanagedType.U1)] bool ceilMode, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_max_pool2d_with_indices(torch.Tensor input, ReadOnlySpan<long> kernel,
        ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, [MarshalAs(UnmanagedType.U1)] bool ceilMode, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_avg_pool2d(torch.Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, [MarshalAs(UnmanagedType.U1)] bool ceilMode, [MarshalAs(UnmanagedType.U1)] bool countIncludePad,
        long divisor, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_adaptive_avg_pool2d(torch.Tensor input, ReadOnlySpan<long> size, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_pad(torch.Tensor input, ReadOnlySpan<long> pad, long count, int mode, double value,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_normalize(torch.Tensor input, double p, long dim, double eps, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_cosine_similarity(torch.Tensor left, torch.Tensor right, long dim, double eps,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_pairwise_distance(torch.Tensor left, torch.Tensor right, double p, double eps,
        [MarshalAs(UnmanagedType.U1)] bool keepdim, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_one_hot(torch.Tensor indices, long classes, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_mse_loss(torch.Tensor input, torch.Tensor target, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_l1_loss(torch.Tensor input, torch.Tensor target, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_smooth_l1_loss(torch.Tensor input, torch.Tensor target, long reduction, double beta,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_huber_loss(torch.Tensor input, torch.Tensor target, long reduction, double delta,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_binary_cross_entropy(torch.Tensor input, torch.Tensor target,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_binary_cross_entropy_with_logits(torch.Tensor input, torch.Tensor target,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor posWeight,
        long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_cross_entropy(torch.Tensor input, torch.Tensor target,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight, long reduction, long ignoreIndex,
        double labelSmoothing, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_nll_loss(torch.Tensor input, torch.Tensor target,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] torch.Tensor weight, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_kl_div(torch.Tensor input, torch.Tensor target, long reduction, [MarshalAs(UnmanagedType.U1)] bool logTarget,
        out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_margin_ranking_loss(torch.Tensor first, torch.Tensor second, torch.Tensor target,
        double margin, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_nn_triplet_margin_loss(torch.Tensor anchor, torch.Tensor positive,
        torch.Tensor negative, double margin, double p,
        double eps, [MarshalAs(UnmanagedType.U1)] bool swap, long reduction, out IntPtr result);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_uniform(torch.Tensor self, double low, double high);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_normal(torch.Tensor self, double mean, double deviation);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_constant(torch.Tensor self, double value);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_eye(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_trunc_normal(torch.Tensor self, double mean, double deviation, double low,
        double high);

    [LibraryImport(Library)]
    internal static partial IntPtr tc_init_orthogonal(torch.Tensor self, double gain);
}
