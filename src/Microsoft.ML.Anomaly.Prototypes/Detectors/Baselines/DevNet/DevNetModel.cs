using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<DevNetModel>), typeof(PrototypeLoader<DevNetModel>), null, typeof(SignatureLoadModel), "", DevNetModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="DevNetTrainer"/> has learned.</summary>
public sealed partial class DevNetModel : BaselineModel, IPayloadModel<DevNetModel>
{
    internal const string Kind = "DevNet";

    internal DevNetModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<DevNetModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new NetworkScoreBlock(Parts.Network("network"));

    static DevNetModel IPayloadModel<DevNetModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        return new DevNetModel(parts.ReadNetwork("network", parts.Inputs, outputs: 1));
    }
}
