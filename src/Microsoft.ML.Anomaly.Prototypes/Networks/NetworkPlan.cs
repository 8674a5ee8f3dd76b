using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Networks;

/// <summary>
/// The description of a network, layer by layer. <see cref="Network"/> is what trains in torch by it, and
/// <see cref="Network.Freeze"/> gives what scores without torch.
/// </summary>
/// <example>
/// The encoder D - 20 - 8 with rectifiers: <code>NetworkPlan.Input(D).Dense(20, LayerActivation.Relu).Dense(8)</code>
/// </example>
internal sealed class NetworkPlan
{
    private NetworkPlan(ImageShape input, IReadOnlyList<LayerPlan> layers) => (InputShape, Layers) = (input, layers);

    /// <summary>What goes in: an image, or a vector as the channels of an image of one pixel.</summary>
    public ImageShape InputShape { get; }

    public IReadOnlyList<LayerPlan> Layers { get; }

    /// <summary>What comes out.</summary>
    public ImageShape OutputShape => Layers.Count > 0 ? Layers[^1].Output : InputShape;

    /// <summary>The number of values that come out.</summary>
    public int Outputs => OutputShape.Size;

    /// <summary>A network that sees vectors.</summary>
    public static NetworkPlan Input(int width) => new(new ImageShape(width, 1, 1), []);

    /// <summary>A network that sees images, as vectors of their pixels.</summary>
    public static NetworkPlan Input(ImageShape shape) => new(shape, []);

    /// <summary>y = act(W x + b) of all values.</summary>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="activation">act</param>
    /// <param name="bias">Whether there is a b.</param>
    /// <param name="normalized">Whether batch normalization stands before the activation.</param>
    public NetworkPlan Dense(int outputs, LayerActivation activation = default, bool bias = true, bool normalized = false) =>
        With(new DensePlan(OutputShape, new ImageShape(outputs, 1, 1), activation, bias, normalized));

    /// <summary>The values as an image of another shape.</summary>
    public NetworkPlan Dense(ImageShape outputs, LayerActivation activation = default, bool normalized = false) =>
        With(new DensePlan(OutputShape, outputs, activation, HasBias: true, normalized));

    /// <summary>A convolution with square kernels.</summary>
    /// <param name="channels">The number of channels that come out.</param>
    /// <param name="kernel">The height and width of the kernels.</param>
    /// <param name="stride">The distance of their places.</param>
    /// <param name="padding">How many rows and columns of zeros stand at each edge.</param>
    /// <param name="activation">What follows.</param>
    /// <param name="normalized">Whether batch normalization stands before the activation.</param>
    /// <param name="bias">Whether a number is added to each channel.</param>
    public NetworkPlan Convolution(
        int channels, int kernel, int stride, int padding, LayerActivation activation = default, bool normalized = false, bool bias = true)
    {
        var geometry = new ConvolutionGeometry(OutputShape.Channels, OutputShape.Height, OutputShape.Width, kernel, stride, padding);
        return With(new ConvolutionPlan(
            OutputShape, new ImageShape(channels, geometry.OutputHeight, geometry.OutputWidth), geometry, activation, bias, normalized));
    }

    /// <summary>The means over windows that divide an image evenly, and overlap where they must.</summary>
    /// <param name="size">How many windows there are along each side; all pixels of a side that has fewer.</param>
    public NetworkPlan MeanPooling(int size)
    {
        PoolingGeometry geometry = PoolingGeometry.Create(OutputShape, size);
        return With(new PoolingPlan(OutputShape, new ImageShape(OutputShape.Channels, geometry.OutputHeight, geometry.OutputWidth), geometry));
    }

    /// <summary>A transposed convolution with square kernels, to an image of the given shape.</summary>
    public NetworkPlan TransposedConvolution(
        ImageShape output, int kernel, int stride, int padding, LayerActivation activation = default, bool normalized = false) =>
        With(new TransposedConvolutionPlan(OutputShape, output, kernel, stride, padding, activation, normalized));

    private NetworkPlan With(LayerPlan layer) => new(InputShape, [.. Layers, layer]);
}

/// <summary>The description of a layer.</summary>
/// <param name="Input">The shape of what goes in.</param>
/// <param name="Output">The shape of what comes out.</param>
/// <param name="Activation">What the layer ends with.</param>
/// <param name="IsNormalized">Whether batch normalization stands before the activation.</param>
internal abstract record LayerPlan(ImageShape Input, ImageShape Output, LayerActivation Activation, bool IsNormalized);

/// <summary>A linear layer.</summary>
internal sealed record DensePlan(ImageShape Input, ImageShape Output, LayerActivation Activation, bool HasBias, bool IsNormalized)
    : LayerPlan(Input, Output, Activation, IsNormalized);

/// <summary>A convolution.</summary>
internal sealed record ConvolutionPlan(
    ImageShape Input, ImageShape Output, ConvolutionGeometry Geometry, LayerActivation Activation, bool HasBias, bool IsNormalized)
    : LayerPlan(Input, Output, Activation, IsNormalized);

/// <summary>Means over windows, which have no weights.</summary>
internal sealed record PoolingPlan(ImageShape Input, ImageShape Output, PoolingGeometry Geometry)
    : LayerPlan(Input, Output, LayerActivation.None, IsNormalized: false);

/// <summary>A transposed convolution.</summary>
internal sealed record TransposedConvolutionPlan(
    ImageShape Input, ImageShape Output, int Kernel, int Stride, int Padding, LayerActivation Activation, bool IsNormalized)
    : LayerPlan(Input, Output, Activation, IsNormalized);
