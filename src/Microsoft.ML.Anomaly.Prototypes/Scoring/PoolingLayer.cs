namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>Windows of equal size over an image, which leave no pixel out.</summary>
internal readonly record struct PoolingGeometry(int Channels, int Height, int Width, int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth)
{
    public int OutputHeight => ((Height - KernelHeight) / StrideHeight) + 1;

    public int OutputWidth => ((Width - KernelWidth) / StrideWidth) + 1;

    /// <summary>So many windows along each side, or one for each pixel of a side that has fewer.</summary>
    public static PoolingGeometry Create(ImageShape image, int size)
    {
        (int kernelHeight, int strideHeight) = Windows(image.Height, size);
        (int kernelWidth, int strideWidth) = Windows(image.Width, size);
        return new(image.Channels, image.Height, image.Width, kernelHeight, kernelWidth, strideHeight, strideWidth);
    }

    private static (int Kernel, int Stride) Windows(int side, int size)
    {
        int stride = Math.Max(1, side / size);
        return (Math.Max(1, side - ((size - 1) * stride)), stride);
    }
}

/// <summary>The means of an image over windows.</summary>
internal sealed partial class PoolingLayer(PoolingGeometry geometry) : EmbeddingLayer
{
    public PoolingGeometry Geometry => geometry;

    public override int Inputs => geometry.Channels * geometry.Height * geometry.Width;

    public override int Outputs => geometry.Channels * geometry.OutputHeight * geometry.OutputWidth;

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
    {
        PoolingGeometry g = geometry;
        float share = 1f / (g.KernelHeight * g.KernelWidth);
        int place = 0;
        for (int channel = 0; channel < g.Channels; channel++)
        {
            ReadOnlySpan<float> image = input.Slice(channel * g.Height * g.Width, g.Height * g.Width);
            for (int y = 0; y < g.OutputHeight; y++)
            {
                for (int x = 0; x < g.OutputWidth; x++)
                    output[place++] = share * Sum(image, y * g.StrideHeight, x * g.StrideWidth);
            }
        }
    }

    private float Sum(ReadOnlySpan<float> image, int top, int left)
    {
        float sum = 0;
        for (int y = top; y < top + geometry.KernelHeight; y++)
        {
            foreach (float value in image.Slice((y * geometry.Width) + left, geometry.KernelWidth))
                sum += value;
        }
        return sum;
    }
}
