using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<AnoGanModel>), typeof(PrototypeLoader<AnoGanModel>), null, typeof(SignatureLoadModel), "", AnoGanModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="AnoGanTrainer"/> has learned.</summary>
public sealed class AnoGanModel : BaselineModel, IPayloadModel<AnoGanModel>
{
    internal const string Kind = "AnoGan";

    internal AnoGanModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<AnoGanModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new AnoGanBlock(Parts);

    static AnoGanModel IPayloadModel<AnoGanModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("trunk", parts.Inputs).ReadVectors("start", 1).ReadVector("search", AnoGanSearch.Settings);
        parts.ReadNetwork("generator", parts.Vector("start").Length, parts.Inputs);
        AnoGanSearch.Check(parts.Vector("search"));
        return new AnoGanModel(parts);
    }
}
