using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Report;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Trains a detector on a table, tries it on rows it has not seen, and saves it.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> _data = new("data") { Description = "The training data: a text file with a row in each line, such as CSV." };

    private readonly Option<string> _trainer = new("--trainer", "-t")
    {
        Description = $"How to learn: {string.Join("; ", TrainerTable.All.Select(trainer => $"{trainer.Name} ({trainer.Description})"))}.",
        HelpName = "trainer",
        DefaultValueFactory = _ => TrainerTable.Default.Name,
    };

    private readonly Option<string> _out = new("--out") { Description = "Where to save the model.", HelpName = "file", DefaultValueFactory = _ => "model.zip" };

    private readonly Option<double> _testFraction = new("--test-fraction")
    {
        Description = "The share of the rows that is held out to evaluate on; 0 trains on all.", HelpName = "share", DefaultValueFactory = _ => 0.3,
    };

    private readonly Option<string?> _test = new("--test") { Description = "Evaluate on this file instead of on rows of the training data.", HelpName = "file" };

    private readonly TableOptions _table;
    private readonly LabelOptions _label;
    private readonly TrainingOptions _training;
    private readonly ReportOption _report;
    private readonly Reporting _reporting;

    public TrainVerb()
        : base(
            "train", "Trains a detector on a table, evaluates it on rows held out, and saves it with a report.",
            "data.csv --label anomaly --out model.zip",
            "data.csv --label state --anomaly broken --anomaly worn --trainer mnp --option NumberOfPrototypes=4 --threshold contamination=0.05")
    {
        Add(_data);
        _label = new LabelOptions(this, isRequired: true);
        foreach (Option option in (Option[])[_trainer, _out, _testFraction, _test])
            Add(option);
        _report = new ReportOption(this);
        _table = new TableOptions(this);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TrainerEntry trainer = TrainerTable.Find(command.GetValue(_trainer)!);
        PrototypeTrainerOptions options = _training.Create(command, trainer, cancellation);
        string? testPath = command.GetValue(_test);
        double testFraction = testPath is null ? TestFraction(command) : 0;
        _training.SetThreads(command);
        TrainingTable table = TrainingTable.Read(
            _table.Open(command, command.GetValue(_data)!), _label.Read(command), _training.Columns(command), _table.HasHeader(command),
            _training.Classes(command, trainer), cancellation);
        foreach (LeftOutColumn column in table.LeftOut)
            _reporting.Note(command, streams, $"Left out: {column.Name} {column.Reason}.");

        (int[] train, int[] test) = RowSplit.HoldOut(table.Labels, testFraction, _training.Seed(command));
        var mlContext = new MLContext(_training.Seed(command));
        var view = new TrainingProgressView(streams, _reporting.IsQuiet(command));
        TransformerChain<ITransformer> pipeline = view.Run("", progress =>
        {
            options.Progress = progress;
            return ModelTraining.Fit(mlContext, trainer, options, table.Layout.Features, table.TrainingRows(mlContext, train, trainer.LearnsFromClasses));
        });
        if (cancellation.IsCancellationRequested)
            _reporting.Note(command, streams, "Interrupted: kept the best model so far.");

        var description = new ModelDescription(
            ModelDescription.CurrentFormatVersion, trainer.Name, table.Layout, table.Label, table.LeftOut, TrainerOptionText.Describe(options), train.Length,
            train.Count(row => table.Labels[row] == LabelRule.Anomaly), view.Epochs);
        string modelPath = command.GetValue(_out)!;
        ModelFile.Save(modelPath, mlContext, pipeline, table.Layout.CreateSchema(mlContext), description);
        EvaluatedTable? evaluated = testPath is not null ? EvaluatedTable.All(_table.Open(command, testPath), table.Label)
            : test.Length > 0 ? new EvaluatedTable(table.File, table.Label, test) : null;
        Report(command, streams, mlContext, ModelFile.Load(modelPath, mlContext), evaluated);
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private void Report(ParseResult command, ToolStreams streams, MLContext mlContext, ModelFile model, EvaluatedTable? rows)
    {
        var result = new JsonObject
        {
            ["model"] = model.Path,
            ["trainer"] = model.Detector.Trainer.Title,
            ["trainingRows"] = model.Description.TrainingRows,
            ["labelledAnomalies"] = model.Description.LabelledAnomalies,
        };
        DetectorEvaluation? evaluation = rows?.Evaluate(mlContext, model);
        string? report = null;
        if (rows is not null)
        {
            result["evaluation"] = EvaluationResult.ToJson(evaluation!, model.Detector.Threshold);
            report = _report.Path(command, Path.ChangeExtension(model.Path, ".html"));
            if (report is not null)
                ReportFile.Write(report, ReportData.Collect(model, rows, evaluation!));
            result["report"] = report;
        }
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine($"{model.Detector.Trainer.Title}, trained on {model.Description.TrainingRows} rows, {model.Description.LabelledAnomalies} of them labelled anomalies.");
            if (evaluation is null)
                console.WriteLine("No rows were held out to evaluate on.");
            else
                EvaluationResult.Write(console, evaluation, model.Detector.Threshold);
            console.WriteLine(report is null ? $"Saved to {model.Path}." : $"Saved to {model.Path}; the report is {report}.");
        });
    }

    private double TestFraction(ParseResult command) => command.GetValue(_testFraction) is var share and >= 0 and < 1
        ? share
        : throw new ToolException($"--test-fraction takes a share from 0 to below 1, not {command.GetValue(_testFraction)}.");
}
