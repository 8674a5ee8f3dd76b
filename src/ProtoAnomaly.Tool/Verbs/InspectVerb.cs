using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Tells what a saved model is.</summary>
internal sealed class InspectVerb : Verb
{
    // More of them make no table that anyone could read.
    private const int MostPrototypes = 8;

    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved, or any other with a detector of this library." };
    private readonly Reporting _reporting;

    public InspectVerb()
        : base("inspect", "Tells what a model is: its columns, options, prototypes and threshold.", "model.zip", "model.zip --json")
    {
        Add(_model);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        string[] features = model.DescriptionOrNull is { } description
            ? FeatureNames.Of(model.Pipeline.GetOutputSchema(FeatureTable.Schema(description.Layout))[model.Detector.FeatureColumn])
            : FeatureNames.Numbered(model.Detector.Model.NumberOfFeatures);
        _reporting.Result(command, streams, ToJson(model, features), console => Write(console, model, features));
        return ExitCode.Success;
    }

    private static JsonObject ToJson(ModelFile model, string[] features)
    {
        DetectorFacts detector = model.Detector;
        var json = new JsonObject
        {
            ["trainer"] = detector.Trainer.Title,
            ["features"] = detector.Model.NumberOfFeatures,
            ["threshold"] = Reporting.Number(detector.Threshold),
            ["calibration"] = detector.Calibration?.ToString(),
            ["outputColumns"] = detector.OutputColumns.ToString(),
            ["prototypes"] = detector.Model.NumberOfPrototypes,
            ["prototypeVectors"] = new JsonArray([.. detector.Model.GetPrototypes().Select(p => new JsonArray([.. p.Select(Reporting.Number)]))]),
            ["prototypeRows"] = new JsonArray([.. detector.Model.DecodePrototypes().Select(row =>
                new JsonObject(row.Select((value, slot) => KeyValuePair.Create(features[slot], Reporting.Number(value)))))]),
        };
        if (model.DescriptionOrNull is not { } description)
            return json;
        json["formatVersion"] = description.FormatVersion;
        json["label"] = description.Label.Column;
        json["trainingRows"] = description.TrainingRows;
        json["labelledAnomalies"] = description.LabelledAnomalies;
        json["columns"] = new JsonArray([.. description.Layout.Features.Select(c => new JsonObject { ["name"] = c.Name, ["kind"] = c.Kind.ToString() })]);
        json["leftOut"] = new JsonArray([.. description.LeftOut.Select(c => new JsonObject { ["name"] = c.Name, ["reason"] = c.Reason })]);
        json["options"] = new JsonObject(description.Options.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)));
        return json;
    }

    private static void Write(IAnsiConsole console, ModelFile model, string[] features)
    {
        DetectorFacts detector = model.Detector;
        var facts = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        facts.AddRow("Detector", detector.Trainer.Title);
        facts.AddRow("Features", Text(detector.Model.NumberOfFeatures));
        facts.AddRow("Prototypes", Text(detector.Model.NumberOfPrototypes));
        facts.AddRow("Threshold", $"{detector.Threshold.ToString("G6", CultureInfo.InvariantCulture)}: scores above it are anomalies");
        facts.AddRow("Probabilities", detector.Calibration is { } method ? $"by {method} calibration" : "none: the scores are not calibrated");
        facts.AddRow("Output columns", $"PredictedLabel, Score{(detector.Calibration is null ? "" : ", Probability")}{(detector.OutputColumns == PrototypeColumns.None ? "" : ", " + detector.OutputColumns)}");
        if (model.DescriptionOrNull is { } description)
        {
            facts.AddRow("Format version", Text(description.FormatVersion));
            facts.AddRow("Trained on", $"{description.TrainingRows} rows, {description.LabelledAnomalies} of them labelled anomalies");
            facts.AddRow("Label column", Markup.Escape(description.Label.Column));
            foreach (ColumnKind kind in Enum.GetValues<ColumnKind>())
                facts.AddRow($"{kind} columns", Markup.Escape(Names(description.Layout.Features.Where(c => c.Kind == kind).Select(c => c.Name))));
            facts.AddRow("Left out", Markup.Escape(Names(description.LeftOut.Select(c => c.Name))));
        }
        console.Write(facts);
        WritePrototypes(console, detector.Model.DecodePrototypes(), features);
        if (model.DescriptionOrNull is { Options: var options })
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("Option", "Value");
            foreach ((string name, string value) in options)
                table.AddRow(Markup.Escape(name), Markup.Escape(value));
            console.Write(table);
        }
    }

    // A column for each prototype: what the detector takes for typical, in the features' own units.
    private static void WritePrototypes(IAnsiConsole console, IReadOnlyList<float[]> prototypes, string[] features)
    {
        if (prototypes.Count is 0 or > MostPrototypes)
        {
            if (prototypes.Count > 0)
                console.WriteLine($"--json lists the {prototypes.Count} prototypes.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn("Feature");
        for (int i = 0; i < prototypes.Count; i++)
            table.AddColumn(new TableColumn($"Prototype {i + 1}").RightAligned());
        for (int slot = 0; slot < features.Length; slot++)
            table.AddRow([Markup.Escape(features[slot]), .. prototypes.Select(p => p[slot].ToString("G4", CultureInfo.InvariantCulture))]);
        console.Write(table);
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "none";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
