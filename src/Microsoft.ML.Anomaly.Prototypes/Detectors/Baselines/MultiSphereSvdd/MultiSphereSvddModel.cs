using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<MultiSphereSvddModel>), typeof(PrototypeLoader<MultiSphereSvddModel>), null, typeof(SignatureLoadModel), "", MultiSphereSvddModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="MultiSphereSvddTrainer"/> has learned.</summary>
public sealed partial class MultiSphereSvddModel : BaselineModel, IPayloadModel<MultiSphereSvddModel>
{
    internal const string Kind = "MultiSphereSvdd";

    internal MultiSphereSvddModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<MultiSphereSvddModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new SphereDistanceBlock(Parts);

    static MultiSphereSvddModel IPayloadModel<MultiSphereSvddModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs).ReadVectors("squaredRadii", 1);
        return new MultiSphereSvddModel(parts.ReadVector("centres", parts.Vector("squaredRadii").Length * parts.Network("network").Outputs));
    }
}
