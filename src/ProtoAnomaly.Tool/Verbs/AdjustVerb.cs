using System.CommandLine;
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

/// <summary>Sets the threshold of a saved detector, and gives it probabilities, by labelled rows.</summary>
internal sealed class AdjustVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string?> _data = new("data") { Description = "Rows with their true labels that the model was not trained on.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _out = new("--out") { Description = "Where to save the adjusted model.", HelpName = "file", Required = true };

    private readonly Option<CalibrationMethod?> _calibrate = new("--calibrate")
    {
        Description = "Turn scores into a column Probability: platt for few labelled anomalies, isotonic for hundreds.", HelpName = "method",
    };

    private readonly LabelOptions _label;
    private readonly ThresholdOption _threshold;
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public AdjustVerb()
        : base(
            "adjust", "Sets the threshold of a detector, or gives it probabilities, by labelled rows; nothing is trained.",
            "model.zip labelled.csv --threshold recall=0.95 --out adjusted.zip", "model.zip labelled.csv --calibrate platt --out adjusted.zip")
    {
        Add(_model);
        Add(_data);
        Add(_out);
        _threshold = new ThresholdOption(this);
        Add(_calibrate);
        _label = new LabelOptions(this, isRequired: false);
        _table = new TableOptions(this, isForModel: true);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        AnomalyThreshold? threshold = _threshold.Read(command);
        CalibrationMethod? calibration = command.GetValue(_calibrate);
        if (threshold is null && calibration is null)
            throw new UsageException("There is nothing to adjust: use --threshold, --calibrate or both.");
        string path = command.GetValue(_out)!;
        string? data = command.GetValue(_data);
        FileGuard.Check([command.GetValue(_model), data], ("--out", path));
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        if (threshold == AnomalyThreshold.ExpectedF1 && calibration is null && model.Detector.Calibration is null)
            throw new UsageException("--threshold expected-f1 needs probabilities, which this detector does not have: add --calibrate platt or --calibrate isotonic.");
        TableSource source = _table.Open(command, data);
        SpoiltValues spoilt = _table.Spoilt(command, source);
        LabelledTable rows = LabelledTable.Read(
            source, model.Description.Layout.WithDecimalComma(_table.DecimalComma(command)), _label.Read(command, model.Description.Label), spoilt, cancellation);
        foreach (string remark in spoilt.Remarks())
            _reporting.Note(command, streams, remark);

        ITransformer[] steps = [.. model.Pipeline];
        IDataView features = new TransformerChain<ITransformer>(steps[..^1]).Transform(rows.ToDataView());
        steps[^1] = model.Detector.Trainer.Adjust(steps[^1], features, rows.LabelColumn, threshold, calibration);
        ModelFile.Save(path, mlContext, new TransformerChain<ITransformer>(steps), FeatureTable.Schema(model.Description.Layout), model.Description);

        ModelFile adjusted = ModelFile.Load(path, mlContext);
        DetectorEvaluation evaluation = DetectorEvaluation.Run(mlContext, adjusted.Pipeline, rows, LabelCoverage.Complete);
        JsonObject result = EvaluationResult.ToJson(evaluation, adjusted.Detector.Threshold);
        result["model"] = path;
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine("On the rows that it was adjusted by:");
            EvaluationResult.Write(console, evaluation, adjusted.Detector.Threshold);
            console.WriteLine($"Saved to {path}.");
        });
        return ExitCode.Success;
    }
}
