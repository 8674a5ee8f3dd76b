using System;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(AnomalyPredictionTransformer<IPredictorProducing<float>>), typeof(AnomalyPredictionTransformer), null, typeof(SignatureLoadModel), "", AnomalyPredictionTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Loads anomaly detectors of any model.</summary>
internal static class AnomalyPredictionTransformer
{
    public const string LoaderSignature = "AnomalyPredXfer";

    public static AnomalyPredictionTransformer<IPredictorProducing<float>> Create(IHostEnvironment env, ModelLoadContext ctx) => new(env, ctx);
}

/// <summary>Appends scores, and whether they lie above a threshold.</summary>
public sealed class AnomalyPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    internal readonly string ThresholdColumn;
    internal readonly float Threshold;

    internal AnomalyPredictionTransformer(
        IHostEnvironment env,
        TModel model,
        DataViewSchema inputSchema,
        string featureColumn,
        float threshold = 0.5f,
        string thresholdColumn = DefaultColumnNames.Score)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(AnomalyPredictionTransformer)), model, inputSchema, featureColumn)
    {
        Host.CheckNonEmpty(thresholdColumn, nameof(thresholdColumn));
        Threshold = threshold;
        ThresholdColumn = thresholdColumn;
    }

    internal AnomalyPredictionTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(AnomalyPredictionTransformer)), CheckedVersion(ctx))
    {
        Threshold = ctx.Reader.ReadSingle();
        ThresholdColumn = ctx.LoadString();
    }

    internal AnomalyPredictionTransformer<TModel> WithThreshold(IHostEnvironment env, float threshold) =>
        new(env, Model, TrainSchema, FeatureColumnName, threshold, ThresholdColumn);

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "ANOMPRED",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: AnomalyPredictionTransformer.LoaderSignature);

    private static ModelLoadContext CheckedVersion(ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return ctx;
    }

    // Layout: the name of the features, float threshold, the name of the column it applies to. Model and schema lie beside it.
    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        SaveFeatureColumn(ctx);
        ctx.Writer.Write(Threshold);
        ctx.SaveString(ThresholdColumn);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = inputSchema.GetColumnOrNull(FeatureColumnName)
            ?? throw Host.ExceptParam("schema", $"{FeatureColumnName} column 'Feature' not found");
        var scorer = Model as IFeatureScorer;
        Host.Check(scorer != null, "The model does not score vectors of features");
        if (!features.Type.SameSizeAndItemType(scorer.InputType))
            throw Host.Except($"Incompatible features column type: '{features.Type}' vs '{scorer.InputType}'");
        return new AnomalyScoreMapper(inputSchema, features.Index, scorer, Threshold);
    }
}
