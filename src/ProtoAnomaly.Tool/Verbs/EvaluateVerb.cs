using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Report;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Measures a saved detector on labelled rows.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string?> _data = new("data") { Description = "Rows with their true labels.", Arity = ArgumentArity.ZeroOrOne };
    private readonly LabelOptions _label;
    private readonly CoverageOption _coverage;
    private readonly ReportOption _report;
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public EvaluateVerb()
        : base("evaluate", "Measures a detector on rows with true labels.", "model.zip test.csv --report report.html", "model.zip test.csv --label truth --json")
    {
        Add(_model);
        Add(_data);
        _label = new LabelOptions(this, isRequired: false);
        _report = new ReportOption(this);
        _coverage = new CoverageOption(this, "Unless given: complete.");
        _table = new TableOptions(this, isForModel: true);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        string? data = command.GetValue(_data), report = _report.Path(command, unlessGiven: null);
        LabelCoverage coverage = _coverage.Read(command, LabelCoverage.Complete);
        FileGuard.Check([command.GetValue(_model), data], ("--report", report));
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        TableSource source = _table.Open(command, data);
        SpoiltValues spoilt = _table.Spoilt(command, source);
        LabelledTable rows = LabelledTable.Read(
            source, model.Description.Layout.WithDecimalComma(_table.DecimalComma(command)), _label.Read(command, model.Description.Label), spoilt, cancellation);
        DetectorEvaluation evaluation = DetectorEvaluation.Run(mlContext, model.Pipeline, rows, coverage);
        JsonObject result = EvaluationResult.ToJson(evaluation, model.Detector.Threshold);
        if (report is not null)
        {
            ReportFile.Write(report, ReportData.Collect(model, evaluation));
            result["report"] = report;
        }
        foreach (string remark in spoilt.Remarks().Concat(Suspicions.Of(evaluation, model.Description.Layout.Features)))
            _reporting.Note(command, streams, remark);
        _reporting.Result(command, streams, result, console =>
        {
            EvaluationResult.Write(console, evaluation, model.Detector.Threshold);
            if (report is not null)
                console.WriteLine($"The report is {report}.");
        });
        return ExitCode.Success;
    }
}
