namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// A transposed convolution with bias and activation. Batch normalization is part of its weights: see <see cref="BatchNormalizationFolding"/>.
/// </summary>
/// <remarks>
/// It is computed as a convolution with a stride of 1 and the kernel turned around, over the input with zeros between its pixels.
/// </remarks>
internal sealed partial class TransposedConvolutionLayer : EmbeddingLayer
{
    // No model has more; a damaged file might.
    private const int LargestKernel = 64;

    private readonly ConvolutionLayer _convolution;
    private readonly ImageShape _input;
    private readonly ImageShape _output;
    private readonly int _stride;

    // [outputs, inputs, kernel, kernel], not turned around.
    private readonly float[] _weight;
    private readonly float[] _bias;

    private TransposedConvolutionLayer(
        ImageShape input, ImageShape output, int kernel, int stride, int padding, float[] weight, float[] bias, LayerActivation activation)
    {
        (_input, _output, Kernel, _stride, Padding, _weight, _bias, Activation) = (input, output, kernel, stride, padding, weight, bias, activation);
        int around = kernel - 1 - padding;
        var spread = new ConvolutionGeometry(input.Channels, output.Height + kernel - 1 - (2 * around), output.Width + kernel - 1 - (2 * around), kernel, 1, around);
        float[] turned = [.. weight.Chunk(kernel * kernel).SelectMany(patch => Enumerable.Reverse(patch))];
        // A slope of 1 leaves the values as they are, for an activation that comes after.
        float slope = activation.Kind is ActivationKind.Relu or ActivationKind.LeakyRelu ? activation.NegativeSlope : 1;
        _convolution = new ConvolutionLayer(spread, turned, bias, slope);
    }

    public override LayerActivation Activation { get; }

    public ImageShape Input => _input;

    public ImageShape Output => _output;

    public int Kernel { get; }

    public int Stride => _stride;

    public int Padding { get; }

    /// <summary>[outputs, inputs, kernel, kernel]</summary>
    public ReadOnlySpan<float> Weight => _weight;

    public ReadOnlySpan<float> Bias => _bias;

    public override int Inputs => _input.Size;

    public override int Outputs => _output.Size;

    public override int ScratchLength => _convolution.Inputs + _convolution.ScratchLength;

    // The input's size with zeros in between, and those that bring the output to its size at the far end.
    private int SpreadHeight => _convolution.Geometry.Height;

    private int SpreadWidth => _convolution.Geometry.Width;

    /// <param name="input">The shape of what goes in.</param>
    /// <param name="output">The shape of what comes out, up to one stride larger than it must be.</param>
    /// <param name="kernel">The side of the kernels.</param>
    /// <param name="stride">How far apart pixels of the input come to lie.</param>
    /// <param name="padding">What is cut off at each side; less than the kernel.</param>
    /// <param name="weight">[outputs, inputs, kernel, kernel]</param>
    /// <param name="bias">[outputs]</param>
    /// <param name="activation">What the layer ends with.</param>
    public static TransposedConvolutionLayer CreateByOutputs(
        ImageShape input, ImageShape output, int kernel, int stride, int padding, float[] weight, float[] bias, LayerActivation activation) =>
        new(input, output, kernel, stride, padding, weight, bias, activation);

    /// <summary>The same with weights as torch has them, [inputs, outputs, kernel, kernel].</summary>
    public static TransposedConvolutionLayer Create(
        ImageShape input, ImageShape output, int kernel, int stride, int padding, float[] weight, float[] bias, LayerActivation activation) =>
        new(input, output, kernel, stride, padding, Exchanged(weight, input.Channels, output.Channels), bias, activation);

    /// <summary>Whether there is a layer of that description.</summary>
    public static bool Fits(ImageShape input, ImageShape output, int kernel, int stride, int padding)
    {
        return IsSmall(input) && IsSmall(output) && padding < kernel && kernel <= LargestKernel && stride <= LargestKernel && IsSize(input.Height, output.Height) && IsSize(input.Width, output.Width);

        static bool IsSmall(ImageShape image) => (long)image.Height * image.Width <= int.MaxValue && (long)image.Height * image.Width * image.Channels <= int.MaxValue;

        // As large as it must be, or up to a stride larger.
        bool IsSize(long from, long to) => to - ((((from - 1) * stride) - (2 * padding)) + kernel) is var added && added >= 0 && added < stride;
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Span<float> scratch)
    {
        Span<float> spread = scratch[.._convolution.Inputs];
        spread.Clear();
        for (int line = 0; line < _input.Channels * _input.Height; line++)
        {
            (int channel, int y) = Math.DivRem(line, _input.Height);
            Span<float> destination = spread.Slice(((channel * SpreadHeight) + (y * _stride)) * SpreadWidth, SpreadWidth);
            ReadOnlySpan<float> source = input.Slice(line * _input.Width, _input.Width);
            for (int x = 0; x < source.Length; x++)
                destination[x * _stride] = source[x];
        }
        _convolution.Forward(spread, output, scratch.Slice(_convolution.Inputs, _convolution.ScratchLength));
        Activation.Apply(output[..Outputs]);
    }

    public override EmbeddingLayer Transpose() => new ConvolutionLayer(
        new ConvolutionGeometry(_output.Channels, _output.Height, _output.Width, Kernel, _stride, Padding),
        Exchanged(_weight, _output.Channels, _input.Channels), new float[_input.Channels], negativeSlope: 1);

    // The first two dimensions change places.
    private static float[] Exchanged(float[] weight, int first, int second)
    {
        int patch = weight.Length / (first * second);
        var exchanged = new float[weight.Length];
        for (int a = 0; a < first; a++)
        {
            for (int b = 0; b < second; b++)
                weight.AsSpan(((a * second) + b) * patch, patch).CopyTo(exchanged.AsSpan(((b * first) + a) * patch));
        }
        return exchanged;
    }
}
