using System.IO;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

// Model files: the transformer in the folder TransformerChain, and the schema of its input in the stream Schema.
public sealed partial class ModelOperationsCatalog
{
    internal const string SchemaEntryName = "Schema";

    private const string TransformerDirectory = "TransformerChain";
    private const string LoaderDirectory = "DataLoaderModel";

    /// <summary>Saves a transformer with the schema of the data it was trained on, which may be null.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        _env.CheckValue(stream, nameof(stream));
        using RepositoryWriter rep = RepositoryWriter.CreateNew(stream, _env);
        ModelSaveContext.SaveModel(rep, model, TransformerDirectory);
        if (inputSchema != null)
        {
            using Repository.Entry entry = rep.CreateEntry(SchemaEntryName);
            SchemaFile.Write(entry.Stream, inputSchema);
            // An empty view and its saver.
            _env.SkipSeeds(2);
        }
        rep.Commit();
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using FileStream stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Loads a transformer, and the schema of its input or null if it was saved without.</summary>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        _env.CheckValue(stream, nameof(stream));
        using RepositoryReader rep = RepositoryReader.Open(stream, _env);
        inputSchema = null;
        ITransformer transformer;
        using (Repository.Entry entry = rep.OpenEntryOrNull(SchemaEntryName))
        {
            if (entry != null)
            {
                inputSchema = SchemaFile.Read(entry.Stream);
                _env.SkipSeeds(1);
                ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_env, out transformer, rep, TransformerDirectory);
                return transformer;
            }
        }
        if (ModelLoadContext.LoadModelOrNull<ITransformer, SignatureLoadModel>(_env, out transformer, rep, TransformerDirectory))
            return transformer;

        // The genuine library goes on to formats that these stand-ins do not read: models with a data loader, and those from
        // before version 1. A file that is no model at all fails here in the same way as there.
        bool isLegacy = rep.Contains(LoaderDirectory, ModelLoadContext.ModelStreamName);
        throw _env.Except(
            isLegacy ? _env.ExceptNotSupp("Models with a data loader cannot be read") : rep.ExceptMissing(LoaderDirectory, ModelLoadContext.ModelStreamName),
            "Could not load legacy format model");
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }
}
