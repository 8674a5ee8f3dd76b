namespace TorchSharp.Modules;

using static torch;

/// <summary>The gradient of a convolution with respect to its input, used as a layer.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding,
        Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias,
        PaddingModes padding_mode, Device device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding,
            groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    public abstract Tensor forward(Tensor input, long[] output_size);

    /// <summary>
    /// How much to add at the far border to get the size that is asked for. Without such a size the original takes
    /// the first of the layer's numbers for all dimensions, and so does this.
    /// </summary>
    protected long[] _output_padding(Tensor input, long[] output_size, long[] kernel_size, long[] stride, long[] padding,
        long[] dilation, long num_spatial_dims)
    {
        if (output_size is null)
            return new[] { output_padding[0] };

        int count = (int)num_spatial_dims;
        int first = input.dim() == count + 2 ? 2 : 1;
        if (output_size.Length == first + count)
            output_size = output_size[first..];
        if (output_size.Length != count)
            throw new ArgumentException($"ConvTranspose{count}D: for {input.dim()}D input, output_size must have {count} or {first + count} elements (got {output_size.Length})", nameof(input));

        var result = new long[count];
        for (int d = 0; d < count; d++)
        {
            long least = (input.size(d + first) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
            long most = least + stride[d] - 1;
            if (output_size[d] < least || output_size[d] > most)
                throw new ArgumentException($"Requested an output size of {output_size[d]}, but valid sizes range from {least} to {most}");
            result[d] = output_size[d] - least;
        }
        return result;
    }
}
