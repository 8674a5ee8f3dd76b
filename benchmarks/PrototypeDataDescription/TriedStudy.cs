using System.Globalization;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>
/// What other values of the options for images do. Each is trained once, without a tenth of the training rows, and measured on these, which is what
/// may decide, and on the test rows, which show whether that was right.
/// </summary>
internal static class TriedStudy
{
    // The classes that defaults were chosen by.
    private static readonly (string Set, string[] Classes)[] Tasks = [("fashion", ["0", "1", "2", "3", "6", "7", "9"]), ("mnist", ["1", "4", "9"])];

    private static readonly string[] Tried =
    [
        "", "LearnsTurns=false", "NumberOfRotationEpochs=3", "NumberOfRotationEpochs=12", "NumberOfNetworks=3", "RotationChannels=20", "EmbeddingSize=128",
        "MarginWeight=0", "AugmentationStrength=0.5", "AugmentationStrength=1.5", "RecognisedShare=1", "MaximumReferenceRows=0", "DensityScore=Unscaled", "AmbiguityWeight=0",
    ];

    public static void Run(Arguments arguments)
    {
        var outcomes = new JsonLines<TriedOutcome>(Path.Combine(arguments.OutputFolder, "tried.jsonl"));
        string given = arguments.Settings.ToString();
        foreach (string settings in given == "" ? Tried : [given])
        {
            foreach ((string set, string[] classes) in Tasks.Where(task => arguments.Sets.Count == 0 || arguments.Sets.Contains(task.Set)))
                RunTasks(arguments, outcomes, set, classes, settings);
        }
        TextTable table = Table(outcomes.All);
        Console.Write(table.ToText());
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "tried.md"), table.ToMarkdown());
    }

    private static void RunTasks(Arguments arguments, JsonLines<TriedOutcome> outcomes, string set, string[] classes, string settings)
    {
        int seed = arguments.Seeds[0];
        ClassData? data = null;
        foreach (string leftOut in classes)
        {
            var key = new TriedKey(settings, set, leftOut, seed, arguments.Rows);
            if (outcomes.All.Any(outcome => outcome.Key == key))
                continue;
            data ??= ClassData.Read(arguments.DataFolder, set, seed);
            var task = new LeftOutTask(data.HeldOut(seed), leftOut, arguments.Labels, arguments.Rows, seed);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            PrototypeDataDescriptionModel model = task.Train(OptionSettings.FromText(settings)).Trained;
            double fit = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            var outcome = new TriedOutcome(
                key, Figures(model, task.Test), Figures(model, [.. data.Test.Select(row => new TaskRow { Features = row.Features, IsAnomaly = row.Class == leftOut })]), fit);
            outcomes.Add(outcome);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{settings}: {set} without {leftOut}: held out {outcome.HeldOut.RocArea:F3} / {outcome.HeldOut.AveragePrecision:F3}, fit {fit:F1} CPU s"));
        }
    }

    private static RankingFigures Figures(PrototypeDataDescriptionModel model, IReadOnlyList<TaskRow> rows) =>
        RankingFigures.Of(Benchmark.Scores(model, rows), [.. rows.Select(row => row.IsAnomaly)]);

    private static TextTable Table(IReadOnlyList<TriedOutcome> outcomes)
    {
        string[] sets = [.. outcomes.Select(outcome => outcome.Key.Set).Distinct()];
        var table = new TextTable(
            "AUC-ROC / average precision, means over classes that are left out", 1, ["change", .. sets.SelectMany(set => new[] { $"{set}, held out", $"{set}, test" }), "fit CPU s"]);
        foreach (IGrouping<string, TriedOutcome> tried in outcomes.GroupBy(outcome => outcome.Key.Settings))
        {
            table.Add([
                tried.Key == "" ? "none" : tried.Key,
                .. sets.SelectMany(set => new[] { Mean(tried, set, o => o.HeldOut), Mean(tried, set, o => o.Test) }),
                tried.Average(o => o.FitCpuSeconds).ToString("F0", CultureInfo.InvariantCulture)]);
        }
        return table;
    }

    private static string Mean(IEnumerable<TriedOutcome> outcomes, string set, Func<TriedOutcome, RankingFigures> of)
    {
        RankingFigures[] figures = [.. outcomes.Where(outcome => outcome.Key.Set == set).Select(of)];
        return figures.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{figures.Average(f => f.RocArea):F3} / {figures.Average(f => f.AveragePrecision):F3}");
    }
}

/// <summary>What was run.</summary>
internal sealed record TriedKey(string Settings, string Set, string LeftOut, int Seed, int Rows);

/// <summary>What came out.</summary>
internal sealed record TriedOutcome(TriedKey Key, RankingFigures HeldOut, RankingFigures Test, double FitCpuSeconds);
