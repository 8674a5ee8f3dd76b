using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// Saves a detector into ML.NET's model file and loads it from there: ML.NET's own header in the entry's Model.key, all that is ours in
/// its Model.bin.
/// </summary>
internal static class Persistence
{
    private const string PayloadName = "Model.bin";

    // Eight characters.
    private const string ModelSignature = "PROTOTYP";

    private const uint Version = 0x00010000;

    public static void Save(ModelSaveContext ctx, PrototypeModel model, DetectorState state)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ModelPayload payload = state.AddTo(OutsideGuard.AddTo(model.ToPayload(), model.Guard));
        // All that can fail has been done before anything is written.
        byte[] bytes = PayloadWriter.ToBytes(payload);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(VersionOf(payload.Kind));
        ctx.SaveBinaryStream(PayloadName, writer => writer.Write(bytes));
    }

    /// <exception cref="FormatException">The model is damaged, or was saved by a newer version.</exception>
    public static PrototypeTransformer<TModel> Load<TModel>(
        IHostEnvironment environment, ModelLoadContext ctx, string loaderSignature, Func<ModelPayload, TModel> fromPayload)
        where TModel : PrototypeModel
    {
        ctx.CheckAtModel(VersionOf(loaderSignature));
        ModelPayload? payload = null;
        if (!ctx.TryLoadBinaryStream(PayloadName, reader => payload = PayloadReader.Read(reader.BaseStream)))
            throw new FormatException($"The model is damaged: it has no entry '{PayloadName}'.");
        if (payload!.Kind != loaderSignature)
            throw new FormatException($"The model is a '{payload.Kind}', not a '{loaderSignature}'.");
        TModel model = fromPayload(payload);
        model.Guard = OutsideGuard.FromPayload(payload, model.NumberOfFeatures);
        return new PrototypeTransformer<TModel>(environment, model, DetectorState.FromPayload(payload).Checked(model));
    }

    // The assembly's simple name, so that a model of this version loads in later ones.
    private static VersionInfo VersionOf(string loaderSignature) => new(
        ModelSignature, Version, Version, Version, typeof(Persistence).Assembly.GetName().Name, loaderSignature);
}
