using System.CommandLine;
using System.Text;
using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Streaming;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Scores rows, from a file or in a pipe.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Argument<string> _data = new("data") { Description = "The rows; `-`, or nothing, reads standard input.", DefaultValueFactory = _ => "-" };
    private readonly Option<string> _out = new("--out") { Description = "Where to write; `-` is standard output.", HelpName = "file", DefaultValueFactory = _ => "-" };

    private readonly Option<string> _columns = new("--columns")
    {
        Description = "The detector's columns to write, separated by commas.", HelpName = "columns", DefaultValueFactory = _ => "Score,PredictedLabel",
    };

    private readonly Option<bool> _append = new("--append") { Description = "Write the input's own fields too, in front." };
    private readonly TableOptions _table;

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
        _table = new TableOptions(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        string data = command.GetValue(_data)!, target = command.GetValue(_out)!;
        bool fromStandardInput = data == "-";
        if (!fromStandardInput && !File.Exists(data))
            throw new ToolException($"There is no file {data}.");
        if (target != "-" && !fromStandardInput && Path.GetFullPath(target) == Path.GetFullPath(data))
            throw new ToolException($"--out {target} would overwrite the data.");
        var stream = new RowStream(mlContext, model, new RowStream.Settings(
            fromStandardInput ? "Standard input" : data, _table.HasHeader(command), _table.Separator(command), Columns(command, mlContext, model),
            command.GetValue(_append)));

        using Stream? file = fromStandardInput ? null : File.OpenRead(data);
        using TextWriter? writer = target == "-" ? null : new StreamWriter(target, append: false, new UTF8Encoding(false), 1 << 16);
        stream.Run(file ?? streams.Input, writer ?? streams.Output, cancellation);
        return ExitCode.Success;
    }

    private string[] Columns(ParseResult command, MLContext mlContext, ModelFile model)
    {
        DataViewSchema input = model.Description.Layout.CreateSchema(mlContext);
        string[] wanted = command.GetValue(_columns)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        DataViewSchema output = model.Pipeline.GetOutputSchema(input);
        string[] own = [.. output.Where(column => !column.IsHidden && input.GetColumnOrNull(column.Name) is null && column.Name != model.Detector.FeatureColumn).Select(column => column.Name)];
        if (wanted.Length == 0 || wanted.FirstOrDefault(name => !own.Contains(name)) is not null)
            throw new ToolException($"--columns {command.GetValue(_columns)}: the detector has the columns {string.Join(", ", own)}.");
        return wanted;
    }
}
