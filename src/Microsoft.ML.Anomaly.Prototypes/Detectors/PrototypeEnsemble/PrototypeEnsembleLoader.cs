using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PrototypeEnsembleModel>), typeof(PrototypeEnsembleLoader), null, typeof(SignatureLoadModel), "", PrototypeEnsembleLoader.Signature)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Loads what <see cref="PrototypeEnsembleTrainer"/> has trained.</summary>
internal static class PrototypeEnsembleLoader
{
    // At most 24 ASCII characters.
    public const string Signature = "PrototypeEnsemble";

    public static PrototypeTransformer<PrototypeEnsembleModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, PrototypeEnsembleModel.FromPayload);
}
