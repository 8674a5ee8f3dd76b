using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<MultiNormalPrototypesModel>), typeof(PrototypeLoader<MultiNormalPrototypesModel>), null, typeof(SignatureLoadModel), "", MultiNormalPrototypesModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The parameters that <see cref="MultiNormalPrototypesTrainer"/> has learned.</summary>
public sealed partial class MultiNormalPrototypesModel : AutoencoderModel, IPayloadModel<MultiNormalPrototypesModel>
{
    internal const string Kind = "MultiNormalPrototypes";

    static string IPayloadModel<MultiNormalPrototypesModel>.KindOfModel => Kind;

    internal MultiNormalPrototypesModel(
        FeatureScaling scaling, FrozenNetwork encoder, FrozenNetwork decoder, FrozenNetwork scoreHead, float[] prototypes, float kernelDegree,
        ScoreInputs scoreInputs, float[]? prototypeLengths = null)
        : base(scaling, encoder, decoder, scoreHead)
    {
        (Prototypes, KernelDegree, ScoreInputs) = (prototypes, kernelDegree, scoreInputs);
        PrototypeLengths = prototypeLengths ?? [.. prototypes.Chunk(LatentSize).Select(prototype => MathF.Sqrt(prototype.Sum(v => v * v)))];
    }

    /// <inheritdoc/>
    public override int NumberOfPrototypes => Prototypes.Length / LatentSize;

    /// <summary>The output columns of this detector.</summary>
    internal const PrototypeColumns OutputColumns = PrototypeColumns.ReconstructionError | PrototypeColumns.NearestPrototype
        | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector;

    internal override PrototypeColumns AvailableColumns => OutputColumns;

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

    /// <summary>The same model with other <see cref="PrototypeLengths"/>.</summary>
    internal MultiNormalPrototypesModel WithPrototypeLengths(float[] lengths) =>
        new(Scaling, Encoder, Decoder, ScoreHead, Prototypes, KernelDegree, ScoreInputs, lengths);

    private protected override RowScorer CreateDetectorScorer() => new MultiNormalPrototypesScorer(this);

    internal override ModelPayload ToPayload()
    {
        var settings = new JsonObject { ["prototypes"] = NumberOfPrototypes, ["kernelDegree"] = KernelDegree, ["scoreInputs"] = (int)ScoreInputs };
        return ToPayload(
            Kind, settings, new PayloadTensor("prototypes", [NumberOfPrototypes, LatentSize], Prototypes),
            new PayloadTensor("prototypes.lengths", [NumberOfPrototypes], PrototypeLengths));
    }

    /// <exception cref="FormatException">The payload is incomplete.</exception>
    static MultiNormalPrototypesModel IPayloadModel<MultiNormalPrototypesModel>.FromPayload(ModelPayload payload)
    {
        var settings = new PayloadSettings(payload.Settings);
        int prototypes = settings.Size("prototypes");
        var scoreInputs = (ScoreInputs)settings.Size("scoreInputs");
        if ((scoreInputs & ~ScoreInputs.All) != 0)
            throw new FormatException("The model's setting 'scoreInputs' is out of range.");
        var parts = Read(payload, latent => MultiNormalPrototypesNetwork.EvidenceSize(latent, scoreInputs));
        return new MultiNormalPrototypesModel(
            parts.Scaling, parts.Encoder, parts.Decoder, parts.ScoreHead, payload.Tensor("prototypes", prototypes, parts.Encoder.Outputs),
            settings.PositiveNumber("kernelDegree"), scoreInputs, payload.Tensor("prototypes.lengths", prototypes));
    }

    // Of the length that latent vectors around them have.
    private protected override IEnumerable<float[]> LatentPrototypes() =>
        GetPrototypes().Select((direction, k) => direction.Select(v => v * PrototypeLengths[k]).ToArray());
}
