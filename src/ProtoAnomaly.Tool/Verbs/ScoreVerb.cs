using System.CommandLine;
using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Streaming;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Scores rows, from a file or in a pipe.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string?> _data = new("data") { Description = "The rows; `-`, or nothing, reads standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _out = new("--out") { Description = "Where to write; `-` is standard output.", HelpName = "file", DefaultValueFactory = _ => "-" };

    private readonly Option<string> _columns = new("--columns")
    {
        Description = "The detector's columns to write, separated by commas.", HelpName = "columns", DefaultValueFactory = _ => "Score,PredictedLabel",
    };

    private readonly Option<bool> _append = new("--append") { Description = "Write the input's own fields too, in front." };
    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public ScoreVerb()
        : base(
            "score", "Scores rows: one line in, one line out, at once and in constant memory.",
            "model.zip new.csv --out scores.csv --append", "model.zip < new.csv > scores.csv",
            "model.zip --no-header --columns Score,NearestPrototype,ReconstructionError < rows.txt")
    {
        Add(_model);
        Add(_data);
        Add(_out);
        Add(_columns);
        Add(_append);
        _table = new TableOptions(this, isForModel: true);
        _reporting = new Reporting(this, hasResult: false);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        string? data = command.GetValue(_data);
        string target = command.GetValue(_out)!;
        DelimitedFormat format = _table.Format(command);
        FileGuard.Check([command.GetValue(_model), data], ("--out", target));
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        IReadOnlyList<string> columns = Columns(command, model);
        TableLayout layout = model.Description.Layout.WithDecimalComma(_table.DecimalComma(command));
        // Delimited text is scored as it comes; anything else is read as a table.
        bool fromStandardInput = data is null or "-" && _table.Sql(command) is null;
        TableSource? source = fromStandardInput ? null : _table.Open(command, data);
        string name = source?.Name ?? "Standard input";
        var spoilt = new SpoiltValues(name, source?.NumberWord ?? "line", _table.IsLenient(command));
        Action<TextWriter> run = source is null or DelimitedSource && data?.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) is not true
            ? output => ScoreText(fromStandardInput ? streams.Input : null, data, output)
            : output => ScoreTable(source!, output);
        try
        {
            if (target == "-")
                run(streams.Output);
            else
                OutputFile.WriteText(target, "The scores", run, keepsUnfinished: true);
        }
        finally
        {
            foreach (string remark in spoilt.Remarks())
                _reporting.Note(command, streams, remark);
        }
        return ExitCode.Success;

        void ScoreText(Stream? input, string? path, TextWriter output)
        {
            using FileStream? file = input is null ? InputFile.Open(path!) : null;
            new RowStream(model, new RowStream.Settings(name, format, layout, columns, command.GetValue(_append))).Run(file ?? input!, output, spoilt, cancellation);
        }

        void ScoreTable(TableSource table, TextWriter output)
        {
            var scorer = new RowScorer(model, layout.Readers(table.Name, table.Columns, spoilt), columns, table.Separator, command.GetValue(_append), output);
            scorer.WriteHeader(DelimitedText.Record(table.Columns, table.Separator));
            foreach (TableRow row in table.Rows())
            {
                cancellation.ThrowIfCancellationRequested();
                scorer.Add(row, DelimitedText.Record(row.Fields, table.Separator));
            }
            scorer.Flush();
        }
    }

    private string[] Columns(ParseResult command, ModelFile model)
    {
        DataViewSchema input = FeatureTable.Schema(model.Description.Layout);
        string[] wanted = command.GetValue(_columns)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        DataViewSchema output = model.Pipeline.GetOutputSchema(input);
        int last = output.Where(column => column.Name == model.Detector.FeatureColumn).Max(column => column.Index);
        string[] own = [.. output.Where(column => !column.IsHidden && column.Index > last).Select(column => column.Name)];
        string[] unknown = [.. wanted.Where(name => !own.Contains(name))];
        if (wanted.Length == 0 || unknown.Length > 0)
            throw new ToolException($"--columns {command.GetValue(_columns)}: the detector has the columns {string.Join(", ", own)}.{Wording.DidYouMean(unknown.FirstOrDefault(""), own)}");
        return wanted;
    }
}
