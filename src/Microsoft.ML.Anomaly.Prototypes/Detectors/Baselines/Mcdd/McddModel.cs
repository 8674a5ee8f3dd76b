using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<McddModel>), typeof(PrototypeLoader<McddModel>), null, typeof(SignatureLoadModel), "", McddModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="McddTrainer"/> has learned.</summary>
public sealed class McddModel : BaselineModel, IPayloadModel<McddModel>
{
    internal const string Kind = "Mcdd";

    internal McddModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<McddModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new McddBlock(Parts);

    static McddModel IPayloadModel<McddModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs).ReadVectors("offsets", 1);
        int count = parts.Vector("offsets").Length;
        return new McddModel(parts.ReadVector("precisions", count).ReadVector("centres", count * parts.Network("network").Outputs));
    }
}
