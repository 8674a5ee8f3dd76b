using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.DataDescription;

namespace ProtoAnomaly.Benchmarks.PretrainedFeatures;

/// <summary>The detectors that are compared, each with its default options; the scores are those of the test rows.</summary>
internal static class Detectors
{
    /// <summary>By some labelled rows of each normal class.</summary>
    public static float[] DataDescription(LeftOutTask task)
    {
        var mlContext = new MLContext(task.Seed);
        return Scores(task, mlContext, task.Prototypes.Concat(task.Unlabelled), mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options
        {
            LabelColumnName = nameof(TaskRow.Class),
            ImageShape = task.Data.Shape,
            ShotsPerClass = 0,
            Seed = task.Seed,
        }));
    }

    /// <summary>By some anomalies, the first rows of the class that the others lack.</summary>
    public static float[] Ensemble(LeftOutTask task, int labelledAnomalies)
    {
        var mlContext = new MLContext(task.Seed);
        return Scores(task, mlContext, WithAnomalies(task, labelledAnomalies), mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options
        {
            LabelColumnName = nameof(TaskRow.IsAnomaly),
            Seed = task.Seed,
            NumberOfThreads = 1,
        }));
    }

    /// <summary>By the same.</summary>
    public static float[] MultiNormalPrototypes(LeftOutTask task, int labelledAnomalies)
    {
        var mlContext = new MLContext(task.Seed);
        return Scores(task, mlContext, WithAnomalies(task, labelledAnomalies), mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
        {
            LabelColumnName = nameof(TaskRow.IsAnomaly),
            Seed = task.Seed,
            Device = TrainingDevice.Cpu,
        }));
    }

    private static IEnumerable<TaskRow> WithAnomalies(LeftOutTask task, int count) =>
        [.. task.Prototypes, .. task.Unlabelled, .. task.Data.Train.Where(row => row.Class == task.LeftOut).Take(count).Select(row => new TaskRow { Features = row.Features, IsAnomaly = true })];

    private static float[] Scores(LeftOutTask task, MLContext mlContext, IEnumerable<TaskRow> train, IEstimator<ITransformer> trainer) =>
        [.. trainer.Fit(task.View(mlContext, train)).Transform(task.View(mlContext, task.Test)).GetColumn<float>("Score")];
}
