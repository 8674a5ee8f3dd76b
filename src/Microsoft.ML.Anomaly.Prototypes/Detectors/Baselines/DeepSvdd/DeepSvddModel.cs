using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<DeepSvddModel>), typeof(PrototypeLoader<DeepSvddModel>), null, typeof(SignatureLoadModel), "", DeepSvddModel.Kind)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What <see cref="DeepSvddTrainer"/> has learned.</summary>
public sealed partial class DeepSvddModel : BaselineModel, IPayloadModel<DeepSvddModel>
{
    internal const string Kind = "DeepSvdd";

    internal DeepSvddModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<DeepSvddModel>.KindOfModel => Kind;

    internal override IReconstructingBlock CreateBlock() => new CentreDistanceBlock(Parts.Network("network"), Parts.Vector("centre"), Parts.Vector("squaredRadius")[0]);

    static DeepSvddModel IPayloadModel<DeepSvddModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs);
        return new DeepSvddModel(parts.ReadVector("centre", parts.Network("network").Outputs).ReadVector("squaredRadius", 1));
    }
}
