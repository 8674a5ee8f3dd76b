using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>Runs one cell in this process. The memory that is reported is the process's, and so the cell's where it does nothing else.</summary>
internal static class CellRunner
{
    private const int SeedOfFirstSplit = 42;

    /// <summary>Does what <see cref="CellProcess"/> asks for, writes the figures to standard output, and gives the exit code.</summary>
    public static int RunAsProcess(string request)
    {
        CellRequest cell = JsonSerializer.Deserialize<CellRequest>(request)!;
        try
        {
            CellFigures figures = Run(cell.DataFolder, cell.Key, TimeSpan.FromSeconds(0.3));
            Console.WriteLine(JsonSerializer.Serialize(figures));
            return 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            return 1;
        }
    }

    /// <param name="dataFolder">The data.</param>
    /// <param name="key">What to run.</param>
    /// <param name="scoring">How long the speed of scoring is measured, after a longer warm-up.</param>
    public static CellFigures Run(string dataFolder, CellKey key, TimeSpan scoring)
    {
        int seed = SeedOfFirstSplit + key.Seed;
        DataSet data = DataSet.Read(dataFolder, key.Protocol, key.Set, key.Seed, key.Labelled);
        var mlContext = new MLContext(seed);
        IDataView train = data.View(mlContext, data.Train);
        IDataView test = data.View(mlContext, data.Test);
        IDataView? validation = key.UsesValidation ? data.View(mlContext, data.Validation) : null;
        BenchmarkedTrainer trainer = BenchmarkedTrainer.Find(key.Trainer);
        OptionSettings settings = OptionSettings.FromText(key.Settings);

        TimeSpan before = CpuTime;
        ITransformer model = trainer.Fit(mlContext, train, validation, seed, data.Width, settings);
        TimeSpan fit = CpuTime - before;

        IDataView scored = model.Transform(test);
        float[] scores = Scores(scored);
        if (Array.Exists(scores, float.IsNaN))
            throw new InvalidOperationException($"{scores.Count(float.IsNaN)} of {scores.Length} scores are not a number.");
        AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(scored);
        // Before the speed is measured: the garbage of many passes is not what the model needs.
        double peak = PeakMegabytes();
        return new CellFigures(
            TrainRows: data.Train.Count,
            LabelledAnomalies: data.Train.Count(row => row.Label),
            TestRows: data.Test.Count,
            TestAnomalies: data.Test.Count(row => row.Label),
            Features: data.Width,
            AveragePrecision: ranking.AveragePrecision,
            TrapezoidalPrecisionRecall: ranking.TrapezoidalPrecisionRecallArea,
            RocArea: ranking.AreaUnderRocCurve,
            FitCpuSeconds: fit.TotalSeconds,
            ScoredRowsPerCpuSecond: key.Seed == SplitForSpeed ? ScoringSpeed(scored, scores.Length, scoring) : null,
            PeakMegabytes: peak);
    }

    // Not Process.TotalProcessorTime, which Linux gives in hundredths of a second only.
    private static TimeSpan CpuTime => Environment.CpuUsage.TotalTime;

    private static float[] Scores(IDataView scored) => [.. scored.GetColumn<float>("Score")];

    // .NET compiles what runs often once more, in the background and not before it has run for a while.
    private const int WarmUpFactor = 5;

    // It is a matter of the trainer and the set, not of the split.
    private const int SplitForSpeed = 0;

    // A pass over a small set takes less than the clock can tell, so passes are repeated; those of the first while are for the compiler.
    private static double ScoringSpeed(IDataView scored, int rows, TimeSpan atLeast)
    {
        Passes(scored, WarmUpFactor * atLeast);
        (int passes, TimeSpan time) = Passes(scored, atLeast);
        return (double)passes * rows / time.TotalSeconds;
    }

    private static (int Passes, TimeSpan Time) Passes(IDataView scored, TimeSpan atLeast)
    {
        TimeSpan start = CpuTime;
        int passes = 0;
        TimeSpan time;
        do
        {
            Scores(scored);
            passes++;
            time = CpuTime - start;
        }
        while (time < atLeast);
        return (passes, time);
    }

    private static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024.0);
    }
}
