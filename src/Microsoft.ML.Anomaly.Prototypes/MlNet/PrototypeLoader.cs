using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// Loads a trained detector. A model needs no loader of its own: beside it stands one line, the assembly attribute that gives this class
/// to ML.NET under the model's kind, by which a process that never mentions this library can load it.
/// </summary>
internal static class PrototypeLoader<TModel>
    where TModel : PrototypeModel, IPayloadModel<TModel>
{
    /// <summary>What ML.NET calls.</summary>
    public static PrototypeTransformer<TModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, TModel.KindOfModel, TModel.FromPayload);
}
