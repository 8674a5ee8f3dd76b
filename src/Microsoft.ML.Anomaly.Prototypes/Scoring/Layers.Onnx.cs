using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

internal sealed partial class FeatureScaling
{
    /// <summary>(x - offset) * scale of the features that are kept.</summary>
    public OnnxValue ToOnnx(OnnxValue features)
    {
        OnnxValue kept = OutputWidth == InputWidth ? features : features.Columns(_kept);
        OnnxGraph graph = features.Graph;
        return (kept - graph.Constant(_offset, 1, OutputWidth)) * graph.Constant(_scale, 1, OutputWidth);
    }
}

internal sealed partial class DenseLayer
{
    /// <summary>W x + b</summary>
    public OnnxValue ToOnnx(OnnxValue input) => input.Linear(_weight, _bias);
}

internal abstract partial class EmbeddingLayer
{
    public abstract OnnxValue ToOnnx(OnnxValue input);
}

internal sealed partial class DenseEmbeddingLayer
{
    public override OnnxValue ToOnnx(OnnxValue input) => activation.ToOnnx(layer.ToOnnx(input));
}

internal sealed partial class ConvolutionLayer
{
    public override OnnxValue ToOnnx(OnnxValue input)
    {
        (int channels, int height, int width, int kernel, int stride, int padding) = _geometry;
        OnnxGraph graph = input.Graph;
        OnnxValue convolved = graph.Add(
            "Conv",
            [
                input.Reshape(-1, channels, height, width), graph.Constant(_weight, OutputChannels, channels, kernel, kernel),
                graph.Constant(_bias, OutputChannels),
            ],
            new OnnxAttribute("kernel_shape", new long[] { kernel, kernel }),
            new OnnxAttribute("strides", new long[] { stride, stride }),
            new OnnxAttribute("pads", new long[] { padding, padding, padding, padding }));
        return convolved.LeakyRelu(_negativeSlope).Reshape(-1, Outputs);
    }
}

internal sealed partial class PoolingLayer
{
    public override OnnxValue ToOnnx(OnnxValue input)
    {
        PoolingGeometry g = geometry;
        OnnxValue pooled = input.Graph.Add(
            "AveragePool", [input.Reshape(-1, g.Channels, g.Height, g.Width)],
            new OnnxAttribute("kernel_shape", new long[] { g.KernelHeight, g.KernelWidth }),
            new OnnxAttribute("strides", new long[] { g.StrideHeight, g.StrideWidth }));
        return pooled.Reshape(-1, Outputs);
    }
}

internal sealed partial class TransposedConvolutionLayer
{
    public override OnnxValue ToOnnx(OnnxValue input)
    {
        OnnxGraph graph = input.Graph;
        OnnxValue image = graph.Add(
            "ConvTranspose",
            [
                input.Reshape(-1, _input.Channels, _input.Height, _input.Width),
                graph.Constant(Exchanged(_weight, _output.Channels, _input.Channels), _input.Channels, _output.Channels, Kernel, Kernel),
                graph.Constant(_bias, _output.Channels),
            ],
            new OnnxAttribute("kernel_shape", new long[] { Kernel, Kernel }),
            new OnnxAttribute("strides", new long[] { _stride, _stride }),
            new OnnxAttribute("pads", new long[] { Padding, Padding, Padding, Padding }),
            new OnnxAttribute("output_padding", new long[] { Added(_input.Height, _output.Height), Added(_input.Width, _output.Width) }));
        return Activation.ToOnnx(image).Reshape(-1, Outputs);

        long Added(int from, int to) => to - (((from - 1) * _stride) - (2 * Padding) + Kernel);
    }
}

internal readonly partial record struct LayerActivation
{
    public OnnxValue ToOnnx(OnnxValue value) => Kind switch
    {
        ActivationKind.None => value,
        ActivationKind.Relu => value.Relu(),
        ActivationKind.LeakyRelu => value.LeakyRelu(NegativeSlope),
        ActivationKind.Tanh => value.Tanh(),
        ActivationKind.Sigmoid => value.Sigmoid(),
        _ => throw new NotSupportedException($"The activation function {Kind} has no ONNX form."),
    };
}

internal sealed partial class FrozenNetwork
{
    public OnnxValue ToOnnx(OnnxValue input) => Layers.Aggregate(input, (value, layer) => layer.ToOnnx(value));
}

internal sealed partial class Embedding
{
    /// <summary>f(x), [n, d]</summary>
    public OnnxValue ToOnnx(OnnxValue features)
    {
        OnnxValue input = scaling.ToOnnx(features);
        return OnnxValue.Concatenate([.. networks.Select(network => Part(network.ToOnnx(input)))]);
    }

    private OnnxValue Part(OnnxValue embedded) => hasUnitLength ? embedded / embedded.SumOfSquares(axis: 1).Sqrt().AtLeast(SmallestNorm) : embedded;
}
