namespace TorchSharp.Modules
{
    using static torch;

    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride,
            (long, long)? padding, (long, long)? output_padding, (long, long)? dilation, PaddingModes padding_mode, long groups, bool bias,
            Device device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), in_channels, out_channels, Pair.Of(kernel_size), Pair.Of(stride ?? (1, 1)),
                Pair.Of(padding ?? (0, 0)), null, Pair.Of(dilation ?? (1, 1)), true, Pair.Of(output_padding ?? (0, 0)), groups, bias,
                padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[] output_size)
        {
            if (!ValidateShape(input, 2))
                throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to ConvTranspose2d.");
            var extra = _output_padding(input, output_size, kernel_size, stride, padding, dilation, 2);
            return nn.functional.conv_transpose2d(input, _weight, _bias, stride, padding, extra, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1,
                long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding),
                    (output_padding, output_padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Modules.ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size,
                (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, padding_mode, groups, bias,
                    device, dtype);
        }
    }
}
