using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Runtime;

// This is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<WvadModel>), typeof(WvadLoader), null, typeof(SignatureLoadModel), "", WvadLoader.Signature)]

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Loads what <see cref="WvadTrainer"/> has trained.</summary>
internal static class WvadLoader
{
    // At most 24 ASCII characters.
    public const string Signature = "Wvad";

    public static PrototypeTransformer<WvadModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, WvadModel.FromPayload);
}
