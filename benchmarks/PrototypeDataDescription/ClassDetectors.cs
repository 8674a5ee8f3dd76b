using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;
using RankingMetrics = Microsoft.ML.Anomaly.Prototypes.Metrics.RankingMetrics;

namespace ProtoAnomaly.Benchmarks.DataDescription;

/// <summary>
/// PrototypeDataDescription beside other detectors that learn what is normal, each with its default options, each class in turn being the
/// anomaly: Mcdd is given the class of every training row, as in its paper, PrototypeDataDescription and the nearest prototype those of some
/// rows of each class, all others none.
/// </summary>
internal sealed class ClassDetectors(Arguments arguments)
{
    private const string Nearest = "nearest prototype";

    private static readonly (string Name, Func<AnomalyDetectionCatalog.AnomalyDetectionTrainers, LeftOutTask, int?, IEstimator<ITransformer>> Create)[] Trainers =
    [
        ("PDD", (trainers, task, _) => trainers.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options { LabelColumnName = nameof(TaskRow.Class), ShotsPerClass = 0, ImageShape = task.Data.Shape, Seed = task.Seed })),
        (nameof(PrototypesCatalog.Mcdd), (trainers, task, _) => trainers.Mcdd(new McddTrainer.Options { LabelColumnName = nameof(TaskRow.Class), Seed = task.Seed })),
        (nameof(PrototypesCatalog.MultiSphereSvdd), (trainers, task, _) => trainers.MultiSphereSvdd(new MultiSphereSvddTrainer.Options { Seed = task.Seed })),
        (nameof(PrototypesCatalog.DeepSvdd), (trainers, task, _) => trainers.DeepSvdd(new DeepSvddTrainer.Options { Seed = task.Seed })),
        (nameof(PrototypesCatalog.Ganomaly), (trainers, task, epochs) => trainers.Ganomaly(With(new GanomalyTrainer.Options { ImageShape = task.Data.Shape, Seed = task.Seed }, epochs))),
        (nameof(PrototypesCatalog.Egbad), (trainers, task, epochs) => trainers.Egbad(With(new EgbadTrainer.Options { ImageShape = task.Data.Shape, Seed = task.Seed }, epochs))),
    ];

    private readonly JsonLines<ComparedOutcome> _outcomes = new(Path.Combine(arguments.OutputFolder, "compared.jsonl"));

    /// <summary>Runs what is not done yet, and prints the tables.</summary>
    public void Run()
    {
        IReadOnlyList<string> sets = arguments.Sets.Count > 0 ? arguments.Sets : ClassData.TabularNames(arguments.DataFolder);
        foreach (string set in sets)
        {
            foreach (int seed in arguments.Seeds)
            {
                ClassData data = ClassData.Read(arguments.DataFolder, set, seed);
                foreach (string leftOut in data.Classes.Where(name => arguments.Classes.Count == 0 || arguments.Classes.Contains(name)))
                {
                    foreach (string method in Trainers.Select(trainer => trainer.Name).Prepend(Nearest))
                        RunOne(data, leftOut, seed, method);
                }
            }
        }
        TextTable[] tables = [Table(sets, "Area under the ROC curve", o => o.RocArea, "F3"), Table(sets, "Average precision", o => o.AveragePrecision, "F3"), Table(sets, "Fit, CPU seconds", o => o.FitCpuSeconds, "F1")];
        Console.Write(string.Join('\n', tables.Select(table => table.ToText())));
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "compared.md"), string.Join('\n', tables.Select(table => table.ToMarkdown())));
    }

    private void RunOne(ClassData data, string leftOut, int seed, string method)
    {
        var key = new ComparedKey(data.Name, leftOut, seed, arguments.Rows, arguments.Labels.Shots, method, arguments.GenerativeEpochs);
        if (_outcomes.All.Any(outcome => outcome.Key == key))
            return;
        var task = new LeftOutTask(data, leftOut, arguments.Labels, arguments.Rows, seed);
        TimeSpan fit = TimeSpan.Zero;
        float[] scores = method == Nearest ? NearestPrototype.Scores(task) : Scores(task, method, out fit);
        bool[] truth = [.. task.Test.Select(row => row.IsAnomaly)];
        var outcome = new ComparedOutcome(
            key, RankingMetrics.AreaUnderRocCurve(scores, truth), RankingMetrics.AveragePrecision(scores, truth), fit.TotalSeconds);
        _outcomes.Add(outcome);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Name} without {leftOut}, seed {seed}, {method}: AUC-ROC {outcome.RocArea:F3}, AP {outcome.AveragePrecision:F3}, fit {outcome.FitCpuSeconds:F1} s"));
    }

    private float[] Scores(LeftOutTask task, string method, out TimeSpan fit)
    {
        var mlContext = new MLContext(task.Seed);
        IDataView train = task.View(mlContext, method == nameof(PrototypesCatalog.Mcdd) ? task.WithAllClasses() : task.Prototypes.Concat(task.Unlabelled));
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ITransformer model = Trainers.Single(trainer => trainer.Name == method).Create(mlContext.AnomalyDetection.Trainers, task, arguments.GenerativeEpochs).Fit(train);
        fit = Environment.CpuUsage.TotalTime - before;
        return [.. model.Transform(task.View(mlContext, task.Test)).GetColumn<float>("Score")];
    }

    private string Remarks() => arguments.GenerativeEpochs is { } epochs ? $"; Ganomaly and Egbad of {epochs} epochs" : "";

    private static TOptions With<TOptions>(TOptions options, int? epochs)
        where TOptions : GenerativeOptions
    {
        options.NumberOfEpochs = epochs ?? options.NumberOfEpochs;
        return options;
    }

    private TextTable Table(IReadOnlyList<string> sets, string title, Func<ComparedOutcome, double> figure, string format)
    {
        string[] methods = [Nearest, .. Trainers.Select(trainer => trainer.Name)];
        string rows = arguments.Rows == int.MaxValue ? "all" : $"up to {arguments.Rows}";
        var table = new TextTable($"{title}: mean over {(arguments.Classes.Count == 0 ? "the classes" : $"the classes {string.Join(", ", arguments.Classes)}")}, {arguments.Labels.Shots} labelled rows of each class, {rows} unlabelled rows, seeds {string.Join(", ", arguments.Seeds)}{Remarks()}", 1, ["set", .. methods]);
        foreach (string set in sets)
        {
            table.Add([set, .. methods.Select(method => _outcomes.All
                .Where(o => o.Key.Set == set && o.Key.Method == method && arguments.Seeds.Contains(o.Key.Seed) && o.Key.Rows == arguments.Rows && o.Key.Shots == arguments.Labels.Shots
                    && o.Key.Epochs == arguments.GenerativeEpochs && (arguments.Classes.Count == 0 || arguments.Classes.Contains(o.Key.LeftOut)))
                .Select(figure).DefaultIfEmpty(double.NaN).Average().ToString(format, CultureInfo.InvariantCulture))]);
        }
        return table;
    }
}

/// <summary>What was run.</summary>
internal sealed record ComparedKey(string Set, string LeftOut, int Seed, int Rows, int Shots, string Method, int? Epochs = null);

/// <summary>What came out.</summary>
internal sealed record ComparedOutcome(ComparedKey Key, double RocArea, double AveragePrecision, double FitCpuSeconds);
