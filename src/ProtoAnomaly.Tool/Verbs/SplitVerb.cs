using System.CommandLine;
using System.Text.Json.Nodes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;
using TableRow = ProtoAnomaly.Tool.Tables.TableRow;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Makes a weakly supervised task of a table whose labels are all known.</summary>
internal sealed class SplitVerb : Verb
{
    private readonly Argument<string?> _data = new("data") { Description = "A table with true labels.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<int?> _labelled = new("--labelled")
    {
        Description = "The number of training anomalies that keep their label; the others hide among the unlabelled rows. A tenth of them, at least 2, unless given.",
        HelpName = "number",
    };

    private readonly Option<double> _testFraction = ShareOption.Create("--test-fraction", "The share of rows in the test file.", 0.3);
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
        _table = new TableOptions(this, isForModel: false);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        string? data = command.GetValue(_data);
        string trainPath = command.GetValue(_train)!, testPath = command.GetValue(_test)!;
        if (command.GetValue(_testFraction) is not (> 0 and < 1))
            throw new UsageException($"--test-fraction takes a share above 0 and below 1, not {command.GetValue(_testFraction)}.");
        if (command.GetValue(_labelled) is < 1)
            throw new UsageException($"--labelled takes a number from 1, not {command.GetValue(_labelled)}.");
        FileGuard.Check([data], ("--train-out", trainPath), ("--test-out", testPath));
        TableSource source = _table.Open(command, data);
        int labelIndex = source.IndexOf(_label.Column(command)!);
        var remarks = new List<string>();
        ColumnProfile profile = TrainingTableReader.Profile(source, cancellation)[labelIndex];
        LabelRule rule = new LabelValues(source.Name, source.Columns[labelIndex], profile.Values, profile.Missing).Resolve(_label.AnomalyValues(command), remarks);
        foreach (string remark in remarks)
            _reporting.Note(command, streams, remark);
        float[] labels = [.. source.Rows().Select(row => rule.Read(row.Fields[labelIndex])!.Value)];
        (int[] train, int[] test) = RowSplit.HoldOut(labels, command.GetValue(_testFraction), command.GetValue(_seed));
        int[] anomalies = [.. train.Where(row => labels[row] == LabelRule.Anomaly)];
        const double share = 0.1;
        int count = command.GetValue(_labelled) ?? Math.Max(2, (int)Math.Ceiling(share * anomalies.Length));
        if (count > anomalies.Length)
            throw new ToolException($"--labelled takes a number from 1 to {anomalies.Length}, the number of anomalies among the training rows, not {count}.");
        new Random(command.GetValue(_seed)).Shuffle(anomalies);
        var hidden = anomalies[count..].ToHashSet();

        IReadOnlyList<string>? header = _table.HasHeader(command) ? source.Columns : null;
        var isTest = test.ToHashSet();
        Write(trainPath, source, header, labelIndex, row => isTest.Contains(row) ? null : labels[row] == LabelRule.Anomaly && !hidden.Contains(row) ? "1" : "0");
        Write(testPath, source, header, labelIndex, row => isTest.Contains(row) ? (labels[row] == LabelRule.Anomaly ? "1" : "0") : null);

        int testAnomalies = test.Count(row => labels[row] == LabelRule.Anomaly);
        var result = new JsonObject
        {
            ["train"] = trainPath, ["trainRows"] = train.Length, ["labelledAnomalies"] = count, ["hiddenAnomalies"] = hidden.Count,
            ["test"] = testPath, ["testRows"] = test.Length, ["testAnomalies"] = testAnomalies,
        };
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine($"{trainPath}: {train.Length} rows, {count} labelled anomalies (1 in the column {rule.Column}), {hidden.Count} more hidden among the others (0).");
            console.WriteLine($"{testPath}: {test.Length} rows, {testAnomalies} anomalies.");
        });
        return ExitCode.Success;
    }

    // The rows for which there is a label, with it.
    private static void Write(string path, TableSource source, IReadOnlyList<string>? header, int labelIndex, Func<int, string?> label) =>
        OutputFile.WriteText(path, "The rows", writer =>
        {
            if (header is not null)
                writer.WriteLine(DelimitedText.Record(header, source.Separator));
            int place = 0;
            foreach (TableRow row in source.Rows())
            {
                if (label(place++) is not { } given)
                    continue;
                row.Fields[labelIndex] = given;
                writer.WriteLine(DelimitedText.Record(row.Fields, source.Separator));
            }
        });
}
