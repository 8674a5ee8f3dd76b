using System;
using System.IO;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of transformers that a model is at the heart of: keeps the model and the schema it was trained on.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private const string ModelFolder = "Model";
    private const string TrainSchemaStream = "TrainSchema";

    internal readonly DataViewSchema TrainSchema;

    private protected readonly IHost Host;

    private bool _disposed;

    private protected PredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
        Host.CheckValue(model, nameof(model));
        Host.CheckParam(model is IPredictor, nameof(model));
        Host.CheckValue(trainSchema, nameof(trainSchema));
        Model = model;
        TrainSchema = trainSchema;
    }

    /// <summary>Reads what <see cref="SaveModelCore"/> wrote.</summary>
    private protected PredictionTransformerBase(IHost host, ModelLoadContext ctx)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
        ctx.LoadModel<TModel, SignatureLoadModel>(host, out TModel model, ModelFolder);
        Model = model;
        var schema = new MemoryStream();
        Host.CheckDecode(ctx.TryLoadBinaryStream(TrainSchemaStream, reader => reader.BaseStream.CopyTo(schema)));
        schema.Position = 0;
        TrainSchema = SchemaFile.Read(schema);
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowToRowMapperTransform(Host, input, MakeRowMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapperTransform(Host, new EmptyDataView(Host, inputSchema), MakeRowMapper(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveModel(ctx);
    }

    private protected abstract IRowMapper MakeRowMapper(DataViewSchema inputSchema);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private protected void SaveModelCore(ModelSaveContext ctx)
    {
        ctx.SaveModel(Model, ModelFolder);
        var schema = new MemoryStream();
        SchemaFile.Write(schema, TrainSchema);
        ctx.SaveBinaryStream(TrainSchemaStream, writer => writer.Write(schema.ToArray()));
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        (Model as IDisposable)?.Dispose();
    }
}
