using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The parameters that <see cref="MultiNormalPrototypesTrainer"/> has learned.</summary>
public sealed class MultiNormalPrototypesModel : PrototypeModel
{
    internal const string Kind = "MultiNormalPrototypes";
    private const string EncoderName = "encoder", DecoderName = "decoder", ScoreHeadName = "score";

    internal MultiNormalPrototypesModel(
        FeatureScaling scaling, FrozenNetwork encoder, FrozenNetwork decoder, FrozenNetwork scoreHead, float[] prototypes, float kernelDegree,
        ScoreInputs scoreInputs, float[]? prototypeLengths = null)
    {
        (Scaling, Encoder, Decoder, ScoreHead) = (scaling, encoder, decoder, scoreHead);
        (Prototypes, KernelDegree, ScoreInputs) = (prototypes, kernelDegree, scoreInputs);
        PrototypeLengths = prototypeLengths ?? [.. prototypes.Chunk(LatentSize).Select(prototype => MathF.Sqrt(prototype.Sum(v => v * v)))];
    }

    /// <inheritdoc/>
    public override int NumberOfFeatures => Scaling.InputWidth;

    /// <inheritdoc/>
    public override int NumberOfPrototypes => Prototypes.Length / LatentSize;

    /// <summary>The width of the latent space in which the prototypes lie.</summary>
    public int LatentSize => Encoder.Outputs;

    /// <summary>The output columns of this detector.</summary>
    internal const PrototypeColumns OutputColumns = PrototypeColumns.ReconstructionError | PrototypeColumns.NearestPrototype
        | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

    internal FeatureScaling Scaling { get; }

    internal FrozenNetwork Encoder { get; }

    internal FrozenNetwork Decoder { get; }

    internal FrozenNetwork ScoreHead { get; }

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
        FrozenNetwork.RowScratch scratch = Decoder.CreateRowScratch();
        return [.. GetPrototypes().Select((direction, k) => Decoder.Forward([.. direction.Select(v => v * PrototypeLengths[k])], scratch).ToArray())];
    }

    /// <summary>The same model with other <see cref="PrototypeLengths"/>.</summary>
    internal MultiNormalPrototypesModel WithPrototypeLengths(float[] lengths) =>
        new(Scaling, Encoder, Decoder, ScoreHead, Prototypes, KernelDegree, ScoreInputs, lengths);

    internal override int SizeOf(PrototypeColumns column) =>
        column == PrototypeColumns.LatentVector ? LatentSize : base.SizeOf(column);

    internal override RowScorer CreateRowScorer() => new MultiNormalPrototypesScorer(this);

    internal override ModelPayload ToPayload()
    {
        var settings = new JsonObject
        {
            ["features"] = NumberOfFeatures,
            ["inputs"] = Scaling.OutputWidth,
            ["latent"] = LatentSize,
            ["prototypes"] = NumberOfPrototypes,
            ["kernelDegree"] = KernelDegree,
            ["scoreInputs"] = (int)ScoreInputs,
            [EncoderName] = NetworkPayload.Settings(Encoder),
            [DecoderName] = NetworkPayload.Settings(Decoder),
            [ScoreHeadName] = NetworkPayload.Settings(ScoreHead),
        };
        return new ModelPayload(Kind, settings,
        [
            .. Scaling.ToTensors(),
            .. NetworkPayload.Tensors(Encoder, EncoderName), .. NetworkPayload.Tensors(Decoder, DecoderName), .. NetworkPayload.Tensors(ScoreHead, ScoreHeadName),
            new("prototypes", [NumberOfPrototypes, LatentSize], Prototypes), new("prototypes.lengths", [NumberOfPrototypes], PrototypeLengths),
        ]);
    }

    /// <exception cref="FormatException">The payload is incomplete.</exception>
    internal static MultiNormalPrototypesModel FromPayload(ModelPayload payload)
    {
        var settings = new PayloadSettings(payload.Settings);
        int inputs = settings.Size("inputs"), latent = settings.Size("latent"), prototypes = settings.Size("prototypes");
        var scoreInputs = (ScoreInputs)settings.Size("scoreInputs");
        if ((scoreInputs & ~ScoreInputs.All) != 0)
            throw new FormatException("The model's setting 'scoreInputs' is out of range.");
        return new MultiNormalPrototypesModel(
            FeatureScaling.FromPayload(payload, settings.Size("features"), inputs),
            NetworkPayload.Read(payload, EncoderName, inputs, latent),
            NetworkPayload.Read(payload, DecoderName, latent, inputs),
            NetworkPayload.Read(payload, ScoreHeadName, MultiNormalPrototypesNetwork.EvidenceSize(latent, scoreInputs), 1),
            payload.Tensor("prototypes", prototypes, latent), settings.PositiveNumber("kernelDegree"), scoreInputs,
            payload.Tensor("prototypes.lengths", prototypes));
    }
}
