using System.Globalization;
using ProtoAnomaly.Benchmarks.Accuracy;
using ProtoAnomaly.Benchmarks.DataDescription;
using RankingMetrics = Microsoft.ML.Anomaly.Prototypes.Metrics.RankingMetrics;

namespace ProtoAnomaly.Benchmarks.PretrainedFeatures;

/// <summary>Trains and tests all detectors on all tasks, on pixels and on features, and prints a table.</summary>
internal sealed class Comparison(ImageSample sample, int trainingRows, int shots, int labelledAnomalies, int seed)
{
    private sealed record Figures(double RocArea, double AveragePrecision, double CpuSeconds);

    private static readonly string[] Detected = ["nearest prototype", "PDD", "PrototypeEnsemble", "MultiNormalPrototypes"];

    public void Run()
    {
        string[] columns = [.. new[] { "pixels", "ResNet18" }.SelectMany(input => Detected.Select(detector => $"{input}, {detector}"))];
        var table = new TextTable(
            $"{sample.Pixels.Name}: AUC-ROC / average precision; {trainingRows} training images, {sample.Pixels.Test.Count} test images, {shots} labelled images of each class for "
            + $"nearest prototype and PDD, {labelledAnomalies} labelled anomalies for the others, seed {seed}",
            1, ["left out", .. columns]);
        var all = new List<Figures[]>();
        foreach (string leftOut in sample.Pixels.Classes)
        {
            all.Add([.. Measure(sample.Pixels, leftOut), .. Measure(sample.Features, leftOut)]);
            table.Add([leftOut, .. all[^1].Select(figures => Text(figures.RocArea, figures.AveragePrecision))]);
            Console.Error.WriteLine($"{leftOut} is done.");
        }
        table.Add(["mean", .. columns.Select((_, i) => Text(all.Average(task => task[i].RocArea), all.Average(task => task[i].AveragePrecision)))]);
        table.Add(["CPU s", .. columns.Select((_, i) => all.Average(task => task[i].CpuSeconds).ToString("F1", CultureInfo.InvariantCulture))]);
        Console.Write(table.ToMarkdown());
        Console.WriteLine($"\nResNet18 took {sample.MillisecondsPerImage:F0} CPU ms an image beside; all of this took {Environment.CpuUsage.TotalTime.TotalMinutes:F1} CPU minutes.");
    }

    private IEnumerable<Figures> Measure(ClassData data, string leftOut)
    {
        var task = new LeftOutTask(data, leftOut, new LabelDraw(shots), trainingRows - (shots * (data.Classes.Count - 1)), seed);
        bool[] truth = [.. task.Test.Select(row => row.IsAnomaly)];
        foreach (Func<float[]> detector in new Func<float[]>[] { () => NearestPrototype.Scores(task), () => Detectors.DataDescription(task), () => Detectors.Ensemble(task, labelledAnomalies), () => Detectors.MultiNormalPrototypes(task, labelledAnomalies) })
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            float[] scores = detector();
            yield return new Figures(RankingMetrics.AreaUnderRocCurve(scores, truth), RankingMetrics.AveragePrecision(scores, truth), (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
    }

    private static string Text(double rocArea, double averagePrecision) => string.Create(CultureInfo.InvariantCulture, $"{rocArea:F3} / {averagePrecision:F3}");
}
