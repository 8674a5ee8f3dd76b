using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The parameters that <see cref="MultiNormalPrototypesTrainer"/> has learned.</summary>
public sealed class MultiNormalPrototypesModel : PrototypeModel
{
    internal const string Kind = "MultiNormalPrototypes";
    private const string LengthsTensor = "prototypes.lengths";

    // The name of each layer in the payload; the order is that of MultiNormalPrototypesNetwork.
    private static readonly string[] LayerNames =
        ["encoder.hidden", "encoder.latent", "decoder.hidden", "decoder.output", "score.hidden", "score.output"];

    internal MultiNormalPrototypesModel(
        FeatureScaling scaling, IReadOnlyList<DenseLayer> layers, float[] prototypes, float kernelDegree, ScoreInputs scoreInputs,
        float[]? prototypeLengths = null)
    {
        Scaling = scaling;
        Layers = layers;
        Prototypes = prototypes;
        KernelDegree = kernelDegree;
        ScoreInputs = scoreInputs;
        PrototypeLengths = prototypeLengths ?? [.. prototypes.Chunk(LatentSize).Select(prototype => MathF.Sqrt(prototype.Sum(v => v * v)))];
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <inheritdoc/>
    public override int NumberOfPrototypes => Prototypes.Length / LatentSize;

    /// <summary>The width of the latent space in which the prototypes lie.</summary>
    public int LatentSize => EncoderLatent.Outputs;

    /// <summary>The output columns of this detector.</summary>
    internal const PrototypeColumns OutputColumns = PrototypeColumns.ReconstructionError | PrototypeColumns.NearestPrototype
        | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

    internal FeatureScaling Scaling { get; }

    internal IReadOnlyList<DenseLayer> Layers { get; }

    internal DenseLayer EncoderHidden => Layers[0];

    internal DenseLayer EncoderLatent => Layers[1];

    internal DenseLayer DecoderHidden => Layers[2];

    internal DenseLayer DecoderOutput => Layers[3];

    internal DenseLayer ScoreHidden => Layers[4];

    internal DenseLayer ScoreOutput => Layers[5];

    /// <summary>C, [K, H]: as trained, not normalised.</summary>
    internal float[] Prototypes { get; }

    /// <summary>[K]: how long the latent vectors around each prototype are. Only the decoder asks for that.</summary>
    internal float[] PrototypeLengths { get; }

    /// <summary>The degree alpha of the Student-t kernel.</summary>
    internal float KernelDegree { get; }

    /// <summary>What the score head sees.</summary>
    internal ScoreInputs ScoreInputs { get; }

    /// <summary>The prototypes at unit length, as the column LatentVector holds the rows: distances are taken between those.</summary>
    public override IReadOnlyList<float[]> GetPrototypes() =>
        [.. Prototypes.Chunk(LatentSize).Select(prototype =>
        {
            UnitLength.Normalize(prototype, MultiNormalPrototypesNetwork.SmallestNorm);
            return prototype;
        })];

    /// <summary>The decoded prototypes, of the length that latent vectors around them have.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. DecodeScaledPrototypes().Select(prototype => Scaling.Invert(prototype))];

    /// <summary>The decoded prototypes as the network sees rows.</summary>
    internal float[][] DecodeScaledPrototypes()
    {
        const float slope = MultiNormalPrototypesNetwork.NegativeSlope;
        var hidden = new float[DecoderHidden.Outputs];
        return
        [
            .. GetPrototypes().Select((direction, k) =>
            {
                var output = new float[DecoderOutput.Outputs];
                DecoderHidden.ForwardLeakyRelu([.. direction.Select(v => v * PrototypeLengths[k])], hidden, slope);
                DecoderOutput.ForwardLeakyRelu(hidden, output, slope);
                return output;
            }),
        ];
    }

    /// <summary>The same model with other <see cref="PrototypeLengths"/>.</summary>
    internal MultiNormalPrototypesModel WithPrototypeLengths(float[] lengths) =>
        new(Scaling, Layers, Prototypes, KernelDegree, ScoreInputs, lengths);

    internal override int SizeOf(PrototypeColumns column) =>
        column == PrototypeColumns.LatentVector ? LatentSize : base.SizeOf(column);

    internal override RowScorer CreateRowScorer() => new MultiNormalPrototypesScorer(this);

    internal override ModelPayload ToPayload()
    {
        var settings = new JsonObject
        {
            ["features"] = NumberOfFeatures,
            ["inputs"] = Scaling.OutputWidth,
            ["hidden"] = EncoderHidden.Outputs,
            ["latent"] = LatentSize,
            ["prototypes"] = NumberOfPrototypes,
            ["scoreHidden"] = ScoreHidden.Outputs,
            ["kernelDegree"] = KernelDegree,
            ["scoreInputs"] = (int)ScoreInputs,
        };
        var tensors = new List<PayloadTensor>(Scaling.ToTensors());
        for (int i = 0; i < Layers.Count; i++)
        {
            tensors.Add(new($"{LayerNames[i]}.weight", [Layers[i].Outputs, Layers[i].Inputs], Layers[i].Weight.ToArray()));
            tensors.Add(new($"{LayerNames[i]}.bias", [Layers[i].Outputs], Layers[i].Bias.ToArray()));
        }
        tensors.Add(new("prototypes", [NumberOfPrototypes, LatentSize], Prototypes));
        tensors.Add(new(LengthsTensor, [NumberOfPrototypes], PrototypeLengths));
        return new ModelPayload(Kind, settings, tensors);
    }

    /// <exception cref="FormatException">The payload is of another detector, or incomplete.</exception>
    internal static MultiNormalPrototypesModel FromPayload(ModelPayload payload)
    {
        if (payload.Kind != Kind)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{Kind}'.");
        var settings = new PayloadSettings(payload.Settings);
        int features = settings.Size("features"), inputs = settings.Size("inputs"), hidden = settings.Size("hidden");
        int latent = settings.Size("latent"), prototypes = settings.Size("prototypes"), scoreHidden = settings.Size("scoreHidden");
        var scoreInputs = (ScoreInputs)settings.Size("scoreInputs");
        if ((scoreInputs & ~ScoreInputs.All) != 0)
            throw new FormatException("The model's setting 'scoreInputs' is out of range.");
        int evidence = MultiNormalPrototypesNetwork.EvidenceSize(latent, scoreInputs);
        (int Inputs, int Outputs)[] widths =
            [(inputs, hidden), (hidden, latent), (latent, hidden), (hidden, inputs), (evidence, scoreHidden), (scoreHidden, 1)];
        DenseLayer[] layers =
        [
            .. widths.Select((w, i) => new DenseLayer(
                payload.Tensor($"{LayerNames[i]}.weight", w.Outputs, w.Inputs), payload.Tensor($"{LayerNames[i]}.bias", w.Outputs))),
        ];
        return new MultiNormalPrototypesModel(
            FeatureScaling.FromPayload(payload, features, inputs), layers, payload.Tensor("prototypes", prototypes, latent),
            settings.PositiveNumber("kernelDegree"), scoreInputs,
            // The first models did not have them.
            payload.Has(LengthsTensor) ? payload.Tensor(LengthsTensor, prototypes) : null);
    }
}
