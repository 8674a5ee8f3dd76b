using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Looking at the first rows of what comes out of a step.</summary>
public static class DebuggerExtensions
{
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) => new(data, maxRows);

    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) =>
        new(transformer.Transform(data), maxRows);

    public static DataDebuggerPreview Preview(
        this IEstimator<ITransformer> estimator,
        IDataView data,
        int maxRows = DataDebuggerPreview.DefaultMaxRows,
        int maxTrainingRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Contracts.CheckValue(estimator, nameof(estimator));
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(maxRows >= 0, nameof(maxRows));
        Contracts.CheckParam(maxTrainingRows >= 0, nameof(maxTrainingRows));
        var trainingData = new SkipTakeView(new LocalEnvironment().Register("Preview"), data, skip: 0, take: maxTrainingRows);
        return new DataDebuggerPreview(estimator.Fit(trainingData).Transform(data), maxRows);
    }

    public static DataDebuggerPreview Preview<TSource>(this IDataLoader<TSource> loader, TSource source, int maxRows = DataDebuggerPreview.DefaultMaxRows) =>
        new(loader.Load(source), maxRows);
}
