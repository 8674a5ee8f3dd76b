using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of transformers whose model reads one column of features.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model, trainSchema)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = FindType(nameof(featureColumn));
    }

    /// <summary>Reads what <see cref="SaveFeatureColumn"/> wrote.</summary>
    private protected SingleFeaturePredictionTransformerBase(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        FeatureColumnName = ctx.LoadNonEmptyString();
        FeatureColumnType = FindType(nameof(FeatureColumnName));
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        if (!inputSchema.TryGetColumnIndex(FeatureColumnName, out int column))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!inputSchema[column].Type.Equals(FeatureColumnType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), inputSchema[column].Type.ToString());
        return Transform(new EmptyDataView(Host, inputSchema)).Schema;
    }

    /// <summary>Writes what the base writes, and the name of the features.</summary>
    private protected void SaveFeatureColumn(ModelSaveContext ctx)
    {
        SaveModelCore(ctx);
        ctx.SaveNonEmptyString(FeatureColumnName);
    }

    private DataViewType FindType(string paramName) =>
        TrainSchema.TryGetColumnIndex(FeatureColumnName, out int column)
            ? TrainSchema[column].Type
            : throw Host.ExceptSchemaMismatch(paramName, "feature", FeatureColumnName);
}
