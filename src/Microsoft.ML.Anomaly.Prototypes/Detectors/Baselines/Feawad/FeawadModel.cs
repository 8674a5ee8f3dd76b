using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<FeawadModel>), typeof(PrototypeLoader<FeawadModel>), null, typeof(SignatureLoadModel), "", FeawadModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="FeawadTrainer"/> has learned.</summary>
public sealed partial class FeawadModel : BaselineModel, IPayloadModel<FeawadModel>
{
    internal const string Kind = "Feawad";

    internal FeawadModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<FeawadModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new FeawadBlock(Parts);

    static FeawadModel IPayloadModel<FeawadModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("encoder", parts.Inputs);
        int code = parts.Network("encoder").Outputs;
        parts.ReadNetwork("decoder", code, parts.Inputs).ReadNetwork("first", parts.Inputs + code + 1);
        parts.ReadNetwork("second", parts.Network("first").Outputs + 1).ReadNetwork("last", parts.Network("second").Outputs + 1, outputs: 1);
        return new FeawadModel(parts);
    }
}
