using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="PrototypeDataDescriptionTrainer"/> has learned: an embedding, and the embedded prototypes of each class.</summary>
public sealed class PrototypeDataDescriptionModel : PrototypeModel
{
    internal const string Kind = "PrototypeDataDescription";

    internal const PrototypeColumns OutputColumns = PrototypeColumns.NearestClass | PrototypeColumns.ClassDensities | PrototypeColumns.LatentVector;

    private readonly string[] _classNames;

    internal PrototypeDataDescriptionModel(Embedding embedding, KernelDensity density, string[] classNames, ImageShape? imageShape)
    {
        (Embedding, Density, _classNames, ImageShape) = (embedding, density, classNames, imageShape);
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Embedding.Scaling.InputWidth;

    /// <inheritdoc/>
    public override int NumberOfPrototypes => Density.NumberOfPrototypes;

    /// <summary>The number of normal classes.</summary>
    public int NumberOfClasses => _classNames.Length;

    /// <summary>The names of the normal classes: the values of NearestClass and the slots of ClassDensities.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>d, the width of the embedding in which the prototypes lie.</summary>
    public int EmbeddingSize => Embedding.Width;

    /// <summary>w, the bandwidth of the kernels.</summary>
    public float Bandwidth => Density.Bandwidth;

    /// <summary>The shape of the images; null for plain feature vectors.</summary>
    public ImageShape? ImageShape { get; }

    internal override PrototypeColumns AvailableColumns => OutputColumns;

    internal Embedding Embedding { get; }

    internal KernelDensity Density { get; }

    /// <summary>f(x), by which the model compares rows: to plot rows or to search for similar ones.</summary>
    /// <param name="features">All slots of the features column.</param>
    /// <returns><see cref="EmbeddingSize"/> values.</returns>
    /// <exception cref="ArgumentException">There are more or fewer features than the model was trained on.</exception>
    public float[] Embed(ReadOnlySpan<float> features)
    {
        if (features.Length != NumberOfFeatures)
            throw new ArgumentException($"The model was trained on {NumberOfFeatures} features, not {features.Length}.", nameof(features));
        return Embedding.Embed(features, Embedding.CreateScratch()).ToArray();
    }

    internal override RowScorer CreateRowScorer() => new PrototypeDataDescriptionScorer(this);

    /// <summary>The embedded prototypes, one class after another.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Density.Prototypes.ToArray().Chunk(EmbeddingSize)];

    internal override int SizeOf(PrototypeColumns column) => column == PrototypeColumns.LatentVector ? EmbeddingSize : NumberOfClasses;

    internal override IReadOnlyList<string>? NamesOf(PrototypeColumns column) => column == PrototypeColumns.LatentVector ? null : _classNames;

    internal override ModelPayload ToPayload()
    {
        var settings = new JsonObject
        {
            ["features"] = NumberOfFeatures,
            ["inputs"] = Embedding.Scaling.OutputWidth,
            ["classes"] = new JsonArray([.. _classNames.Select(name => (JsonNode)name)]),
            ["shots"] = Numbers(Density.Shots),
            ["bandwidth"] = Density.Bandwidth,
            ["densityScore"] = 1 + (int)Density.Score,
        };
        var tensors = new List<PayloadTensor>(Embedding.Scaling.ToTensors());
        if (ImageShape is { } shape)
        {
            ConvolutionLayer[] layers = [.. Embedding.Layers.Cast<ConvolutionLayer>()];
            settings["image"] = Numbers([shape.Channels, shape.Height, shape.Width]);
            settings["channels"] = Numbers([.. layers.Select(layer => layer.OutputChannels)]);
            settings["kernels"] = Numbers([.. layers.Select(layer => layer.Geometry.Kernel)]);
            settings["strides"] = Numbers([.. layers.Select(layer => layer.Geometry.Stride)]);
            // Sizes are never 0, so the padding is stored with 1 more.
            settings["paddings"] = Numbers([.. layers.Select(layer => 1 + layer.Geometry.Padding)]);
            foreach ((ConvolutionLayer layer, int i) in layers.Select((layer, i) => (layer, i)))
            {
                ConvolutionGeometry geometry = layer.Geometry;
                tensors.Add(new($"embedding.{i}.weight", [layer.OutputChannels, geometry.Channels, geometry.Kernel, geometry.Kernel], layer.Weight.ToArray()));
                tensors.Add(new($"embedding.{i}.bias", [layer.OutputChannels], layer.Bias.ToArray()));
            }
        }
        else
        {
            DenseLayer[] layers = [.. Embedding.Layers.Cast<DenseEmbeddingLayer>().Select(layer => layer.Layer)];
            settings["widths"] = Numbers([.. layers.Select(layer => layer.Outputs)]);
            foreach ((DenseLayer layer, int i) in layers.Select((layer, i) => (layer, i)))
            {
                tensors.Add(new($"embedding.{i}.weight", [layer.Outputs, layer.Inputs], layer.Weight.ToArray()));
                tensors.Add(new($"embedding.{i}.bias", [layer.Outputs], layer.Bias.ToArray()));
            }
        }
        tensors.Add(new("prototypes", [NumberOfPrototypes, EmbeddingSize], Density.Prototypes.ToArray()));
        return new ModelPayload(Kind, settings, tensors);
    }

    /// <exception cref="FormatException">The payload is of another detector, or incomplete.</exception>
    internal static PrototypeDataDescriptionModel FromPayload(ModelPayload payload)
    {
        if (payload.Kind != Kind)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{Kind}'.");
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs");
        FeatureScaling scaling = FeatureScaling.FromPayload(payload, settings.Size("features"), inputs);
        bool isImage = payload.Settings.ContainsKey("image");
        ImageShape? shape = isImage ? ShapeFrom(settings) : null;
        List<EmbeddingLayer> layers = shape is { } image ? Convolutions(payload, settings, image) : DenseLayers(payload, settings, inputs);
        if (layers.Count == 0 || layers[0].Inputs != inputs)
            throw new FormatException("The model is damaged: its embedding does not fit its inputs.");

        string[] classes = settings.Texts("classes");
        int[] shots = settings.Sizes("shots");
        if (classes.Length < 2 || shots.Length != classes.Length)
            throw new FormatException("The model is damaged: its classes and their prototypes don't fit.");
        var score = (DensityScore)(settings.Size("densityScore") - 1);
        if (!Enum.IsDefined(score))
            throw new FormatException("The model's setting 'densityScore' is out of range.");
        int width = layers[^1].Outputs;
        float[] prototypes = payload.Tensor("prototypes", (int)Math.Min(shots.Sum(s => (long)s), int.MaxValue), width);
        var density = new KernelDensity(prototypes, shots, width, settings.PositiveNumber("bandwidth"), score);
        return new PrototypeDataDescriptionModel(new Embedding(scaling, layers), density, classes, shape);
    }

    private static ImageShape ShapeFrom(PayloadSettings settings) => settings.Sizes("image") is [var channels, var height, var width]
        ? new ImageShape(channels, height, width)
        : throw new FormatException("The model's setting 'image' is out of range.");

    private static List<EmbeddingLayer> Convolutions(ModelPayload payload, PayloadSettings settings, ImageShape shape)
    {
        int[] channels = settings.Sizes("channels"), kernels = settings.Sizes("kernels"), strides = settings.Sizes("strides"), paddings = settings.Sizes("paddings");
        if (kernels.Length != channels.Length || strides.Length != channels.Length || paddings.Length != channels.Length)
            throw new FormatException("The model is damaged: its convolutions don't fit.");
        var layers = new List<EmbeddingLayer>();
        (int c, int h, int w) = shape;
        for (int i = 0; i < channels.Length; i++)
        {
            var geometry = new ConvolutionGeometry(c, h, w, kernels[i], strides[i], paddings[i] - 1);
            if (geometry.Kernel > Math.Min(h, w) + (2L * geometry.Padding) || geometry.Padding >= geometry.Kernel)
                throw new FormatException("The model is damaged: a convolution does not fit its image.");
            float[] weight = payload.Tensor($"embedding.{i}.weight", channels[i], c, geometry.Kernel, geometry.Kernel);
            layers.Add(new ConvolutionLayer(geometry, weight, payload.Tensor($"embedding.{i}.bias", channels[i]), ImageNetworkPlan.NegativeSlope));
            (c, h, w) = (channels[i], geometry.OutputHeight, geometry.OutputWidth);
        }
        return layers;
    }

    private static List<EmbeddingLayer> DenseLayers(ModelPayload payload, PayloadSettings settings, int inputs)
    {
        var layers = new List<EmbeddingLayer>();
        foreach (int width in settings.Sizes("widths"))
        {
            float[] weight = payload.Tensor($"embedding.{layers.Count}.weight", width, inputs), bias = payload.Tensor($"embedding.{layers.Count}.bias", width);
            layers.Add(new DenseEmbeddingLayer(new DenseLayer(weight, bias), ImageNetworkPlan.NegativeSlope));
            inputs = width;
        }
        return layers;
    }

    private static JsonArray Numbers(ReadOnlySpan<int> values)
    {
        var array = new JsonArray();
        foreach (int value in values)
            array.Add(value);
        return array;
    }
}
