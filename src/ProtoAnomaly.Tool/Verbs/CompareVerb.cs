using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Cross-validates several trainers on one table.</summary>
internal sealed class CompareVerb : Verb
{
    private readonly Argument<string?> _data = new("data") { Description = "The table.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string> _trainers = new("--trainers")
    {
        Description = $"The trainers, separated by commas: {string.Join(", ", TrainerTable.All.Select(trainer => trainer.Name))}.",
        HelpName = "trainers",
        DefaultValueFactory = _ => string.Join(',', TrainerTable.All.Where(trainer => !trainer.LearnsFromClasses && !trainer.IsBaseline).Select(trainer => trainer.Name)),
    };

    private readonly Option<int> _folds = new("--folds") { Description = "The number of parts, each of which is held out once.", HelpName = "number", DefaultValueFactory = _ => 5 };
    private readonly LabelOptions _label;
    private readonly TableOptions _table;
    private readonly TrainingOptions _training;
    private readonly CoverageOption _coverage;
    private readonly Reporting _reporting;

    public CompareVerb()
        : base("compare", "Cross-validates several trainers on one table.", "data.csv --label anomaly --folds 5", "data.csv --label anomaly --trainers mnp,wvad --json")
    {
        Add(_data);
        _label = new LabelOptions(this, isRequired: true);
        Add(_trainers);
        Add(_folds);
        _coverage = new CoverageOption(this, "Unless given: partial.");
        _table = new TableOptions(this, isForModel: false);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TrainerEntry[] trainers = [.. command.GetValue(_trainers)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(TrainerTable.Find).Distinct()];
        if (trainers.Length == 0)
            throw new UsageException("--trainers names no trainer.");
        LabelCoverage coverage = _coverage.Read(command, LabelCoverage.Partial);
        var mlContext = new MLContext(_training.Seed(command));
        foreach (TrainerEntry trainer in trainers)
            _training.Create(command, mlContext, trainer, cancellation);
        _training.SetThreads(command);
        string? classes = trainers.Select(trainer => _training.Classes(command, trainer)).FirstOrDefault(column => column is not null);
        int count = command.GetValue(_folds);
        if (count < 2)
            throw new UsageException($"--folds takes a number from 2, not {count}.");
        TrainingTable table = new TrainingTableReader(
                _training.Columns(command, _table), _label.AnomalyValues(command), text => _reporting.Note(command, streams, text))
            .Read(_table.Open(command, command.GetValue(_data)), _label.Column(command)!, _table.HasHeader(command), classes, cancellation);
        int anomalies = table.Labels.Count(label => label == LabelRule.Anomaly);
        if (count > anomalies)
            throw new ToolException($"--folds takes a number from 2 to {anomalies}, the number of labelled anomalies, since each part needs one; not {count}.");
        IReadOnlyList<int[]> folds = RowSplit.Folds(table.Labels, count, _training.Seed(command));

        var results = trainers.ToDictionary(trainer => trainer, _ => new List<DetectorEvaluation>());
        bool isComplete = Fill(command, streams, table, folds, results, coverage, cancellation);
        if (!isComplete && results.Values.Sum(parts => parts.Count) == 0)
            throw new OperationCanceledException(cancellation);
        if (!isComplete)
            _reporting.Note(command, streams, "Interrupted: these are the parts that were finished.");
        _reporting.Result(command, streams, ToJson(results), console => Write(console, results, table, coverage));
        return isComplete ? ExitCode.Success : ExitCode.Interrupted;
    }

    // Trains and evaluates part by part; false where it was interrupted.
    private bool Fill(
        ParseResult command, ToolStreams streams, TrainingTable table, IReadOnlyList<int[]> folds, Dictionary<TrainerEntry, List<DetectorEvaluation>> results,
        LabelCoverage coverage, CancellationToken cancellation)
    {
        foreach ((TrainerEntry trainer, List<DetectorEvaluation> parts) in results)
        {
            for (int fold = 0; fold < folds.Count; fold++)
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    DetectorEvaluation part = Evaluate(command, streams, table, trainer, folds, fold, coverage, cancellation);
                    // What a cancelled training leaves behind is not what the others are to be compared with.
                    cancellation.ThrowIfCancellationRequested();
                    parts.Add(part);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    return false;
                }
            }
        }
        return true;
    }

    private DetectorEvaluation Evaluate(
        ParseResult command, ToolStreams streams, TrainingTable table, TrainerEntry trainer, IReadOnlyList<int[]> folds, int fold, LabelCoverage coverage,
        CancellationToken cancellation)
    {
        var mlContext = new MLContext(_training.Seed(command));
        int[] train = [.. folds.Where((_, i) => i != fold).SelectMany(rows => rows).Order()];
        TransformerChain<ITransformer> pipeline = new TrainingProgressView(streams, _reporting.IsQuiet(command)).Run(
            $"{trainer.Name} {fold + 1}/{folds.Count}: ",
            progress =>
            {
                PrototypeTrainerOptions options = _training.Create(command, mlContext, trainer, cancellation);
                options.Progress = progress;
                return ModelTraining.Fit(mlContext, trainer, options, table, train);
            });
        return DetectorEvaluation.Run(mlContext, pipeline, table.Part(folds[fold]), coverage);
    }

    private static JsonObject ToJson(Dictionary<TrainerEntry, List<DetectorEvaluation>> results) => new(results.Select(result =>
        KeyValuePair.Create<string, JsonNode?>(result.Key.Name, new JsonObject(Summaries(result.Value).Select(s =>
            KeyValuePair.Create<string, JsonNode?>(s.Figure.Key, new JsonObject
            {
                ["mean"] = Reporting.Number(s.Mean), ["deviation"] = Reporting.Number(s.Deviation),
                ["parts"] = new JsonArray([.. s.Values.Select(Reporting.Number)]),
            }))))));

    private static void Write(IAnsiConsole console, Dictionary<TrainerEntry, List<DetectorEvaluation>> results, TrainingTable table, LabelCoverage coverage)
    {
        (TrainerEntry Trainer, List<DetectorEvaluation> Parts)[] done = [.. results.Where(result => result.Value.Count > 0).Select(result => (result.Key, result.Value))];
        console.WriteLine($"{table.Labels.Count} rows, {table.Labels.Count(label => label == LabelRule.Anomaly)} labelled anomalies; mean and standard deviation over {done.Max(result => result.Parts.Count)} parts, each held out once:");
        var output = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach ((TrainerEntry trainer, _) in done)
            output.AddColumn(new TableColumn(trainer.Title).RightAligned());
        Summary[][] summaries = [.. done.Select(result => Summaries(result.Parts).ToArray())];
        for (int figure = 0; figure < summaries[0].Length; figure++)
            output.AddRow([summaries[0][figure].Figure.Title, .. summaries.Select(trainer => Text(trainer[figure]))]);
        console.Write(output);
        if (coverage == LabelCoverage.Partial)
            console.WriteLine("Rows without a label may be anomalies too: recall and ROC area compare the trainers fairly all the same, precision can't be known. If every row's label is known: --labels complete.");
    }

    private static string Text(Summary summary) => double.IsNaN(summary.Deviation)
        ? EvaluationResult.Text(summary.Mean)
        : $"{EvaluationResult.Text(summary.Mean)} ± {summary.Deviation.ToString("F3", CultureInfo.InvariantCulture)}";

    private readonly record struct Summary(EvaluationResult.Figure Figure, double[] Values, double Mean, double Deviation);

    private static IEnumerable<Summary> Summaries(List<DetectorEvaluation> evaluations) =>
        evaluations.SelectMany(evaluation => EvaluationResult.Figures(evaluation, withIntervals: false)).GroupBy(figure => figure.Key).Select(group =>
        {
            double[] values = [.. group.Select(figure => figure.Value)];
            double mean = values.Average();
            return new Summary(group.First(), values, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
        });
}
