using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>A trained network as part of a payload: a setting that lists its layers, and two tensors for each that has weights.</summary>
internal static class NetworkPayload
{
    private const string Dense = "dense", Convolution = "convolution", Transposed = "transposed convolution", Pooling = "pooling";

    /// <summary>The setting: what each layer is, in their order.</summary>
    public static JsonArray Settings(FrozenNetwork network) => new([.. network.Layers.Select(Settings)]);

    /// <summary>The weights and biases.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The name of the network, which the names of its tensors start with.</param>
    public static IEnumerable<PayloadTensor> Tensors(FrozenNetwork network, string name) => network.Layers.SelectMany((layer, i) =>
    {
        if (layer is PoolingLayer)
            return [];
        (int[] shape, ReadOnlyMemory<float> weight, ReadOnlyMemory<float> bias) = layer switch
        {
            DenseEmbeddingLayer dense => (new[] { dense.Outputs, dense.Inputs }, dense.Layer.Weight.ToArray(), dense.Layer.Bias.ToArray()),
            ConvolutionLayer convolution => (
                [convolution.OutputChannels, convolution.Geometry.Channels, convolution.Geometry.Kernel, convolution.Geometry.Kernel],
                convolution.Weight.ToArray(), convolution.Bias.ToArray()),
            TransposedConvolutionLayer transposed => (
                [transposed.Output.Channels, transposed.Input.Channels, transposed.Kernel, transposed.Kernel],
                transposed.Weight.ToArray(), transposed.Bias.ToArray()),
            _ => throw new InvalidOperationException($"A layer of type {layer.GetType().Name} can't be saved."),
        };
        return new PayloadTensor[] { new($"{name}.{i}.weight", shape, weight.ToArray()), new($"{name}.{i}.bias", [shape[0]], bias.ToArray()) };
    });

    /// <summary>Reads a network.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="name">The name of the network, under which its setting and its tensors stand.</param>
    /// <param name="inputs">The number of its inputs.</param>
    /// <param name="outputs">The number of its outputs; null where any will do.</param>
    /// <exception cref="FormatException">Something is missing, or doesn't fit.</exception>
    public static FrozenNetwork Read(ModelPayload payload, string name, int inputs, int? outputs = null)
    {
        var layers = new List<EmbeddingLayer>();
        foreach (PayloadSettings settings in new PayloadSettings(payload.Settings).List(name))
        {
            EmbeddingLayer layer = settings.Text("kind") switch
            {
                Dense => ReadDense(payload, settings, $"{name}.{layers.Count}", inputs),
                Convolution => ReadConvolution(payload, settings, $"{name}.{layers.Count}"),
                Pooling => ReadPooling(settings),
                Transposed => ReadTransposed(payload, settings, $"{name}.{layers.Count}"),
                string kind => throw new FormatException($"The model has a layer of the unknown kind '{kind}'."),
            };
            if (layer.Inputs != inputs)
                throw new FormatException($"The model is damaged: layer {layers.Count} of its network '{name}' has {layer.Inputs} inputs instead of {inputs}.");
            layers.Add(layer);
            inputs = layer.Outputs;
        }
        if (layers.Count == 0 || (outputs is { } wanted && inputs != wanted))
            throw new FormatException($"The model is damaged: its network '{name}' has {inputs} outputs instead of {outputs}.");
        return new FrozenNetwork(layers);
    }

    private static JsonNode Settings(EmbeddingLayer layer) => layer switch
    {
        DenseEmbeddingLayer dense => new JsonObject
        {
            ["kind"] = Dense,
            ["outputs"] = dense.Outputs,
            ["activation"] = dense.Activation.Kind.ToString(),
            ["slope"] = dense.Activation.NegativeSlope,
        },
        ConvolutionLayer convolution => new JsonObject
        {
            ["kind"] = Convolution,
            ["channels"] = convolution.Geometry.Channels,
            ["height"] = convolution.Geometry.Height,
            ["width"] = convolution.Geometry.Width,
            ["kernel"] = convolution.Geometry.Kernel,
            ["stride"] = convolution.Geometry.Stride,
            ["padding"] = convolution.Geometry.Padding,
            ["outputs"] = convolution.OutputChannels,
            ["slope"] = convolution.NegativeSlope,
        },
        PoolingLayer { Geometry: var pooling } => new JsonObject
        {
            ["kind"] = Pooling,
            ["channels"] = pooling.Channels,
            ["height"] = pooling.Height,
            ["width"] = pooling.Width,
            ["kernelHeight"] = pooling.KernelHeight,
            ["kernelWidth"] = pooling.KernelWidth,
            ["strideHeight"] = pooling.StrideHeight,
            ["strideWidth"] = pooling.StrideWidth,
        },
        TransposedConvolutionLayer transposed => new JsonObject
        {
            ["kind"] = Transposed,
            ["channels"] = transposed.Input.Channels,
            ["height"] = transposed.Input.Height,
            ["width"] = transposed.Input.Width,
            ["kernel"] = transposed.Kernel,
            ["stride"] = transposed.Stride,
            ["padding"] = transposed.Padding,
            ["outputs"] = transposed.Output.Channels,
            ["outputHeight"] = transposed.Output.Height,
            ["outputWidth"] = transposed.Output.Width,
            ["activation"] = transposed.Activation.Kind.ToString(),
            ["slope"] = transposed.Activation.NegativeSlope,
        },
        _ => throw new InvalidOperationException($"A layer of type {layer.GetType().Name} can't be saved."),
    };

    private static DenseEmbeddingLayer ReadDense(ModelPayload payload, PayloadSettings settings, string name, int inputs)
    {
        int outputs = settings.Size("outputs");
        return new DenseEmbeddingLayer(
            new DenseLayer(payload.Tensor($"{name}.weight", outputs, inputs), payload.Tensor($"{name}.bias", outputs)), ReadActivation(settings));
    }

    private static PoolingLayer ReadPooling(PayloadSettings settings)
    {
        var geometry = new PoolingGeometry(
            settings.Size("channels"), settings.Size("height"), settings.Size("width"), settings.Size("kernelHeight"), settings.Size("kernelWidth"),
            settings.Size("strideHeight"), settings.Size("strideWidth"));
        if (geometry.KernelHeight > geometry.Height || geometry.KernelWidth > geometry.Width || (long)geometry.Channels * geometry.Height * geometry.Width > int.MaxValue)
            throw new FormatException("The model is damaged: a pooling does not fit its image.");
        return new PoolingLayer(geometry);
    }

    private static LayerActivation ReadActivation(PayloadSettings settings) =>
        Enum.TryParse(settings.Text("activation"), out ActivationKind kind) && Enum.IsDefined(kind)
            ? new LayerActivation(kind, settings.FiniteNumber("slope"))
            : throw new FormatException("The model's setting 'activation' is out of range.");

    private static ConvolutionLayer ReadConvolution(ModelPayload payload, PayloadSettings settings, string name)
    {
        var geometry = new ConvolutionGeometry(
            settings.Size("channels"), settings.Size("height"), settings.Size("width"), settings.Size("kernel"), settings.Size("stride"),
            settings.SizeOrNone("padding"));
        if (geometry.Kernel > Math.Min(geometry.Height, geometry.Width) + (2L * geometry.Padding) || geometry.Padding >= geometry.Kernel
            || (long)geometry.Channels * geometry.Height * geometry.Width > int.MaxValue)
        {
            throw new FormatException("The model is damaged: a convolution does not fit its image.");
        }
        int outputs = settings.Size("outputs");
        return new ConvolutionLayer(
            geometry, payload.Tensor($"{name}.weight", outputs, geometry.Channels, geometry.Kernel, geometry.Kernel),
            payload.Tensor($"{name}.bias", outputs), settings.FiniteNumber("slope"));
    }

    private static TransposedConvolutionLayer ReadTransposed(ModelPayload payload, PayloadSettings settings, string name)
    {
        var input = new ImageShape(settings.Size("channels"), settings.Size("height"), settings.Size("width"));
        var output = new ImageShape(settings.Size("outputs"), settings.Size("outputHeight"), settings.Size("outputWidth"));
        int kernel = settings.Size("kernel"), stride = settings.Size("stride"), padding = settings.SizeOrNone("padding");
        if (!TransposedConvolutionLayer.Fits(input, output, kernel, stride, padding))
            throw new FormatException("The model is damaged: a transposed convolution does not fit its images.");
        return TransposedConvolutionLayer.CreateByOutputs(
            input, output, kernel, stride, padding, payload.Tensor($"{name}.weight", output.Channels, input.Channels, kernel, kernel),
            payload.Tensor($"{name}.bias", output.Channels), ReadActivation(settings));
    }
}
