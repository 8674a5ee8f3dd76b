using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>What a training costs in processor time on one thread as rows and features grow.</summary>
internal static class CostStudy
{
    private const int Epochs = 4;

    public static void Run()
    {
        torch.set_num_threads(1);
        var options = new WvadTrainer.Options();
        var table = new TextTable("Cost of training, one thread", 0, "rows", "features", "clusters", "pre-training step ms", "joint step ms", "mixture s", "whole fit s, by these");
        // The code is compiled by then.
        _ = Measure(20_000, 36, 3);
        foreach ((int rows, int features, int clusters) in new[]
        {
            (500, 36, 3), (4500, 36, 3), (20_000, 36, 3), (4500, 8, 3), (4500, 128, 3), (4500, 512, 3), (4500, 36, 1), (4500, 36, 10), (4500, 36, 0),
        })
        {
            Times times = Measure(rows, features, clusters);
            int steps = (rows + options.BatchSize - 1) / options.BatchSize;
            int second = Math.Min(options.NumberOfSecondStageEpochs, (options.MaximumNumberOfSecondStageSteps + steps - 1) / steps);
            double whole = ((options.NumberOfPretrainingEpochs * times.PretrainingStep) + ((options.NumberOfFirstStageEpochs + second) * times.JointStep)) * steps / 1000;
            table.Add(
                $"{rows}", $"{features}", clusters == 0 ? "by BIC" : $"{clusters}", $"{times.PretrainingStep:F2}", $"{times.JointStep:F2}",
                $"{times.Mixture:F2}", $"{whole + times.Mixture:F1}");
        }
        Console.Write(table.ToText());
        Console.WriteLine($"Steps: the fastest of {Epochs - 1} epochs, over its batches. Mixture: from the last epoch of the pre-training to the first of the joint training, less one epoch.");
    }

    private sealed record Times(double PretrainingStep, double JointStep, double Mixture);

    private static Times Measure(int rows, int features, int clusters)
    {
        var mlContext = new MLContext(seed: 1);
        var ends = new List<(string Phase, double Milliseconds)>();
        var options = new WvadTrainer.Options
        {
            NumberOfClusters = clusters,
            NumberOfPretrainingEpochs = Epochs,
            NumberOfFirstStageEpochs = 0,
            NumberOfSecondStageEpochs = Epochs,
            Device = TrainingDevice.Cpu,
            Progress = new Clock(ends),
        };
        mlContext.AnomalyDetection.Trainers.Wvad(options).Fit(Made(mlContext, rows, features));
        int steps = (rows + options.BatchSize - 1) / options.BatchSize;
        double Fastest(string phase) =>
            ends.Zip(ends.Skip(1)).Where(pair => pair.First.Phase == phase && pair.Second.Phase == phase).Min(pair => pair.Second.Milliseconds - pair.First.Milliseconds);
        double joint = Fastest("Joint training");
        double between = ends[Epochs].Milliseconds - ends[Epochs - 1].Milliseconds - joint;
        return new Times(Fastest("Pre-training") / steps, joint / steps, Math.Max(0, between) / 1000);
    }

    // Three clusters, and anomalies all over the place, of which ten are labelled.
    private static IDataView Made(MLContext mlContext, int rows, int features)
    {
        var random = new Random(1);
        float[] Uniform() => [.. Enumerable.Range(0, features).Select(_ => random.NextSingle())];
        float[][] centres = [Uniform(), Uniform(), Uniform()];
        var made = Enumerable.Range(0, rows + 10).Select(i => new Row
        {
            Label = i >= rows,
            Features = [.. Uniform().Select((value, d) => i % 20 == 0 || i >= rows ? value : centres[i % 3][d] + (.1f * value))],
        }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return mlContext.Data.LoadFromEnumerable(made, schema);
    }

    // The processor time at the end of each epoch.
    private sealed class Clock(List<(string Phase, double Milliseconds)> ends) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => ends.Add((value.Phase, Environment.CpuUsage.TotalTime.TotalMilliseconds));
    }
}
