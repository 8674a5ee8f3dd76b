using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>From the columns of a table to the features vector, by ML.NET's own transforms.</summary>
internal static class FeaturePipeline
{
    public const string FeaturesColumn = "Features";

    /// <param name="mlContext">Where.</param>
    /// <param name="columns">The features.</param>
    /// <param name="rows">The training rows, whose values are counted where that is what a feature holds.</param>
    public static IEstimator<ITransformer> Create(MLContext mlContext, IReadOnlyList<FeatureColumn> columns, IDataView rows)
    {
        IEstimator<ITransformer> pipeline = new EstimatorChain<ITransformer>();
        if (OfKind(columns, ColumnKind.Number) is { Length: > 0 } numbers)
            pipeline = pipeline.Append(mlContext.Transforms.ReplaceMissingValues(numbers, MissingValueReplacingEstimator.ReplacementMode.Mean));
        if (OfKind(columns, ColumnKind.Category) is { Length: > 0 } categories)
            pipeline = pipeline.Append(mlContext.Transforms.Categorical.OneHotEncoding(categories));
        foreach (InputOutputColumnPair counted in OfKind(columns, ColumnKind.CountedCategory))
        {
            KeyValuePair<string, float>[] counts = [.. rows.GetColumn<string>(counted.InputColumnName).Where(text => text.Length > 0)
                .CountBy(text => text).Select(pair => KeyValuePair.Create(pair.Key, MathF.Log(1 + pair.Value)))];
            pipeline = pipeline
                .Append(mlContext.Transforms.Conversion.MapValue(counted.OutputColumnName, counts, counted.InputColumnName))
                // What is not among them has been counted no times.
                .Append(mlContext.Transforms.ReplaceMissingValues(counted.OutputColumnName, replacementMode: MissingValueReplacingEstimator.ReplacementMode.DefaultValue));
        }
        return pipeline.Append(mlContext.Transforms.Concatenate(FeaturesColumn, [.. columns.Select(column => column.Name)]));
    }

    private static InputOutputColumnPair[] OfKind(IReadOnlyList<FeatureColumn> columns, ColumnKind kind) =>
        [.. columns.Where(column => column.Kind == kind).Select(column => new InputOutputColumnPair(column.Name))];
}
