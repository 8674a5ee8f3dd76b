using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>Trains the whole pipeline.</summary>
internal static class ModelTraining
{
    /// <param name="mlContext">Where to train.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="options">Its options; the names of columns are set here.</param>
    /// <param name="columns">The columns that it sees.</param>
    /// <param name="rows">The training data, from <see cref="LabelledRows"/>.</param>
    /// <returns>From the columns of a table to the detector's columns; needs no label.</returns>
    public static TransformerChain<ITransformer> Fit(
        MLContext mlContext, TrainerEntry trainer, PrototypeTrainerOptions options, IReadOnlyList<FeatureColumn> columns, IDataView rows)
    {
        options.LabelColumnName = trainer.LearnsFromClasses ? LabelledRows.ClassColumn : LabelledRows.LabelColumn;
        options.FeatureColumnName = FeaturePipeline.FeaturesColumn;
        ITransformer featurizer = FeaturePipeline.Create(mlContext, columns).Fit(rows);
        ITransformer detector = trainer.Fit(mlContext, options, featurizer.Transform(rows));
        return new TransformerChain<ITransformer>([.. (IEnumerable<ITransformer>)featurizer, detector]);
    }
}
