using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<EgbadModel>), typeof(PrototypeLoader<EgbadModel>), null, typeof(SignatureLoadModel), "", EgbadModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="EgbadTrainer"/> has learned.</summary>
public sealed partial class EgbadModel : BaselineModel, IPayloadModel<EgbadModel>
{
    internal const string Kind = "Egbad";

    internal EgbadModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<EgbadModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new EgbadBlock(Parts);

    static EgbadModel IPayloadModel<EgbadModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("encoder", parts.Inputs).ReadNetwork("trunk", parts.Inputs);
        int code = parts.Network("encoder").Outputs;
        parts.ReadNetwork("generator", code, parts.Inputs).ReadNetwork("ofCode", code);
        return new EgbadModel(parts
            .ReadNetwork("joint", parts.Network("trunk").Outputs + parts.Network("ofCode").Outputs).ReadVector("discriminatorShare", 1));
    }
}
