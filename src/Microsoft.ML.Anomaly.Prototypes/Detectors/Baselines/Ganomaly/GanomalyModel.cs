using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<GanomalyModel>), typeof(PrototypeLoader<GanomalyModel>), null, typeof(SignatureLoadModel), "", GanomalyModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="GanomalyTrainer"/> has learned.</summary>
public sealed partial class GanomalyModel : BaselineModel, IPayloadModel<GanomalyModel>
{
    internal const string Kind = "Ganomaly";

    internal GanomalyModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<GanomalyModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new GanomalyBlock(Parts);

    static GanomalyModel IPayloadModel<GanomalyModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("encoder", parts.Inputs);
        int code = parts.Network("encoder").Outputs;
        return new GanomalyModel(parts.ReadNetwork("decoder", code, parts.Inputs).ReadNetwork("second encoder", parts.Inputs, code));
    }
}
