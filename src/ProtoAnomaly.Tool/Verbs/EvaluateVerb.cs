using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Report;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Measures a saved detector on labelled rows.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string> _data = new("data") { Description = "Rows with their true labels." };
    private readonly LabelOptions _label;
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
        _table = new TableOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        var rows = EvaluatedTable.All(_table.Open(command, command.GetValue(_data)!), _label.Read(command, model.Description.Label));
        DetectorEvaluation evaluation = rows.Evaluate(mlContext, model);
        JsonObject result = EvaluationResult.ToJson(evaluation, model.Detector.Threshold);
        string? report = _report.Path(command, unlessGiven: null);
        if (report is not null)
        {
            ReportFile.Write(report, ReportData.Collect(model, rows, evaluation));
            result["report"] = report;
        }
        _reporting.Result(command, streams, result, console =>
        {
            EvaluationResult.Write(console, evaluation, model.Detector.Threshold);
            if (report is not null)
                console.WriteLine($"The report is {report}.");
        });
        return ExitCode.Success;
    }
}
