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
    private readonly Argument<string?> _data = new("data") { Description = "The training data: CSV and its kin, gzipped or not, Parquet, JSON lines, or several files by a pattern in quotes.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string> _trainer = new("--trainer", "-t")
    {
        Description = $"How to learn: {string.Join("; ", TrainerTable.All.Select(trainer => $"{trainer.Name} ({trainer.Description})"))}.",
        HelpName = "trainer",
        DefaultValueFactory = _ => TrainerTable.Default.Name,
    };

    private readonly Option<string> _out = new("--out") { Description = "Where to save the model.", HelpName = "file", DefaultValueFactory = _ => "model.zip" };

    private readonly Option<double> _testFraction = ShareOption.Create("--test-fraction", "The share of the rows that is held out to evaluate on; 0 trains on all.", 0.3);

    private readonly Option<string?> _test = new("--test") { Description = "Evaluate on this file instead of on rows of the training data.", HelpName = "file" };

    private readonly TableOptions _table;
    private readonly LabelOptions _label;
    private readonly TrainingOptions _training;
    private readonly CoverageOption _coverage;
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
        _coverage = new CoverageOption(this, "Unless given: partial for rows held out, complete for --test.");
        _table = new TableOptions(this, isForModel: false);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TrainerEntry trainer = TrainerTable.Find(command.GetValue(_trainer)!);
        var mlContext = new MLContext(_training.Seed(command));
        PrototypeTrainerOptions options = _training.Create(command, mlContext, trainer, cancellation);
        string? data = command.GetValue(_data), testPath = command.GetValue(_test);
        string modelPath = command.GetValue(_out)!;
        string? report = _report.Path(command, Path.ChangeExtension(modelPath, ".html"));
        double testFraction = testPath is null ? TestFraction(command) : 0;
        LabelCoverage coverage = _coverage.Read(command, testPath is null ? LabelCoverage.Partial : LabelCoverage.Complete);
        _training.SetThreads(command);
        FileGuard.Check([data, testPath], ("--out", modelPath), ("--report", report));

        TrainingTable table = new TrainingTableReader(
                _training.Columns(command, _table, TrainerOptionText.Image(options)), _label.AnomalyValues(command), text => _reporting.Note(command, streams, text))
            .Read(_table.Open(command, data), _label.Column(command)!, _table.HasHeader(command), _training.Classes(command, trainer), cancellation);
        LabelledTable? test = testPath is null ? null : LabelledTable.Read(
            _table.Open(command, testPath), table.Layout, table.Label, new SpoiltValues(testPath, "line", isLenient: false), cancellation);
        (int[] train, int[] held) = RowSplit.HoldOut(table.Labels, testFraction, _training.Seed(command));
        if (held.Length > 0)
            test = table.Part(held);

        var view = new TrainingProgressView(streams, _reporting.IsQuiet(command));
        TransformerChain<ITransformer> pipeline = view.Run("", progress =>
        {
            options.Progress = progress;
            return ModelTraining.Fit(mlContext, trainer, options, table, train);
        });
        if (cancellation.IsCancellationRequested)
            _reporting.Note(command, streams, "Interrupted: kept the best model so far.");

        var description = new ModelDescription(
            ModelDescription.CurrentFormatVersion, trainer.Name, table.Layout, table.Label, table.LeftOut, TrainerOptionText.Describe(options), train.Length,
            train.Count(row => table.Labels[row] == LabelRule.Anomaly), view.Epochs);
        ModelFile.Save(modelPath, mlContext, pipeline, FeatureTable.Schema(table.Layout), description);
        Report(command, streams, mlContext, ModelFile.Load(modelPath, mlContext), test, coverage, report);
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private void Report(
        ParseResult command, ToolStreams streams, MLContext mlContext, ModelFile model, LabelledTable? rows, LabelCoverage coverage, string? report)
    {
        var result = new JsonObject
        {
            ["model"] = model.Path,
            ["trainer"] = model.Detector.Trainer.Title,
            ["trainingRows"] = model.Description.TrainingRows,
            ["labelledAnomalies"] = model.Description.LabelledAnomalies,
        };
        DetectorEvaluation? evaluation = rows is null ? null : DetectorEvaluation.Run(mlContext, model.Pipeline, rows, coverage);
        if (evaluation is not null)
        {
            foreach (string suspicion in Suspicions.Of(evaluation, model.Description.Layout.Features))
                _reporting.Note(command, streams, suspicion);
            result["evaluation"] = EvaluationResult.ToJson(evaluation, model.Detector.Threshold);
            if (report is not null)
                ReportFile.Write(report, ReportData.Collect(model, evaluation));
            result["report"] = report;
        }
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine($"{model.Detector.Trainer.Title}, trained on {model.Description.TrainingRows} rows, {model.Description.LabelledAnomalies} of them labelled anomalies.");
            if (evaluation is null)
                console.WriteLine("No rows were held out to evaluate on.");
            else
                EvaluationResult.Write(console, evaluation, model.Detector.Threshold);
            console.WriteLine(report is null || evaluation is null ? $"Saved to {model.Path}." : $"Saved to {model.Path}; the report is {report}.");
        });
    }

    private double TestFraction(ParseResult command) => command.GetValue(_testFraction) is var share and >= 0 and < 1
        ? share
        : throw new UsageException($"--test-fraction takes a share from 0 to below 1, not {command.GetValue(_testFraction)}.");
}
