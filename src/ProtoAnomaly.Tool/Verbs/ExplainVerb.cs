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
using TableRow = ProtoAnomaly.Tool.Tables.TableRow;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Tells why a row has its score.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string?> _data = new("data") { Description = "A table with the row.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<long> _line = new("--line", "--row")
    {
        Description = "The line of the row in the file, as an editor shows it and as the report has it; in a table without lines, the number of the row from 1.",
        HelpName = "number",
        Required = true,
    };

    private readonly Option<int> _top = new("--top") { Description = "The number of columns to list.", HelpName = "number", DefaultValueFactory = _ => 10 };
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public ExplainVerb()
        : base("explain", "Tells which columns make a row anomalous.", "model.zip data.csv --line 17", "model.zip data.csv --line 17 --top 3 --json")
    {
        Add(_model);
        Add(_data);
        Add(_line);
        Add(_top);
        _table = new TableOptions(this, isForModel: true);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        long number = command.GetValue(_line);
        if (number < 1)
            throw new UsageException($"--line counts from 1, not from {number}.");
        if (command.GetValue(_top) < 1)
            throw new UsageException($"--top takes a number from 1, not {command.GetValue(_top)}.");
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        TableSource source = _table.Open(command, command.GetValue(_data));
        TableRow row = Find(source, number);
        SpoiltValues spoilt = _table.Spoilt(command, source);
        var table = new FeatureTable(model.Description.Layout.WithDecimalComma(_table.DecimalComma(command)).Readers(source.Name, source.Columns, spoilt));
        table.Add(row);
        foreach (string remark in spoilt.Remarks())
            _reporting.Note(command, streams, remark);

        IDataView scored = model.Pipeline.Transform(table.ToDataView());
        var values = new Dictionary<string, string>();
        DataViewSchema.Column[] scalars = [.. scored.Schema.Where(column => !column.IsHidden && IsOfDetector(model, column) && column.Type is not VectorDataViewType)];
        using (DataViewRowCursor cursor = scored.GetRowCursor(scalars))
        {
            cursor.MoveNext();
            foreach (DataViewSchema.Column column in scalars)
                values[column.Name] = ColumnText.Reader(cursor, column)();
        }
        Explained[] parts =
        [
            .. ColumnContributions.Read(scored, [0], model.Description.Layout.Features).Values.FirstOrDefault([])
                .Take(command.GetValue(_top)).Select(c => new Explained(c.Column, row.Fields[source.IndexOf(c.Column)], c.Contribution)),
        ];
        string place = $"{char.ToUpperInvariant(source.NumberWord[0])}{source.NumberWord[1..]} {row.Number}";
        _reporting.Result(command, streams, ToJson(row, source, model, values, parts), console => Write(console, place, model, values, parts));
        return ExitCode.Success;
    }

    private readonly record struct Explained(string Column, string Value, float Contribution);

    // A record may go over several lines; each of them names it.
    private static TableRow Find(TableSource source, long number)
    {
        TableRow? before = null;
        foreach (TableRow row in source.Rows())
        {
            if (row.Number > number)
                break;
            before = row;
            if (row.Number == number)
                break;
        }
        return before is { } found && (found.Number == number || (source.HasLines && found.Fields.Any(field => field.AsSpan().IndexOfAny('\n', '\r') >= 0) && number <= found.Number + found.Fields.Sum(Breaks)))
            ? found
            : throw new ToolException($"{source.Name} has no row in {source.NumberWord} {number}{(before is null && source.HasLines ? ", which is before the first row" : "")}.");
    }

    private static int Breaks(string field) => field.ReplaceLineEndings("\n").Count(c => c == '\n');

    private static bool IsOfDetector(ModelFile model, DataViewSchema.Column column) =>
        column.Name is "Score" or "PredictedLabel" or "Probability" || (Enum.TryParse(column.Name, out PrototypeColumns flag) && model.Detector.OutputColumns.HasFlag(flag));

    private static JsonObject ToJson(TableRow row, TableSource source, ModelFile model, Dictionary<string, string> values, Explained[] parts)
    {
        var json = new JsonObject { [source.NumberWord] = row.Number, ["threshold"] = Reporting.Number(model.Detector.Threshold) };
        foreach ((string name, string value) in values)
            json[name] = double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? Reporting.Number(number) : value.Length == 0 ? null : value;
        json["contributions"] = new JsonArray([.. parts.Select(part => new JsonObject
        {
            ["feature"] = part.Column, ["value"] = part.Value, ["contribution"] = Reporting.Number(part.Contribution),
        })]);
        return json;
    }

    private static void Write(IAnsiConsole console, string place, ModelFile model, Dictionary<string, string> values, Explained[] parts)
    {
        console.WriteLine($"{place}: {(values["PredictedLabel"] == "1" ? "an anomaly" : "no anomaly")}. Its score is {values["Score"]}, the threshold {model.Detector.Threshold.ToString("G6", CultureInfo.InvariantCulture)}.");
        foreach ((string name, string value) in values.Where(pair => pair.Key is not ("Score" or "PredictedLabel")))
            console.WriteLine($"{name}: {value}");
        if (parts.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("Column").AddColumn(new TableColumn("Value").RightAligned()).AddColumn(new TableColumn("Contribution").RightAligned());
        foreach (Explained part in parts)
            table.AddRow(Markup.Escape(part.Column), Markup.Escape(part.Value), part.Contribution.ToString("G4", CultureInfo.InvariantCulture));
        console.Write(table);
    }
}
