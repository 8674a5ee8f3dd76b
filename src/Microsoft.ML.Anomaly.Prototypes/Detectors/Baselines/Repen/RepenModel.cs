using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<RepenModel>), typeof(PrototypeLoader<RepenModel>), null, typeof(SignatureLoadModel), "", RepenModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="RepenTrainer"/> has learned.</summary>
public sealed partial class RepenModel : BaselineModel, IPayloadModel<RepenModel>
{
    internal const string Kind = "Repen";

    internal RepenModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<RepenModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new NeighbourDistanceBlock(Parts.Network("network"), Parts.Vector("neighbours"));

    static RepenModel IPayloadModel<RepenModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs);
        return new RepenModel(parts.ReadVectors("neighbours", parts.Network("network").Outputs * NeighbourDistanceBlock.Subsample));
    }
}
