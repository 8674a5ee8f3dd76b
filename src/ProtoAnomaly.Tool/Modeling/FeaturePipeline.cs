using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>From the columns of a table to the features vector, by ML.NET's own transforms.</summary>
internal static class FeaturePipeline
{
    public const string FeaturesColumn = "Features";

    public static IEstimator<ITransformer> Create(MLContext mlContext, IReadOnlyList<FeatureColumn> columns)
    {
        IEstimator<ITransformer> pipeline = new EstimatorChain<ITransformer>();
        if (OfKind(columns, ColumnKind.Number) is { Length: > 0 } numbers)
            pipeline = pipeline.Append(mlContext.Transforms.ReplaceMissingValues(numbers, MissingValueReplacingEstimator.ReplacementMode.Mean));
        if (OfKind(columns, ColumnKind.Category) is { Length: > 0 } categories)
            pipeline = pipeline.Append(mlContext.Transforms.Categorical.OneHotEncoding(categories));
        return pipeline.Append(mlContext.Transforms.Concatenate(FeaturesColumn, [.. columns.Select(column => column.Name)]));
    }

    private static InputOutputColumnPair[] OfKind(IReadOnlyList<FeatureColumn> columns, ColumnKind kind) =>
        [.. columns.Where(column => column.Kind == kind).Select(column => new InputOutputColumnPair(column.Name))];
}
