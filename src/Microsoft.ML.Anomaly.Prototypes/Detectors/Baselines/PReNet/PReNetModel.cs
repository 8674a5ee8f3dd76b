using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PReNetModel>), typeof(PrototypeLoader<PReNetModel>), null, typeof(SignatureLoadModel), "", PReNetModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="PReNetTrainer"/> has learned.</summary>
public sealed partial class PReNetModel : BaselineModel, IPayloadModel<PReNetModel>
{
    internal const string Kind = "PReNet";

    internal PReNetModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<PReNetModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new NetworkScoreBlock(Parts.Network("network"));

    static PReNetModel IPayloadModel<PReNetModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        return new PReNetModel(parts.ReadNetwork("network", parts.Inputs, outputs: 1));
    }
}
