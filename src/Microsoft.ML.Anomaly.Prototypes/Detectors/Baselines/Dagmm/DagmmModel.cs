using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<DagmmModel>), typeof(PrototypeLoader<DagmmModel>), null, typeof(SignatureLoadModel), "", DagmmModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="DagmmTrainer"/> has learned.</summary>
public sealed partial class DagmmModel : BaselineModel, IPayloadModel<DagmmModel>
{
    internal const string Kind = "Dagmm";

    internal DagmmModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<DagmmModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new DagmmBlock(Parts);

    static DagmmModel IPayloadModel<DagmmModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("encoder", parts.Inputs);
        int code = parts.Network("encoder").Outputs, width = code + DagmmMixture.Figures;
        parts.ReadNetwork("decoder", code, parts.Inputs).ReadVectors("logWeights", 1);
        int count = parts.Vector("logWeights").Length;
        return new DagmmModel(parts.ReadVector("means", count * width).ReadVector("whitening", count * width * width));
    }
}
