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
    /// <param name="table">The table.</param>
    /// <param name="rows">Which of its rows to train on, counted from 0, ascending.</param>
    /// <returns>From the columns of a table to the detector's columns; needs no label.</returns>
    public static TransformerChain<ITransformer> Fit(
        MLContext mlContext, TrainerEntry trainer, PrototypeTrainerOptions options, TrainingTable table, IReadOnlyList<int> rows)
    {
        options.LabelColumnName = trainer.LearnsFromClasses ? table.ClassesName : table.LabelColumn;
        options.FeatureColumnName = FeaturePipeline.FeaturesColumn;
        IDataView data = table.TrainingRows(mlContext, rows, trainer.LearnsFromClasses);
        ITransformer featurizer = FeaturePipeline.Create(mlContext, table.Layout.Features, data).Fit(data);
        ITransformer detector = trainer.Fit(mlContext, options, featurizer.Transform(data));
        return new TransformerChain<ITransformer>([.. (IEnumerable<ITransformer>)featurizer, detector]);
    }
}
