using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>
/// A saved model: ML.NET's own file with the whole pipeline, which any program loads with <c>mlContext.Model.Load</c>, and in it one
/// entry more with the tool's description.
/// </summary>
internal sealed class ModelFile
{
    private const string EntryName = "ProtoAnomaly.Tool.json";

    // Zip files know no earlier time; a fixed one, so that equal models make equal files.
    private static readonly DateTimeOffset Timestamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private ModelFile(string path, TransformerChain<ITransformer> pipeline, DetectorFacts detector, ModelDescription? description)
    {
        (Path, Pipeline, Detector, DescriptionOrNull) = (path, pipeline, detector, description);
    }

    public string Path { get; }

    /// <summary>From the columns of a table to the detector's columns.</summary>
    public TransformerChain<ITransformer> Pipeline { get; }

    public DetectorFacts Detector { get; }

    /// <summary>The description; null where the model was not made by this tool.</summary>
    public ModelDescription? DescriptionOrNull { get; }

    /// <exception cref="ToolException">The model was not made by this tool.</exception>
    public ModelDescription Description => DescriptionOrNull ?? throw new ToolException(
        $"{Path} was not made by `protoanomaly train`: it doesn't say how to read tables for it. Load it with mlContext.Model.Load instead.");

    /// <exception cref="ToolException">The file can't be written.</exception>
    public static void Save(string path, MLContext mlContext, ITransformer pipeline, DataViewSchema inputSchema, ModelDescription description)
    {
        OutputFile.Write(path, "The model", unfinished =>
        {
            mlContext.Model.Save(pipeline, inputSchema, unfinished);
            using ZipArchive zip = ZipFile.Open(unfinished, ZipArchiveMode.Update);
            ZipArchiveEntry entry = zip.CreateEntry(EntryName);
            using (Stream stream = entry.Open())
                JsonSerializer.Serialize(stream, description, Json);
            foreach (ZipArchiveEntry each in zip.Entries)
                each.LastWriteTime = Timestamp;
        });
    }

    /// <exception cref="ToolException">There is no such file, it is no model, or it has no detector of this library.</exception>
    public static ModelFile Load(string path, MLContext mlContext)
    {
        InputFile.Check(path);
        ITransformer loaded;
        try
        {
            loaded = mlContext.Model.Load(path, out _);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What this library says of its own part is written for users; what ML.NET says of the rest is not.
            string message = Innermost(e) is FormatException told ? Wording.OneLine(told.Message) : "";
            throw new ToolException(
                message.Contains("Debug details", StringComparison.Ordinal) ? $"{path} was made by another version of this tool: train it again."
                : message.Length > 0 ? $"{path} is no model, or damaged: {message}"
                : $"{path} is no model, or damaged. Name a file that `protoanomaly train` has saved.", e);
        }
        var pipeline = loaded as TransformerChain<ITransformer> ?? new TransformerChain<ITransformer>(loaded);
        DetectorFacts detector = pipeline.Select(TrainerTable.Describe).LastOrDefault(facts => facts is not null)
            ?? throw new ToolException($"{path} has no detector that this tool knows.");
        return new ModelFile(path, pipeline, detector, ReadDescription(path));
    }

    private static ModelDescription? ReadDescription(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        if (zip.GetEntry(EntryName) is not { } entry)
            return null;
        try
        {
            using Stream stream = entry.Open();
            ModelDescription description = JsonSerializer.Deserialize<ModelDescription>(stream, Json)
                ?? throw new JsonException("it is empty");
            if (description.FormatVersion < ModelDescription.CurrentFormatVersion)
                throw new ToolException($"{path} was made by an older version of this tool, which read tables in another way: train it again.");
            if (description.FormatVersion > ModelDescription.CurrentFormatVersion)
                throw new ToolException($"{path} was made by a newer version of this tool: its description has format version {description.FormatVersion}, and this version reads up to {ModelDescription.CurrentFormatVersion}.");
            return description;
        }
        catch (JsonException e)
        {
            throw new ToolException($"{path} is damaged: what it says of its tables can't be read. Train it again.", e);
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
