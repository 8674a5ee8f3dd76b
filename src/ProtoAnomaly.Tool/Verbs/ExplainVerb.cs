using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Streaming;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Tells why a row has its score.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string> _data = new("data") { Description = "A table with the row." };
    private readonly Option<int> _row = new("--row") { Description = "The number of the row, counted from 1; the header doesn't count.", HelpName = "number", Required = true };
    private readonly Option<int> _top = new("--top") { Description = "The number of features to list.", HelpName = "number", DefaultValueFactory = _ => 10 };
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public ExplainVerb()
        : base("explain", "Tells which features make a row anomalous.", "model.zip data.csv --row 17", "model.zip data.csv --row 17 --top 3 --json")
    {
        Add(_model);
        Add(_data);
        Add(_row);
        Add(_top);
        _table = new TableOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        TableFile file = _table.Open(command, command.GetValue(_data)!);
        int number = command.GetValue(_row);
        if (number < 1)
            throw new ToolException($"--row counts from 1; there is no row {number}.");
        TableLine line = LabelledRows.Select(file, [number - 1]).FirstOrDefault();
        if (line.Text is null)
            throw new ToolException($"{file.Path} has no row {number}.");
        IReadOnlyList<string> fields = file.Split(line);

        TableLayout layout = model.Description.Layout with { Separator = file.Separator };
        IDataView scored = model.Pipeline.Transform(layout.CreateLoader(mlContext, layout.Find(file.Path, file.Columns)).Load(new RowSource(() => [line.Text])));
        string[] scalars = [.. scored.Schema.Where(column => !column.IsHidden && IsOfDetector(model, column) && column.Type is not VectorDataViewType).Select(column => column.Name)];
        var values = new Dictionary<string, string>();
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema.Where(column => !column.IsHidden && scalars.Contains(column.Name))))
        {
            cursor.MoveNext();
            foreach (string name in scalars)
                values[name] = ColumnText.Reader(cursor, scored.Schema[name])();
        }
        FeatureContribution[] contributions = [.. FeatureContribution.Read(scored, [0]).Select(row => row.Value).FirstOrDefault([])
            .OrderByDescending(c => Math.Abs(c.Contribution)).Take(command.GetValue(_top))];
        Func<FeatureContribution, string> valueOf = contribution => contribution.ValueIn(file.Columns, fields);
        _reporting.Result(command, streams, ToJson(number, model, values, contributions, valueOf), console => Write(console, number, model, values, contributions, valueOf));
        return ExitCode.Success;
    }

    private static bool IsOfDetector(ModelFile model, DataViewSchema.Column column) =>
        column.Name is "Score" or "PredictedLabel" or "Probability" || (Enum.TryParse(column.Name, out PrototypeColumns flag) && model.Detector.OutputColumns.HasFlag(flag));

    private static JsonObject ToJson(
        int row, ModelFile model, Dictionary<string, string> values, FeatureContribution[] contributions, Func<FeatureContribution, string> valueOf)
    {
        var json = new JsonObject { ["row"] = row, ["threshold"] = Reporting.Number(model.Detector.Threshold) };
        foreach ((string name, string value) in values)
            json[name] = Reporting.Number(value.Length == 0 ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture));
        json["contributions"] = new JsonArray([.. contributions.Select(c => new JsonObject
        {
            ["feature"] = c.Feature, ["value"] = valueOf(c), ["contribution"] = Reporting.Number(c.Contribution),
        })]);
        return json;
    }

    private static void Write(
        IAnsiConsole console, int row, ModelFile model, Dictionary<string, string> values, FeatureContribution[] contributions, Func<FeatureContribution, string> valueOf)
    {
        console.WriteLine($"Row {row}: {(values["PredictedLabel"] == "1" ? "an anomaly" : "no anomaly")}. Its score is {values["Score"]}, the threshold {model.Detector.Threshold.ToString("G6", CultureInfo.InvariantCulture)}.");
        foreach ((string name, string value) in values.Where(pair => pair.Key is not ("Score" or "PredictedLabel")))
            console.WriteLine($"{name}: {value}");
        if (contributions.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("Feature").AddColumn(new TableColumn("Value").RightAligned()).AddColumn(new TableColumn("Contribution").RightAligned());
        foreach (FeatureContribution contribution in contributions)
            table.AddRow(Markup.Escape(contribution.Feature), Markup.Escape(valueOf(contribution)), contribution.Contribution.ToString("G4", CultureInfo.InvariantCulture));
        console.Write(table);
    }
}
