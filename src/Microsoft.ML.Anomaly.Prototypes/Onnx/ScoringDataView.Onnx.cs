using Microsoft.ML.Anomaly.Prototypes.Onnx;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// What <c>mlContext.Model.ConvertToOnnx</c> asks of a view: it walks back over the sources of views, from the last one to the data, and then
/// lets each of them add its operations.
/// </summary>
internal sealed partial class ScoringDataView : ITransformCanSaveOnnx
{
    IDataView IDataTransform.Source => source;

    void ICanSaveModel.Save(ModelSaveContext ctx) => Persistence.Save(ctx, mapper.Model, mapper.State);

    // What cannot be exported is refused below, with its name: a no here would only end the walk. The converter makes a view for itself, asks,
    // and then reads from the schema what outputs there are to be, all or none: the last moment to leave some out. A transform behind this one
    // has read the schema before.
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx)
    {
        if (!_isSchemaKnown)
            _schema = WithoutColumnsThatHaveNoForm();
        return true;
    }

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        var graph = new OnnxGraph();
        OnnxValue features = graph.Input(ctx.GetVariableName(mapper.Features.Name));
        List<OnnxOutput> outputs = [.. DetectorGraph.Build(features, mapper.Model, mapper.State)];
        OnnxPipeline.Append(ctx, graph, outputs, name => mapper.OutputSchema[name]);
        // The converter refuses a column of which it knows nothing.
        foreach (DataViewSchema.Column column in _schema)
        {
            if (mapper.IsOwn(column) && outputs.All(output => output.Column != column.Name))
                OnnxPipeline.AppendMissing(ctx, features.Name, column);
        }
        DetectorGraph.ReportMissingForms(
            mapper.Channels, mapper.State, _schema == mapper.OutputSchema
                ? "The converted model has NaN in its place, since what follows in the pipeline has taken over all columns."
                : "The converted model has no such output.");
    }

    private DataViewSchema WithoutColumnsThatHaveNoForm()
    {
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            bool hasForm = !mapper.IsOwn(column) || !Enum.TryParse(column.Name, out PrototypeColumns flag) || !DetectorGraph.WithoutForm.HasFlag(flag);
            if (hasForm && !column.IsHidden)
                builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        return builder.ToSchema();
    }
}
