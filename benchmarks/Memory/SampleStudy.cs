using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>What accuracy costs when only a part of many rows is read into memory: the option MaximumTrainingRows.</summary>
internal static class SampleStudy
{
    private const int TestRows = 20_000;

    /// <summary>Prints a line for a hundredth, a tenth and all of the rows.</summary>
    public static void Run(int count)
    {
        Console.WriteLine($"{"training rows",14}{"fit, s",10}{"average precision",20}{"ROC area",11}{"peak, MB",11}");
        foreach (int maximum in new[] { count / 100, count / 10, count })
        {
            var mlContext = new MLContext(seed: 1);
            var options = new PrototypeEnsembleTrainer.Options { Seed = 1, NumberOfThreads = 1, MaximumTrainingRows = maximum, Device = TrainingDevice.Cpu };
            var watch = Stopwatch.StartNew();
            var detector = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(mlContext.Data.LoadFromEnumerable(GroupedRows.Stream(count, seed: 1)));
            double seconds = watch.Elapsed.TotalSeconds;
            AnomalyRankingMetrics metrics = mlContext.AnomalyDetection.EvaluateRanking(
                detector.Transform(mlContext.Data.LoadFromEnumerable(GroupedRows.Stream(TestRows, seed: 2))), nameof(GroupedRow.IsAnomaly));
            Console.WriteLine($"{maximum,14:N0}{seconds,10:F1}{metrics.AveragePrecision,20:F3}{metrics.AreaUnderRocCurve,11:F3}{PeakMemory.Megabytes(),11:F0}");
        }
    }
}

/// <summary>A row whose truth is known.</summary>
internal sealed class GroupedRow
{
    [VectorType(GroupedRows.Width)]
    public float[] Features { get; } = new float[GroupedRows.Width];

    /// <summary>Whether it is a labelled anomaly.</summary>
    public bool Label { get; set; }

    public bool IsAnomaly { get; set; }
}

/// <summary>
/// Rows of twenty groups, and one anomaly in a hundred: a row of a group with three features of another one. A hundred of the anomalies are
/// labelled.
/// </summary>
internal static class GroupedRows
{
    public const int Width = 20;

    private const int Groups = 20, AnomalyEvery = 100, LabelledAnomalies = 100, ForeignFeatures = 3;
    private const double Deviation = 0.1;

    /// <summary>Gives one object again and again, so that no row outlives its turn.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="seed">The seed of all but the groups.</param>
    public static IEnumerable<GroupedRow> Stream(int count, int seed)
    {
        var ofGroups = new Random(0);
        float[][] centres = [.. Enumerable.Range(0, Groups).Select(_ => Enumerable.Range(0, Width).Select(_ => ofGroups.NextSingle()).ToArray())];
        var random = new Random(seed);
        var row = new GroupedRow();
        for (int i = 0; i < count; i++)
        {
            row.IsAnomaly = i % AnomalyEvery == 0;
            row.Label = row.IsAnomaly && i / AnomalyEvery < LabelledAnomalies;
            int group = random.Next(Groups), other = random.Next(Groups);
            for (int d = 0; d < Width; d++)
                row.Features[d] = centres[group][d] + (float)(Deviation * Normal(random));
            for (int n = 0; row.IsAnomaly && n < ForeignFeatures; n++)
            {
                int d = random.Next(Width);
                row.Features[d] = centres[other][d] + (float)(Deviation * Normal(random));
            }
            yield return row;
        }
    }

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
