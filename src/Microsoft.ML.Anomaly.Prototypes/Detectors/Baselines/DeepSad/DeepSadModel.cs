using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<DeepSadModel>), typeof(PrototypeLoader<DeepSadModel>), null, typeof(SignatureLoadModel), "", DeepSadModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="DeepSadTrainer"/> has learned.</summary>
public sealed partial class DeepSadModel : BaselineModel, IPayloadModel<DeepSadModel>
{
    internal const string Kind = "DeepSad";

    internal DeepSadModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<DeepSadModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new CentreDistanceBlock(Parts.Network("network"), Parts.Vector("centre"));

    static DeepSadModel IPayloadModel<DeepSadModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs);
        return new DeepSadModel(parts.ReadVector("centre", parts.Network("network").Outputs));
    }
}
