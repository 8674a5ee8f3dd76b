using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>f, the embedding: the discriminator without its last layer.</summary>
internal abstract class EmbeddingTrunk(string name) : nn.Module(name)
{
    /// <summary>d</summary>
    public abstract int EmbeddingSize { get; }

    /// <param name="x">[n, D]</param>
    /// <returns>f(x), [n, d]</returns>
    public abstract Tensor Embed(Tensor x);

    /// <summary>The same in managed code, as batch normalization computes it in evaluation mode.</summary>
    public abstract IReadOnlyList<EmbeddingLayer> ToManaged();

    /// <summary>All that training changes: the parameters, and the running statistics of batch normalization.</summary>
    public IEnumerable<Tensor> State => parameters().Cast<Tensor>().Concat(named_buffers().Select(buffer => buffer.Item2));

    protected static (float[] Weight, float[] Bias) Folded(Parameter weight, Parameter bias, BatchNorm? normalization)
    {
        float[] w = TensorValues.ToArray(weight), b = TensorValues.ToArray(bias);
        if (normalization is not null)
        {
            BatchNormalizationFolding.Fold(
                w, b, TensorValues.ToArray(normalization.running_mean!), TensorValues.ToArray(normalization.running_var!),
                TensorValues.ToArray(normalization.weight!), TensorValues.ToArray(normalization.bias!), normalization.eps);
        }
        return (w, b);
    }
}

/// <summary>The embedding of images: convolutions.</summary>
internal sealed class ImageTrunk : EmbeddingTrunk
{
    private readonly ImageShape _shape;
    private readonly List<(Conv2d Convolution, BatchNorm2d? Normalization, ConvolutionGeometry Geometry)> _layers = [];

    public ImageTrunk(ImageNetworkPlan plan, Random initialization, Device device)
        : base(nameof(ImageTrunk))
    {
        _shape = plan.Shape;
        (int channels, int height, int width) = plan.Shape;
        foreach (ConvolutionStep step in plan.Trunk)
        {
            var geometry = new ConvolutionGeometry(channels, height, width, step.Kernel, step.Stride, step.Padding);
            Conv2d convolution = Initialization.Convolution(channels, step.Channels, step.Kernel, step.Stride, step.Padding, initialization, device);
            BatchNorm2d? normalization = step.Normalized ? nn.BatchNorm2d(step.Channels, device: device) : null;
            register_module($"Convolution{_layers.Count}", convolution);
            if (normalization is not null)
                register_module($"Normalization{_layers.Count}", normalization);
            _layers.Add((convolution, normalization, geometry));
            (channels, height, width) = (step.Channels, geometry.OutputHeight, geometry.OutputWidth);
        }
        EmbeddingSize = channels * height * width;
    }

    public override int EmbeddingSize { get; }

    public override Tensor Embed(Tensor x)
    {
        Tensor h = x.reshape(-1, _shape.Channels, _shape.Height, _shape.Width);
        foreach ((Conv2d convolution, BatchNorm2d? normalization, _) in _layers)
        {
            h = convolution.forward(h);
            if (normalization is not null)
                h = normalization.forward(h);
            h = F.leaky_relu(h, ImageNetworkPlan.NegativeSlope);
        }
        return h.flatten(1);
    }

    public override IReadOnlyList<EmbeddingLayer> ToManaged() =>
    [
        .. _layers.Select(layer =>
        {
            (float[] weight, float[] bias) = Folded(layer.Convolution.weight!, layer.Convolution.bias!, layer.Normalization);
            return new ConvolutionLayer(layer.Geometry, weight, bias, ImageNetworkPlan.NegativeSlope);
        }),
    ];
}

/// <summary>The embedding of plain feature vectors: linear layers.</summary>
internal sealed class VectorTrunk : EmbeddingTrunk
{
    private readonly List<(Linear Linear, BatchNorm1d Normalization)> _layers = [];

    /// <param name="widths">D, then the width of each layer.</param>
    /// <param name="initialization">Draws the initial weights.</param>
    /// <param name="device">Where the network lives.</param>
    public VectorTrunk(ReadOnlySpan<int> widths, Random initialization, Device device)
        : base(nameof(VectorTrunk))
    {
        for (int i = 1; i < widths.Length; i++)
        {
            Linear linear = Initialization.Linear(widths[i - 1], widths[i], initialization, device);
            BatchNorm1d normalization = nn.BatchNorm1d(widths[i], device: device);
            register_module($"Linear{i - 1}", linear);
            register_module($"Normalization{i - 1}", normalization);
            _layers.Add((linear, normalization));
        }
        EmbeddingSize = widths[^1];
    }

    public override int EmbeddingSize { get; }

    public override Tensor Embed(Tensor x)
    {
        foreach ((Linear linear, BatchNorm1d normalization) in _layers)
            x = F.leaky_relu(normalization.forward(F.linear(x, linear.weight, linear.bias)), ImageNetworkPlan.NegativeSlope);
        return x;
    }

    public override IReadOnlyList<EmbeddingLayer> ToManaged() =>
    [
        .. _layers.Select(layer =>
        {
            (float[] weight, float[] bias) = Folded(layer.Linear.weight!, layer.Linear.bias!, layer.Normalization);
            return new DenseEmbeddingLayer(new DenseLayer(weight, bias), ImageNetworkPlan.NegativeSlope);
        }),
    ];
}
