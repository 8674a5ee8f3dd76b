using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Diagnosis;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;
using TableRow = ProtoAnomaly.Tool.Tables.TableRow;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Looks a table and the machine over before anything is trained.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Argument<string?> _data = new("data") { Description = "The table; without one, only the machine is looked at.", Arity = ArgumentArity.ZeroOrOne };
    private readonly LabelOptions _label;
    private readonly TableOptions _table;
    private readonly TrainingOptions _training;
    private readonly Reporting _reporting;

    public DoctorVerb()
        : base("doctor", "Tells what a table is taken for, what looks wrong with it and with this machine, and what to run next.", "data.csv --label anomaly", "data.csv")
    {
        Add(_data);
        _label = new LabelOptions(this, isRequired: false, "The label column, if there is one.");
        _table = new TableOptions(this, isForModel: false);
        _training = new TrainingOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        Machine machine = Machine.Look();
        var facts = new List<(string Title, string Text)> { ("Machine", machine.Torch) };
        var findings = new List<string>();
        string? data = command.GetValue(_data), label = _label.Column(command);
        string next = $"{ToolApplication.Name} doctor data.csv --label COLUMN";
        JsonNode? columns = null;
        if (data is not null || _table.Sql(command) is not null)
        {
            TableSource source = _table.Open(command, data);
            string input = data is not null ? Wording.Argument(data) : $"--sql {Wording.Argument(_table.Sql(command)!)}";
            if (label is null)
                (columns, next) = LookWithoutLabel(command, source, input, facts, findings, cancellation);
            else
                (columns, next) = LookWithLabel(command, source, input, label, machine, facts, findings, cancellation);
        }
        if (!machine.CanTrain)
            findings.Insert(0, "Nothing can be trained on this machine: see docs/setup.md. Models can be used on it all the same.");
        var json = new JsonObject
        {
            ["facts"] = new JsonObject(facts.Select(fact => KeyValuePair.Create(fact.Title, (JsonNode?)fact.Text))),
            ["columns"] = columns,
            ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode?)finding)]),
            ["next"] = next,
        };
        _reporting.Result(command, streams, json, console => Write(console, facts, columns, findings, next));
        return ExitCode.Success;
    }

    private (JsonNode Columns, string Next) LookWithoutLabel(
        ParseResult command, TableSource source, string input, List<(string, string)> facts, List<string> findings, CancellationToken cancellation)
    {
        ColumnProfile[] profiles = TrainingTableReader.Profile(source, cancellation);
        ChosenColumns chosen = _training.Columns(command, _table).Choose(source, profiles, labelColumn: "");
        facts.Add(("Rows", profiles[0].Present + profiles[0].Missing + ""));
        findings.AddRange(chosen.Remarks);
        AddDuplicates(source, findings);
        string[] candidates = [.. source.Columns.Where((_, i) => profiles[i].Distinct is 2 or 1)];
        if (candidates.Length > 0)
            findings.Add($"These columns have two values at most, as a label does: {Wording.Some(candidates)}.");
        return (Describe(source, profiles, chosen), candidates.Length > 0
            ? $"{ToolApplication.Name} doctor {input} --label {Wording.Argument(candidates[^1])}   (or, without any label: {ToolApplication.Name} label {input} --out labelled.csv)"
            : $"{ToolApplication.Name} label {input} --out labelled.csv");
    }

    private (JsonNode Columns, string Next) LookWithLabel(
        ParseResult command, TableSource source, string input, string label, Machine machine, List<(string, string)> facts, List<string> findings,
        CancellationToken cancellation)
    {
        ColumnProfile[] profiles = TrainingTableReader.Profile(source, cancellation);
        var values = new LabelValues(source.Name, label, profiles[source.IndexOf(label)].Values, profiles[source.IndexOf(label)].Missing);
        facts.Add(("Label", $"{label}: {values.Listed}"));
        TrainingTable table;
        try
        {
            table = new TrainingTableReader(_training.Columns(command, _table), _label.AnomalyValues(command), findings.Add)
                .Read(source, label, _table.HasHeader(command), classes: null, cancellation);
        }
        catch (ToolException e) when (e.Message.Contains("--anomaly", StringComparison.Ordinal))
        {
            // What training would say is what there is to say.
            findings.Add(e.Message);
            return (new JsonArray(), $"{ToolApplication.Name} doctor {input} --label {Wording.Argument(label)} --anomaly VALUE");
        }
        int anomalies = table.Labels.Count(value => value == LabelRule.Anomaly);
        facts.Insert(1, ("Rows", $"{table.Labels.Count}, {anomalies} of them labelled anomalies"));
        AddDuplicates(source, findings);
        foreach ((string column, double area) in SeparatingColumns.Find(table))
            findings.Add($"The column '{column}' alone separates the labelled anomalies (area under the ROC curve {area.ToString("F3", CultureInfo.InvariantCulture)}). If it was made from the label, or would not be known when a new row comes: --ignore {Wording.Argument(column)}.");
        if (anomalies < 2 * EvaluationResult.FewAnomalies)
            findings.Add($"{Wording.Count(anomalies, "labelled anomaly", "labelled anomalies")} are few to measure by: {ToolApplication.Name} label finds more quickly.");
        const int fewRows = 200;
        if (table.Labels.Count < fewRows)
            findings.Add($"{table.Labels.Count} rows are few: from a few hundred on, groups of normal rows can be told apart.");
        if (machine.CanTrain)
            facts.Add(("Training", $"about {Math.Max(1, Math.Ceiling(Machine.EstimateTraining(table, cancellation).TotalSeconds)).ToString(CultureInfo.InvariantCulture)} s at most by the default trainer, from a trial on some rows"));
        var chosen = new ChosenColumns([.. table.Layout.Features], [.. table.LeftOut], []);
        string anomalyOption = string.Concat(_label.AnomalyValues(command).Select(value => $" --anomaly {Wording.Argument(value)}"));
        return (Describe(source, profiles, chosen), $"{ToolApplication.Name} train {input} --label {Wording.Argument(label)}{anomalyOption} --out model.zip");
    }

    private static void AddDuplicates(TableSource source, List<string> findings)
    {
        var seen = new HashSet<UInt128>();
        long rows = 0;
        foreach (TableRow row in source.Rows())
        {
            rows++;
            byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Join('\u001f', row.Fields));
            seen.Add(System.IO.Hashing.XxHash128.HashToUInt128(text));
        }
        if (rows > seen.Count)
            findings.Add($"{Wording.Count(rows - seen.Count, "row is", "rows are")} the same as another one in all columns: in training and test rows alike, such rows make figures look better than they are.");
    }

    private static JsonArray Describe(TableSource source, ColumnProfile[] profiles, ChosenColumns chosen) => new([.. source.Columns.Select((name, i) =>
    {
        FeatureColumn[] features = [.. chosen.Features.Where(feature => feature.Source == name)];
        string use = features.Length > 0 ? string.Join(", ", features.Select(feature => feature.Part is { } part ? part.ToString().ToLowerInvariant() : feature.Kind switch
            {
                ColumnKind.Number => "number",
                ColumnKind.Category => $"category of {Wording.Count(profiles[i].Distinct, "value")}",
                _ => $"category of {profiles[i].Distinct} values, counted",
            }))
            : chosen.LeftOut.Find(column => column.Name == name) is { } left ? $"left out: it {left.Reason}" : "label";
        return new JsonObject { ["name"] = name, ["use"] = use, ["missing"] = profiles[i].Missing };
    })]);

    private static void Write(IAnsiConsole console, List<(string Title, string Text)> facts, JsonNode? columns, List<string> findings, string next)
    {
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        foreach ((string title, string text) in facts)
            table.AddRow(Markup.Escape(title), Markup.Escape(text));
        console.Write(table);
        if (columns is JsonArray { Count: > 0 } list)
        {
            var uses = new Table().Border(TableBorder.Simple).AddColumn("Column").AddColumn("Taken for").AddColumn(new TableColumn("Missing").RightAligned());
            foreach (JsonNode? column in list)
                uses.AddRow(Markup.Escape((string)column!["name"]!), Markup.Escape((string)column["use"]!), ((long)column["missing"]!).ToString(CultureInfo.InvariantCulture));
            console.Write(uses);
        }
        foreach (string finding in findings)
            console.WriteLine($"- {finding}");
        if (findings.Count == 0)
            console.WriteLine("Nothing looks wrong.");
        console.WriteLine($"Next: {next}");
    }
}
