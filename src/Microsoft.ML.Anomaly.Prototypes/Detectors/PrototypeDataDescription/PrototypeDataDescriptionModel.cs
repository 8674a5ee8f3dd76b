using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PrototypeDataDescriptionModel>), typeof(PrototypeLoader<PrototypeDataDescriptionModel>), null, typeof(SignatureLoadModel), "", PrototypeDataDescriptionModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="PrototypeDataDescriptionTrainer"/> has learned: an embedding, and the embedded prototypes of each class.</summary>
public sealed partial class PrototypeDataDescriptionModel : PrototypeModel, IPayloadModel<PrototypeDataDescriptionModel>
{
    internal const string Kind = "PrototypeDataDescription";

    static string IPayloadModel<PrototypeDataDescriptionModel>.KindOfModel => Kind;

    internal const PrototypeColumns OutputColumns = PrototypeColumns.NearestClass | PrototypeColumns.ClassDensities | PrototypeColumns.LatentVector
        | PrototypeColumns.FeatureContributions;

    private const string RowsTensor = "rows", BackgroundTensor = "background";

    private readonly string[] _classNames;

    /// <summary>A model of images.</summary>
    /// <param name="embedding">f</param>
    /// <param name="density">The densities.</param>
    /// <param name="classNames">One for each class of the densities.</param>
    /// <param name="imageShape">The images.</param>
    /// <param name="background">The background of each channel.</param>
    internal PrototypeDataDescriptionModel(Embedding embedding, KernelDensity density, string[] classNames, ImageShape imageShape, float[] background)
    {
        (Embedding, Density, _classNames, ImageShape, Background, Rows) = (embedding, density, classNames, imageShape, background, []);
    }

    /// <summary>A model of plain feature vectors.</summary>
    /// <param name="embedding">f</param>
    /// <param name="density">The densities.</param>
    /// <param name="classNames">One for each class of the densities.</param>
    /// <param name="rows">The rows that the densities are made of, [P, D].</param>
    internal PrototypeDataDescriptionModel(Embedding embedding, KernelDensity density, string[] classNames, float[] rows)
    {
        (Embedding, Density, _classNames, Background, Rows) = (embedding, density, classNames, [], rows);
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

    /// <summary>The rows that the densities are made of, in their order there; empty for images, which are large.</summary>
    internal float[] Rows { get; }

    /// <summary>What stands behind what images show, a value for each channel; empty for plain feature vectors.</summary>
    internal float[] Background { get; }

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

    private protected override RowScorer CreateDetectorScorer() => new PrototypeDataDescriptionScorer(this);

    /// <summary>The embedded prototypes, one class after another.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() => [.. Density.Prototypes.ToArray().Chunk(EmbeddingSize)];

    /// <summary>The rows whose densities make the score, in the units of the features column; none for images.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. Rows.Chunk(NumberOfFeatures)];

    internal IScoreContributions CreateContributions() =>
        ImageShape is { } shape ? new OcclusionContributions(shape, Background) : new CounterfactualContributions(this);

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
            ["densityScore"] = (int)Density.Score,
            ["ambiguityWeight"] = Density.AmbiguityWeight,
            ["unitLength"] = Embedding.HasUnitLength,
            ["networks"] = Embedding.Networks.Count,
        };
        for (int m = 0; m < Embedding.Networks.Count; m++)
            settings[NameOf(m)] = NetworkPayload.Settings(Embedding.Networks[m]);
        if (ImageShape is { } shape)
            settings["image"] = Numbers([shape.Channels, shape.Height, shape.Width]);
        return new ModelPayload(Kind, settings,
        [
            .. Embedding.Scaling.ToTensors(), .. Embedding.Networks.SelectMany((network, m) => NetworkPayload.Tensors(network, NameOf(m))),
            new("prototypes", [NumberOfPrototypes, EmbeddingSize], Density.Prototypes.ToArray()),
            ImageShape is null ? new(RowsTensor, [NumberOfPrototypes, NumberOfFeatures], Rows) : new(BackgroundTensor, [Background.Length], Background),
        ]);
    }

    /// <exception cref="FormatException">The payload is incomplete.</exception>
    static PrototypeDataDescriptionModel IPayloadModel<PrototypeDataDescriptionModel>.FromPayload(ModelPayload payload)
    {
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs");
        FeatureScaling scaling = FeatureScaling.FromPayload(payload, settings.Size("features"), inputs);
        ImageShape? shape = settings.Has("image") ? ShapeFrom(settings, scaling.InputWidth) : null;
        int count = settings.Size("networks");
        // One by one: a number that is wrong must not take memory.
        var networks = new List<FrozenNetwork>();
        while (networks.Count < count)
            networks.Add(NetworkPayload.Read(payload, NameOf(networks.Count), inputs));
        var embedding = new Embedding(scaling, networks, settings.Truth("unitLength"));

        string[] classes = settings.Texts("classes");
        int[] shots = settings.Sizes("shots");
        if (classes.Length < 2 || shots.Length != classes.Length)
            throw new FormatException("The model is damaged: its classes and their prototypes don't fit.");
        var score = (DensityScore)settings.SizeOrNone("densityScore");
        if (!Enum.IsDefined(score) || score == DensityScore.Auto)
            throw new FormatException("The model's setting 'densityScore' is out of range.");
        int width = embedding.Width;
        float[] prototypes = payload.Tensor("prototypes", (int)Math.Min(shots.Sum(s => (long)s), int.MaxValue), width);
        if (settings.FiniteNumber("ambiguityWeight") is not (>= 0 and < 1 and var ambiguityWeight))
            throw new FormatException("The model's setting 'ambiguityWeight' is out of range.");
        var density = new KernelDensity(prototypes, shots, width, settings.PositiveNumber("bandwidth"), score, ambiguityWeight);
        return shape is { } image
            ? new PrototypeDataDescriptionModel(embedding, density, classes, image, payload.Tensor(BackgroundTensor, image.Channels))
            : new PrototypeDataDescriptionModel(embedding, density, classes, payload.Tensor(RowsTensor, density.NumberOfPrototypes, scaling.InputWidth));
    }

    // One of the networks, in the payload.
    private static string NameOf(int network) => $"embedding.{network}";

    private static ImageShape ShapeFrom(PayloadSettings settings, int features) => settings.Sizes("image") is [var channels, var height, var width]
        && (long)channels * height * width == features && Math.Min(height, width) >= ImageNetworkPlan.SmallestSide
        ? new ImageShape(channels, height, width)
        : throw new FormatException("The model's setting 'image' is out of range.");

    private static JsonArray Numbers(ReadOnlySpan<int> values)
    {
        var array = new JsonArray();
        foreach (int value in values)
            array.Add(value);
        return array;
    }
}
