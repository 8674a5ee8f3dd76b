using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using TorchSharp;

namespace ProtoAnomaly.Tool.Diagnosis;

/// <summary>What this machine can train with.</summary>
/// <param name="CanTrain">Whether libtorch loads.</param>
/// <param name="Torch">What is to be said of libtorch.</param>
/// <param name="Gpus">The number of GPUs that it sees.</param>
internal sealed record Machine(bool CanTrain, string Torch, int Gpus)
{
    private const int RowsOfTrial = 400;

    public static Machine Look()
    {
        try
        {
            // Loads the native library.
            using torch.Tensor one = torch.ones(1);
            int gpus = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            string devices = gpus == 0 ? "no GPU that it can use; training runs on the processor" : gpus == 1 ? "one GPU" : string.Create(CultureInfo.InvariantCulture, $"{gpus} GPUs");
            return new Machine(true, string.Create(CultureInfo.InvariantCulture, $"libtorch loads, {torch.get_num_threads()} threads, {devices}"), gpus);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Exception reason = e;
            while (reason.InnerException is { } inner)
                reason = inner;
            // TorchSharp's own text is for those who program with it.
            string text = reason.Message.Contains("TorchSharp-cpu", StringComparison.Ordinal) ? "it is not in this package, or not made for this system" : CommandLine.Wording.OneLine(reason.Message);
            return new Machine(false, $"libtorch does not load: {text}", 0);
        }
    }

    /// <summary>Trains the default trainer on some rows, to tell how long all of them will take.</summary>
    /// <returns>An estimate from above: trainers draw batches, so that time grows more slowly than the rows.</returns>
    public static TimeSpan EstimateTraining(TrainingTable table, CancellationToken cancellation)
    {
        var mlContext = new MLContext(seed: 1);
        int[] anomalies = [.. Enumerable.Range(0, table.Labels.Count).Where(row => table.Labels[row] == LabelRule.Anomaly)];
        int[] others = [.. Enumerable.Range(0, table.Labels.Count).Where(row => table.Labels[row] != LabelRule.Anomaly)];
        var random = new Random(1);
        random.Shuffle(anomalies);
        random.Shuffle(others);
        int few = Math.Min(anomalies.Length, RowsOfTrial / 10);
        int[] rows = [.. anomalies[..few].Concat(others.Take(RowsOfTrial - few)).Order()];
        var options = TrainerTable.Default.NewOptions();
        options.CancellationToken = cancellation;
        options.Seed = 1;
        var watch = Stopwatch.StartNew();
        ModelTraining.Fit(mlContext, TrainerTable.Default, options, table, rows);
        return watch.Elapsed * Math.Max(1, (double)table.Labels.Count / rows.Length);
    }
}
