using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Runtime;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]

// One line for each detector: this is what lets ML.NET load a model in a process that never mentions this library.
[assembly: LoadableClass(
    typeof(PrototypeTransformer<MultiNormalPrototypesModel>), typeof(MultiNormalPrototypesLoader), null, typeof(SignatureLoadModel),
    "", MultiNormalPrototypesLoader.Signature)]
[assembly: LoadableClass(
    typeof(PrototypeTransformer<PrototypeDataDescriptionModel>), typeof(PrototypeDataDescriptionLoader), null, typeof(SignatureLoadModel),
    "", PrototypeDataDescriptionLoader.Signature)]
[assembly: LoadableClass(
    typeof(PrototypeTransformer<WvadModel>), typeof(WvadLoader), null, typeof(SignatureLoadModel), "", WvadLoader.Signature)]

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>Loads what <see cref="MultiNormalPrototypesTrainer"/> has trained.</summary>
internal static class MultiNormalPrototypesLoader
{
    // At most 24 ASCII characters.
    public const string Signature = "MultiNormalPrototypes";

    public static PrototypeTransformer<MultiNormalPrototypesModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, MultiNormalPrototypesModel.FromPayload);
}

/// <summary>Loads what <see cref="PrototypeDataDescriptionTrainer"/> has trained.</summary>
internal static class PrototypeDataDescriptionLoader
{
    public const string Signature = "PrototypeDataDescription";

    public static PrototypeTransformer<PrototypeDataDescriptionModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, PrototypeDataDescriptionModel.FromPayload);
}

/// <summary>Loads what <see cref="WvadTrainer"/> has trained.</summary>
internal static class WvadLoader
{
    public const string Signature = "Wvad";

    public static PrototypeTransformer<WvadModel> Create(IHostEnvironment env, ModelLoadContext ctx) =>
        Persistence.Load(env, ctx, Signature, WvadModel.FromPayload);
}

/// <summary>
/// Saves a detector into ML.NET's model file and loads it from there: the names of columns and the threshold in the entry's
/// Model.key, all that was learned in its Model.bin.
/// </summary>
internal static class Persistence
{
    private const string PayloadName = "Model.bin";

    // Eight characters.
    private const string ModelSignature = "PROTOTYP";
    private const uint Version = 0x00010001;

    public static void Save(ModelSaveContext ctx, PrototypeModel model, string featureColumn, float threshold, PrototypeColumns outputColumns)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ModelPayload payload = model.ToPayload();
        ctx.CheckAtModel();
        ctx.SetVersionInfo(VersionOf(payload.Kind));
        ctx.SaveNonEmptyString(featureColumn);
        ctx.Writer.Write(threshold);
        ctx.Writer.Write((int)outputColumns);
        byte[] bytes = PayloadWriter.ToBytes(payload);
        ctx.SaveBinaryStream(PayloadName, writer => writer.Write(bytes));
    }

    /// <exception cref="FormatException">The model is damaged, or was saved by a newer version.</exception>
    public static PrototypeTransformer<TModel> Load<TModel>(
        IHostEnvironment environment, ModelLoadContext ctx, string loaderSignature, Func<ModelPayload, TModel> fromPayload)
        where TModel : PrototypeModel
    {
        ctx.CheckAtModel(VersionOf(loaderSignature));
        string featureColumn = ctx.LoadNonEmptyString();
        float threshold = ctx.Reader.ReadSingle();
        var outputColumns = (PrototypeColumns)ctx.Reader.ReadInt32();
        TModel? model = null;
        if (!ctx.TryLoadBinaryStream(PayloadName, reader => model = fromPayload(PayloadReader.Read(reader.BaseStream))))
            throw new FormatException($"The model is damaged: it has no entry '{PayloadName}'.");
        if (!float.IsFinite(threshold) || (outputColumns & ~model!.AvailableColumns) != 0)
            throw new FormatException("The model is damaged: its threshold or its output columns make no sense.");
        return new PrototypeTransformer<TModel>(environment, model, featureColumn, threshold, outputColumns);
    }

    // The assembly's simple name, so that a model of this version loads in later ones.
    private static VersionInfo VersionOf(string loaderSignature) => new(
        ModelSignature, Version, Version, Version, typeof(Persistence).Assembly.GetName().Name, loaderSignature);
}
