using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<MultiNormalPrototypesModel>), typeof(MultiNormalPrototypesLoader), null, typeof(SignatureLoadModel), "", MultiNormalPrototypesLoader.Signature)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Loads what <see cref="MultiNormalPrototypesTrainer"/> has trained.</summary>
internal static class MultiNormalPrototypesLoader
{
    // At most 24 ASCII characters.
    public const string Signature = "MultiNormalPrototypes";

    public static PrototypeTransformer<MultiNormalPrototypesModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, MultiNormalPrototypesModel.FromPayload);
}
