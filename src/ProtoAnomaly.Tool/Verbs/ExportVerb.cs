using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Modeling;
using ProtoAnomaly.Tool.Tables;
using Spectre.Console;
using TableRow = ProtoAnomaly.Tool.Tables.TableRow;

namespace ProtoAnomaly.Tool.Verbs;

/// <summary>Makes a saved model an ONNX model, from the columns of a table to those of the detector.</summary>
internal sealed class ExportVerb : Verb
{
    private const int MostRows = 10_000;

    // The field of onnx.proto's ModelProto that holds a name and a text.
    private const int MetadataField = 14, NameField = 1, TextField = 2;

    private readonly Argument<string> _model = new("model") { Description = "A model that `train` has saved." };
    private readonly Option<string> _out = new("--out") { Description = "Where to write the ONNX model.", HelpName = "file", Required = true };
    private readonly Option<int> _opset = new("--opset") { Description = "The version of ONNX's operators, from 9 to 12.", HelpName = "number", DefaultValueFactory = _ => 12 };
    private readonly Option<string?> _check = new("--check")
    {
        Description = "A table whose first 10,000 rows are scored by ONNX Runtime too: how far its scores are from those of the model.",
        HelpName = "data",
    };

    private readonly TableOptions _table;
    private readonly Reporting _reporting;

    public ExportVerb()
        : base("export", "Writes a model as ONNX, to score without .NET: in Python, Java, Spark or a browser.", "model.zip --out model.onnx", "model.zip --out model.onnx --check data.csv")
    {
        Add(_model);
        Add(_out);
        Add(_opset);
        Add(_check);
        _table = new TableOptions(this, isForModel: true);
        _reporting = new Reporting(this);
    }

    public override int Run(ParseResult command, ToolStreams streams, CancellationToken cancellation)
    {
        string path = command.GetValue(_out)!;
        FileGuard.Check([command.GetValue(_model), command.GetValue(_check)], ("--out", path));
        var mlContext = new MLContext();
        ModelFile model = ModelFile.Load(command.GetValue(_model)!, mlContext);
        int opset = command.GetValue(_opset);
        if (opset is < 9 or > 12)
            throw new ToolException($"--opset {opset}: there are opsets from 9 to 12.");
        var table = new ColumnsOnly(FeatureTable.Schema(model.Description.Layout));
        FeatureTable? rows = command.GetValue(_check) is { } data ? Read(command, streams, model, data, cancellation) : null;
        string[] columns = [.. OutputColumns(model.Detector)];
        KeyValuePair<string, string>[] metadata = [.. Metadata(model, table.Schema)];
        OnnxCheck? check = null;
        OutputFile.Write(path, "The ONNX model", place =>
        {
            using (FileStream file = File.Create(place))
            {
                mlContext.Model.ConvertToOnnx(WithColumns(mlContext, model.Pipeline, columns, table.Schema), table, opset, file);
                Append(metadata, file);
            }
            check = rows is null ? null : OnnxCheck.Run(model, place, rows);
        });
        var result = new JsonObject
        {
            ["onnx"] = path,
            ["inputs"] = new JsonArray([.. table.Schema.Select(column => (JsonNode)column.Name)]),
            ["outputs"] = new JsonArray([.. columns.Select(column => (JsonNode)(column + ".output"))]),
        };
        foreach ((string name, string text) in metadata)
            result[name] = name == "features" ? JsonNode.Parse(text) : text;
        if (check is { } known)
        {
            result["check"] = new JsonObject
            {
                ["rows"] = known.Rows,
                ["largestDifference"] = Reporting.Number(known.LargestDifference),
                ["differentVerdicts"] = known.DifferentVerdicts,
            };
        }
        _reporting.Result(command, streams, result, console =>
        {
            console.WriteLine($"Written to {path}: {table.Schema.Count} inputs by the names of the table's columns, outputs {string.Join(", ", columns.Select(column => column + ".output"))}.");
            if (check is not null)
                console.WriteLine(Text(check));
        });
        if (check is { IsGood: false })
            _reporting.Note(command, streams, "The scores of ONNX Runtime differ by more than single precision explains: look at the rows before you use the file.");
        return ExitCode.Success;
    }

    private static string Text(OnnxCheck check) => string.Create(
        CultureInfo.InvariantCulture,
        $"ONNX Runtime scored {Wording.Count(check.Rows, "row")}: the largest difference of a score is {check.LargestDifference:G2}, {Wording.Count(check.DifferentVerdicts, "verdict differs", "verdicts differ")}.");

    private FeatureTable Read(ParseResult command, ToolStreams streams, ModelFile model, string data, CancellationToken cancellation)
    {
        TableSource source = _table.Open(command, data);
        SpoiltValues spoilt = _table.Spoilt(command, source);
        var rows = new FeatureTable(model.Description.Layout.WithDecimalComma(_table.DecimalComma(command)).Readers(source.Name, source.Columns, spoilt));
        foreach (TableRow row in source.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(row);
            if (rows.Rows == MostRows)
                break;
        }
        if (rows.Rows == 0)
            throw new ToolException($"{source.Name} has no rows to check with.");
        foreach (string remark in spoilt.Remarks())
            _reporting.Note(command, streams, remark);
        return rows;
    }

    // FeatureContributions have no ONNX form.
    private static IEnumerable<string> OutputColumns(DetectorFacts detector) =>
    [
        "PredictedLabel", "Score", .. detector.Calibration is null ? (string[])[] : ["Probability"],
        .. Enum.GetValues<PrototypeColumns>()
            .Where(column => int.PopCount((int)column) == 1 && detector.OutputColumns.HasFlag(column) && column != PrototypeColumns.FeatureContributions)
            .Select(column => column.ToString()),
    ];

    // The table's columns, and what the featurizers make of them, are no results.
    private static TransformerChain<ITransformer> WithColumns(MLContext mlContext, ITransformer pipeline, string[] columns, DataViewSchema input) =>
        new(pipeline, mlContext.Transforms.SelectColumns(columns).Fit(pipeline.Transform(new ColumnsOnly(input))));

    private static IEnumerable<KeyValuePair<string, string>> Metadata(ModelFile model, DataViewSchema input)
    {
        DetectorFacts detector = model.Detector;
        VBuffer<ReadOnlyMemory<char>> names = default;
        DataViewSchema.Column features = model.Pipeline.GetOutputSchema(input)[detector.FeatureColumn];
        if (features.HasSlotNames())
            features.GetSlotNames(ref names);
        yield return new("detector", detector.Trainer.Title);
        yield return new("version", typeof(PrototypeModel).Assembly.GetName().Version!.ToString(3));
        yield return new("threshold", detector.Threshold.ToString("R", CultureInfo.InvariantCulture));
        yield return new("features", JsonSerializer.Serialize(names.DenseValues().Select(name => name.ToString())));
    }

    // What is appended to a message of Protocol Buffers belongs to it.
    private static void Append(IEnumerable<KeyValuePair<string, string>> metadata, Stream model)
    {
        using var output = new CodedOutputStream(model, leaveOpen: true);
        foreach ((string name, string text) in metadata)
        {
            var entry = new MemoryStream();
            using (var fields = new CodedOutputStream(entry, leaveOpen: true))
            {
                fields.WriteTag(NameField, WireFormat.WireType.LengthDelimited);
                fields.WriteString(name);
                fields.WriteTag(TextField, WireFormat.WireType.LengthDelimited);
                fields.WriteString(text);
            }
            output.WriteTag(MetadataField, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(entry.ToArray()));
        }
    }

    // A table of which the columns are known, which is all that a conversion asks for.
    private sealed class ColumnsOnly(DataViewSchema schema) : IDataView
    {
        public DataViewSchema Schema => schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => 0;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => throw new NotSupportedException("There are no rows.");

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => throw new NotSupportedException("There are no rows.");
    }
}
