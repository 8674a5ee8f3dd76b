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
    private readonly Argument<string> _data = new("data") { Description = "The table." };

    private readonly Option<string> _trainers = new("--trainers")
    {
        Description = $"The trainers, separated by commas: {string.Join(", ", TrainerTable.All.Select(trainer => trainer.Name))}.",
        HelpName = "trainers",
        DefaultValueFactory = _ => string.Join(',', TrainerTable.All.Where(trainer => !trainer.LearnsFromClasses).Select(trainer => trainer.Name)),
    };

    private readonly Option<int> _folds = new("--folds") { Description = "The number of parts, each of which is held out once.", HelpName = "number", DefaultValueFactory = _ => 5 };
    private readonly LabelOptions _label;
    private readonly TableOptions _table;
    private readonly TrainingOptions _training;
    private readonly Reporting _reporting;

    public CompareVerb()
        : base("compare", "Cross-validates several trainers on one table.", "data.csv --label anomaly --folds 5", "data.csv --label anomaly --trainers mnp,wvad --json")
    {
        Add(_data);
        _label = new LabelOptions(this, isRequired: true);
        Add(_trainers);
        Add(_folds);
        _table = new TableOptions(this);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TrainerEntry[] trainers = [.. command.GetValue(_trainers)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(TrainerTable.Find)];
        foreach (TrainerEntry trainer in trainers)
            _training.Create(command, trainer, cancellation);
        _training.SetThreads(command);
        string? classes = trainers.Select(trainer => _training.Classes(command, trainer)).FirstOrDefault(column => column is not null);
        TrainingTable table = TrainingTable.Read(
            _table.Open(command, command.GetValue(_data)!), _label.Read(command), _training.Columns(command), _table.HasHeader(command), classes, cancellation);
        int anomalies = table.Labels.Count(label => label == LabelRule.Anomaly), count = command.GetValue(_folds);
        if (count < 2 || count > anomalies)
            throw new ToolException($"--folds takes a number from 2 to {anomalies}, the number of labelled anomalies, since each part needs one; not {count}.");
        foreach (LeftOutColumn column in table.LeftOut)
            _reporting.Note(command, streams, $"Left out: {column.Name} {column.Reason}.");
        IReadOnlyList<int[]> folds = RowSplit.Folds(table.Labels, count, _training.Seed(command));

        var results = trainers.ToDictionary(trainer => trainer, _ => new List<DetectorEvaluation>());
        foreach (TrainerEntry trainer in trainers)
        {
            for (int fold = 0; fold < folds.Count; fold++)
            {
                cancellation.ThrowIfCancellationRequested();
                results[trainer].Add(Evaluate(command, streams, table, trainer, folds, fold, cancellation));
                // What a cancelled training leaves behind is not what the others are to be compared with.
                cancellation.ThrowIfCancellationRequested();
            }
        }
        _reporting.Result(command, streams, ToJson(results), console => Write(console, results, table));
        return ExitCode.Success;
    }

    private DetectorEvaluation Evaluate(
        ParseResult command, ToolStreams streams, TrainingTable table, TrainerEntry trainer, IReadOnlyList<int[]> folds, int fold, CancellationToken cancellation)
    {
        var mlContext = new MLContext(_training.Seed(command));
        int[] train = [.. folds.Where((_, i) => i != fold).SelectMany(rows => rows).Order()];
        TransformerChain<ITransformer> pipeline = new TrainingProgressView(streams, _reporting.IsQuiet(command)).Run(
            $"{trainer.Name} {fold + 1}/{folds.Count}: ",
            progress =>
            {
                PrototypeTrainerOptions options = _training.Create(command, trainer, cancellation);
                options.Progress = progress;
                return ModelTraining.Fit(mlContext, trainer, options, table.Layout.Features, table.TrainingRows(mlContext, train, trainer.LearnsFromClasses));
            });
        return DetectorEvaluation.Run(mlContext, pipeline, LabelledRows.Load(mlContext, table.File, table.Layout, table.Label, folds[fold]));
    }

    private static JsonObject ToJson(Dictionary<TrainerEntry, List<DetectorEvaluation>> results) => new(results.Select(result =>
        KeyValuePair.Create<string, JsonNode?>(result.Key.Name, new JsonObject(Summaries(result.Value).Select(s =>
            KeyValuePair.Create<string, JsonNode?>(s.Figure.Key, new JsonObject
            {
                ["mean"] = Reporting.Number(s.Mean), ["deviation"] = Reporting.Number(s.Deviation),
                ["parts"] = new JsonArray([.. s.Values.Select(Reporting.Number)]),
            }))))));

    private static void Write(IAnsiConsole console, Dictionary<TrainerEntry, List<DetectorEvaluation>> results, TrainingTable table)
    {
        console.WriteLine($"{table.Labels.Count} rows, {table.Labels.Count(label => label == LabelRule.Anomaly)} labelled anomalies; mean and standard deviation over {results.First().Value.Count} parts, each held out once:");
        var output = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("").NoWrap());
        foreach (Summary summary in Summaries(results.First().Value))
            output.AddColumn(new TableColumn(summary.Figure.Title).RightAligned());
        foreach ((TrainerEntry trainer, List<DetectorEvaluation> evaluations) in results)
        {
            output.AddRow([trainer.Title, .. Summaries(evaluations).Select(s =>
                $"{EvaluationResult.Text(s.Mean)} ± {s.Deviation.ToString("F3", CultureInfo.InvariantCulture)}")]);
        }
        console.Write(output);
    }

    private readonly record struct Summary(EvaluationResult.Figure Figure, double[] Values, double Mean, double Deviation);

    private static IEnumerable<Summary> Summaries(List<DetectorEvaluation> evaluations) =>
        evaluations.SelectMany(evaluation => EvaluationResult.Figures(evaluation, withIntervals: false)).GroupBy(figure => figure.Key).Select(group =>
        {
            double[] values = [.. group.Select(figure => figure.Value)];
            double mean = values.Average();
            return new Summary(group.First(), values, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
        });
}
