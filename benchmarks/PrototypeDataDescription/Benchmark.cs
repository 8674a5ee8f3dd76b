using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>Runs the tasks that are not done yet, one after another, and prints the tables.</summary>
internal sealed class Benchmark(Arguments arguments, LabelDraw labels)
{
    public const string Pixels = "nearest prototype", Pca = "RandomizedPca", Pretrained = "pre-trained", Trained = "PDD";

    private const int PcaRank = 20;
    private readonly OutcomeFile _outcomes = new(arguments.OutputFolder);

    public LabelDraw Labels => labels;

    public void Run()
    {
        IReadOnlyList<string> sets = arguments.Sets.Count > 0 ? arguments.Sets : ClassData.TabularNames(arguments.DataFolder);
        foreach (string set in sets)
        {
            RunTasks([set]);
            Console.WriteLine(Table(set).ToText());
        }
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "tables.md"), string.Join('\n', sets.Select(set => Table(set).ToMarkdown())));
    }

    /// <summary>Runs what is not done yet of some sets.</summary>
    public void RunTasks(IReadOnlyList<string> sets)
    {
        foreach (string set in sets)
        {
            foreach (int seed in arguments.Seeds)
            {
                ClassData data = ClassData.Read(arguments.DataFolder, set, seed);
                if (arguments.Tunes)
                    data = data.HeldOut(seed);
                foreach (string leftOut in data.Classes.Where(name => arguments.Classes.Count == 0 || arguments.Classes.Contains(name)))
                    RunTask(data, leftOut, seed);
            }
        }
    }

    /// <summary>The mean area under the ROC curve over the classes of a set.</summary>
    public string MeanRocArea(string set, string method) =>
        Of(set).Average(outcome => outcome.Figures[method].RocArea).ToString("F3", CultureInfo.InvariantCulture);

    // Of a few rows held out for tuning, none may be of the class.
    private Outcome[] Of(string set) =>
        [.. _outcomes.All.Where(outcome => outcome.TestAnomalies > 0 && outcome.Key == Key(set, outcome.Key.LeftOut, outcome.Key.Seed) && arguments.Seeds.Contains(outcome.Key.Seed))];

    private OutcomeKey Key(string set, string leftOut, int seed) =>
        new(set, leftOut, seed, arguments.Rows, labels, arguments.Settings.ToString(), arguments.Tunes);

    private void RunTask(ClassData data, string leftOut, int seed)
    {
        OutcomeKey key = Key(data.Name, leftOut, seed);
        if (_outcomes.Find(outcome => outcome.Key == key) is not null)
            return;
        var task = new LeftOutTask(data, leftOut, labels, arguments.Rows, seed);
        bool[] truth = [.. task.Test.Select(row => row.IsAnomaly)];
        // The floors don't depend on the trainer's options: those of an earlier run do.
        Outcome? earlier = _outcomes.Find(outcome => outcome.Key with { Settings = key.Settings } == key);
        var figures = new Dictionary<string, RankingFigures>
        {
            [Pixels] = earlier?.Figures[Pixels] ?? RankingFigures.Of(NearestPrototype.Scores(task), truth),
            [Pca] = earlier?.Figures[Pca] ?? RankingFigures.Of(RandomizedPca(task), truth),
        };
        // Environment's clock, since that of Process counts in hundredths of a second only.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        (PrototypeDataDescriptionModel? pretrained, PrototypeDataDescriptionModel trained) = task.Train(arguments.Settings);
        TimeSpan fit = Environment.CpuUsage.TotalTime - before;
        before = Environment.CpuUsage.TotalTime;
        figures[Trained] = RankingFigures.Of(Scores(trained, task.Test), truth);
        double scoring = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / task.Test.Count;
        if (pretrained is not null)
            figures[Pretrained] = RankingFigures.Of(Scores(pretrained, task.Test), truth);
        _outcomes.Add(new Outcome(key, task.Unlabelled.Count, task.Prototypes.Count, task.Test.Count, truth.Count(t => t), figures, fit.TotalSeconds, scoring));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{data.Name} without {leftOut}, seed {seed}: {string.Join(", ", figures.Select(f => $"{f.Key} {f.Value.RocArea:F3} / {f.Value.AveragePrecision:F3}"))}, fit {fit.TotalSeconds:F1} CPU s, {scoring:F0} us a row"));
    }

    /// <summary>The scores of rows, one at a time.</summary>
    public static float[] Scores(PrototypeDataDescriptionModel model, IEnumerable<TaskRow> rows)
    {
        RowScorer scorer = model.CreateRowScorer();
        return [.. rows.Select(row =>
        {
            scorer.Run(row.Features);
            return scorer.Score;
        })];
    }

    private static float[] RandomizedPca(LeftOutTask task)
    {
        var mlContext = new MLContext(task.Seed);
        IDataView train = task.View(mlContext, task.Prototypes.Concat(task.Unlabelled));
        int rank = Math.Clamp(task.Prototypes[0].Features.Length / 2, 1, PcaRank);
        var pipeline = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(mlContext.AnomalyDetection.Trainers.RandomizedPca(rank: rank, seed: task.Seed));
        return [.. pipeline.Fit(train).Transform(task.View(mlContext, task.Test)).GetColumn<float>("Score")];
    }

    private TextTable Table(string set)
    {
        Outcome[] outcomes = Of(set);
        string[] methods = [.. new[] { Pixels, Pca, Pretrained, Trained }.Where(m => outcomes.All(outcome => outcome.Figures.ContainsKey(m)))];
        string rows = outcomes.Length == 0 ? "none" : outcomes.Max(outcome => outcome.UnlabelledRows).ToString(CultureInfo.InvariantCulture);
        var table = new TextTable(
            $"{set}: AUC-ROC / average precision, {rows} unlabelled rows, labelled {labels}, seeds {string.Join(", ", arguments.Seeds)}", 1, ["left out", .. methods, "fit CPU s"]);
        foreach (IGrouping<string, Outcome> task in outcomes.GroupBy(outcome => outcome.Key.LeftOut).OrderBy(group => group.Key, StringComparer.Ordinal))
            Add(task.Key, [.. task]);
        Add("mean", outcomes);
        return table;

        void Add(string name, Outcome[] of)
        {
            if (of.Length > 0)
                table.Add([name, .. methods.Select(m => string.Create(CultureInfo.InvariantCulture, $"{of.Average(o => o.Figures[m].RocArea):F3} / {of.Average(o => o.Figures[m].AveragePrecision):F3}")), of.Average(o => o.FitCpuSeconds).ToString("F1", CultureInfo.InvariantCulture)]);
        }
    }
}
