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
public sealed partial class McddModel : BaselineModel, IPayloadModel<McddModel>
{
    internal const string Kind = "Mcdd";

    internal McddModel(BaselineParts parts)
        : base(Kind, parts)
    {
    }

    static string IPayloadModel<McddModel>.KindOfModel => Kind;

    /// <summary>The names of the normal classes: the values of NearestClass.</summary>
    public IReadOnlyList<string> ClassNames => Parts.ClassNames;

    internal override PrototypeColumns AvailableColumns => ColumnsOfClasses;

    internal override IReconstructingBlock CreateBlock() => new McddBlock(Parts);

    internal override int SizeOf(PrototypeColumns column) => Parts.ClassNames.Length;

    internal override IReadOnlyList<string>? NamesOf(PrototypeColumns column) => Parts.ClassNames;

    static McddModel IPayloadModel<McddModel>.FromPayload(ModelPayload payload)
    {
        BaselineParts parts = BaselineParts.Read(payload, Kind);
        parts.ReadNetwork("network", parts.Inputs).ReadVectors("offsets", 1);
        int count = parts.Vector("offsets").Length;
        return new McddModel(parts.ReadClassNames(count).ReadVector("precisions", count).ReadVector("centres", count * parts.Network("network").Outputs));
    }
}
