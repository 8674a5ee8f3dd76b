namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null,
                long[] dilation = null, bool ceil_mode = false) =>
                Native.Wrap(Native.tc_nn_max_pool2d(input, Pair.From(kernel_size), Pair.From(strides ?? kernel_size),
                    Pair.From(padding, 0), Pair.From(dilation, 1), ceil_mode, out var result), result);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, new[] { kernel_size }, Pair.Of(stride), Pair.Of(padding), Pair.Of(dilation), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair.Of(kernel_size), Pair.Of(stride), Pair.Of(padding), Pair.Of(dilation), ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[] strides = null,
                long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                Native.Wrap(Native.tc_nn_max_pool2d_with_indices(input, Pair.From(kernel_size), Pair.From(strides ?? kernel_size),
                    Pair.From(padding, 0), Pair.From(dilation, 1), ceil_mode, out var values, out var indices), values, indices);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[] stride = null, long[] padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Native.Wrap(Native.tc_nn_avg_pool2d(input, Pair.From(kernel_size), Pair.From(stride ?? kernel_size),
                    Pair.From(padding, 0), ceil_mode, count_include_pad, divisor_override ?? 0, out var result), result);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, new[] { kernel_size }, Pair.Of(stride), new[] { padding }, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair.Of(kernel_size), Pair.Of(stride), Pair.Of(padding), ceil_mode, count_include_pad, divisor_override);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Native.Wrap(Native.tc_nn_adaptive_avg_pool2d(input, Pair.From(output_size), out var result), result);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, new[] { output_size });

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair.Of(output_size));

            /// <summary>Pairs of sizes, before and after, for the last dimension first.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Native.Wrap(Native.tc_nn_pad(input, pad, pad.Length, (int)mode, value, out var result), result);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Pair.Of(pad), mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            /// <summary>As in the original, one number pads every dimension, the batch among them.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Enumerable.Repeat(pad, 2 * (int)input.ndim).ToArray(), mode, value);
        }
    }
}
