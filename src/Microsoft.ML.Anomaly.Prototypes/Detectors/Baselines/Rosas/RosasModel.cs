using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<RosasModel>), typeof(PrototypeLoader<RosasModel>), null, typeof(SignatureLoadModel), "", RosasModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="RosasTrainer"/> has learned.</summary>
public sealed partial class RosasModel : BaselineModel, IPayloadModel<RosasModel>
{
    internal const string Kind = "Rosas";

    internal RosasModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<RosasModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new NetworkScoreBlock(Parts.Network("network"));

    static RosasModel IPayloadModel<RosasModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        return new RosasModel(parts.ReadNetwork("network", parts.Inputs, outputs: 1));
    }
}
