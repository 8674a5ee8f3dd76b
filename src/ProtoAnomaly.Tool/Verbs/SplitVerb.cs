using System.CommandLine;
using System.Text.Json.Nodes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Makes a weakly supervised task of a table whose labels are all known.</summary>
internal sealed class SplitVerb : Verb
{
    private readonly Argument<string> _data = new("data") { Description = "A table with true labels." };

    private readonly Option<int?> _labelled = new("--labelled")
    {
        Description = "The number of training anomalies that keep their label; the others hide among the unlabelled rows. A tenth of them, at least 2, unless given.",
        HelpName = "number",
    };

    private readonly Option<double> _testFraction = new("--test-fraction") { Description = "The share of rows in the test file.", HelpName = "share", DefaultValueFactory = _ => 0.3 };
    private readonly Option<string> _train = new("--train-out") { Description = "Where to write the training rows.", HelpName = "file", DefaultValueFactory = _ => "train.csv" };
    private readonly Option<string> _test = new("--test-out") { Description = "Where to write the test rows, with their true labels.", HelpName = "file", DefaultValueFactory = _ => "test.csv" };
    private readonly Option<int> _seed = new("--seed") { Description = "The seed of the drawing.", HelpName = "number", DefaultValueFactory = _ => 1 };
    private readonly LabelOptions _label;
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public SplitVerb()
        : base(
            "split", "Parts a fully labelled table into a test file and a training file in which only few anomalies keep their label.",
            "data.csv --label anomaly --labelled 10 --train-out train.csv --test-out test.csv")
    {
        Add(_data);
        _label = new LabelOptions(this, isRequired: true);
        foreach (Option option in (Option[])[_labelled, _testFraction, _train, _test, _seed])
            Add(option);
        _table = new TableOptions(this);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        TableFile file = _table.Open(command, command.GetValue(_data)!);
        LabelRule rule = _label.Read(command);
        if (command.GetValue(_testFraction) is not (> 0 and < 1))
            throw new ToolException("--test-fraction takes a share above 0 and below 1.");
        int labelIndex = file.IndexOf(rule.Column);
        float[] labels = [.. file.Rows().Select(row => rule.Read(file.Split(row)[labelIndex]))];
        (int[] train, int[] test) = RowSplit.HoldOut(labels, command.GetValue(_testFraction), command.GetValue(_seed));
        int[] anomalies = [.. train.Where(row => labels[row] == LabelRule.Anomaly)];
        const double share = 0.1;
        int count = command.GetValue(_labelled) ?? Math.Max(2, (int)Math.Ceiling(share * anomalies.Length));
        if (count < 1 || count > anomalies.Length)
            throw new ToolException($"--labelled takes a number from 1 to {anomalies.Length}, the number of anomalies among the training rows, not {count}.");
        new Random(command.GetValue(_seed)).Shuffle(anomalies);
        var hidden = anomalies[count..].ToHashSet();

        bool hasHeader = _table.HasHeader(command);
        Write(command.GetValue(_train)!, file, hasHeader, LabelledRows.Select(file, train).Zip(train, (row, number) =>
            Relabelled(file, row, labelIndex, hidden.Contains(number) || labels[number] != LabelRule.Anomaly ? "0" : "1")));
        Write(command.GetValue(_test)!, file, hasHeader, LabelledRows.Select(file, test).Zip(test, (row, number) =>
            Relabelled(file, row, labelIndex, labels[number] == LabelRule.Anomaly ? "1" : "0")));

        int testAnomalies = test.Count(row => labels[row] == LabelRule.Anomaly);
        var result = new JsonObject
        {
            ["train"] = command.GetValue(_train), ["trainRows"] = train.Length, ["labelledAnomalies"] = count, ["hiddenAnomalies"] = hidden.Count,
            ["test"] = command.GetValue(_test), ["testRows"] = test.Length, ["testAnomalies"] = testAnomalies,
        };
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine($"{command.GetValue(_train)}: {train.Length} rows, {count} labelled anomalies (1 in the column {rule.Column}), {hidden.Count} more hidden among the others (0).");
            console.WriteLine($"{command.GetValue(_test)}: {test.Length} rows, {testAnomalies} anomalies.");
        });
        return ExitCode.Success;
    }

    private static void Write(string path, TableFile file, bool hasHeader, IEnumerable<string> rows)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(file.Path))
            throw new ToolException($"{path} would overwrite the data.");
        using var writer = new StreamWriter(path);
        if (hasHeader)
            writer.WriteLine(file.HeaderLine);
        foreach (string row in rows)
            writer.WriteLine(row);
    }

    private static string Relabelled(TableFile file, TableLine row, int labelIndex, string label)
    {
        IEnumerable<string> fields = file.Split(row).Select((field, i) => DelimitedLine.Quoted(i == labelIndex ? label : field, file.Separator));
        return string.Join(file.Separator, fields);
    }
}
