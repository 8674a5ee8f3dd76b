using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace ProtoAnomaly.Benchmarks;

/// <summary>
/// What a fit of PrototypeEnsemble on satellite (or made rows of that size) and its scoring cost in CPU time on one thread, with both heads
/// and with each alone. The best of many short rounds counts: load on a processor's other thread makes CPU time longer too.
/// </summary>
internal static class EnsembleCosts
{
    private const int SingleRows = 4000;
    private const int Repeats = 4;
    private const int Rounds = 60;

    /// <summary>Prints the CPU seconds of one fit, the first one of this process.</summary>
    public static void Fit(string[] dataFolder)
    {
        TrainingRow[] rows = Rows(dataFolder);
        Console.WriteLine(CpuSeconds(() => Fit(rows, EnsembleHeads.Both)));
    }

    /// <summary>Prints a line for each figure; false where one misses its bound.</summary>
    /// <param name="dataFolder">A folder with tabular/satellite.csv and splits/mnp/satellite.csv, or nothing.</param>
    public static bool Measure(string[] dataFolder)
    {
        TrainingRow[] rows = Rows(dataFolder);
        Console.WriteLine($"PrototypeEnsemble, {(dataFolder.Length > 0 ? "satellite, split s0" : "made data")}: {rows.Length} rows x {SatelliteData.Width}, one thread");
        double fit = Enumerable.Range(0, 5).Min(_ => double.Parse(OwnProcess.Run(["ensemble-fit", .. dataFolder])));
        bool met = Line("fit, the first one of a process, libtorch's start included", fit, "CPU s", fit <= 3, "at most 3");
        foreach ((EnsembleHeads heads, double bound) in new[] { (EnsembleHeads.Both, 40_000.0), (EnsembleHeads.Networks, 100_000), (EnsembleHeads.Trees, 0) })
        {
            PrototypeEnsembleModel model = Fit(rows, heads);
            var block = new ScoringBlock(model, wantsScore: true, PrototypeColumns.None);
            RowScorer scorer = model.CreateRowScorer();
            double bulk = Repeats * rows.Length / Best(() => ScoreInBlocks(scorer, block, rows));
            met &= Line($"{heads}: rows a CPU second, in blocks", bulk, "", bulk >= bound, bound > 0 ? $"at least {bound:F0}" : "no bound");
            double single = Best(() => ScoreOneByOne(scorer, rows)) / SingleRows * 1e6;
            met &= Line($"{heads}: one row", single, "us", single <= 150, "at most 150");
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            ScoreOneByOne(scorer, rows);
            ScoreInBlocks(scorer, block, rows);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            met &= Line($"{heads}: allocated by all of that", allocated, "bytes", allocated == 0, "at most 0");
        }
        double warm = Enumerable.Range(0, 5).Min(_ => CpuSeconds(() => Fit(rows, EnsembleHeads.Both)));
        met &= Line("fit, once libtorch is loaded and the code compiled", warm, "CPU s", warm <= 1.25, "at most 1.25");
        return met;
    }

    private static double Best(Action action) => Enumerable.Range(0, Rounds).Min(_ => CpuSeconds(action));

    private static double CpuSeconds(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static TrainingRow[] Rows(string[] dataFolder) => dataFolder.Length > 0 ? SatelliteData.Read(dataFolder[0]) : SatelliteData.Make();

    private static PrototypeEnsembleModel Fit(TrainingRow[] rows, EnsembleHeads heads)
    {
        var mlContext = new MLContext(seed: 42);
        var options = new PrototypeEnsembleTrainer.Options { Heads = heads, NumberOfThreads = 1, Device = TrainingDevice.Cpu };
        return mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(mlContext.Data.LoadFromEnumerable(rows)).Model;
    }

    private static void ScoreInBlocks(RowScorer scorer, ScoringBlock block, TrainingRow[] rows)
    {
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            for (int start = 0; start < rows.Length; start += RowBlock.Rows)
            {
                block.Count = Math.Min(RowBlock.Rows, rows.Length - start);
                for (int i = 0; i < block.Count; i++)
                    rows[start + i].Features.CopyTo(block.Features(i));
                scorer.RunBlock(block);
            }
        }
    }

    private static void ScoreOneByOne(RowScorer scorer, TrainingRow[] rows)
    {
        for (int i = 0; i < SingleRows; i++)
            scorer.Run(rows[i % rows.Length].Features);
    }

    private static bool Line(string what, double figure, string unit, bool isMet, string bound)
    {
        Console.WriteLine($"  {what,-60}{figure.ToString(figure >= 1000 ? "N0" : "F2"),10} {unit}, {bound}{(isMet ? "" : " MISSED")}");
        return isMet;
    }
}
