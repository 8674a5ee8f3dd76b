using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PrototypeDataDescriptionModel>), typeof(PrototypeDataDescriptionLoader), null, typeof(SignatureLoadModel), "", PrototypeDataDescriptionLoader.Signature)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Loads what <see cref="PrototypeDataDescriptionTrainer"/> has trained.</summary>
internal static class PrototypeDataDescriptionLoader
{
    // At most 24 ASCII characters.
    public const string Signature = "PrototypeDataDescription";

    public static PrototypeTransformer<PrototypeDataDescriptionModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, PrototypeDataDescriptionModel.FromPayload);
}
