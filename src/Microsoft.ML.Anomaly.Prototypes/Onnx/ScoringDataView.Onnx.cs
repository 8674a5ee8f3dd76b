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

    // What cannot be exported is refused below, with its name: a no here would only end the walk. The converter, which made this view for itself,
    // asks before it reads the schema that tells it the model's outputs.
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx)
    {
        _schema = WithoutColumnsThatHaveNoForm();
        return true;
    }

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        var graph = new OnnxGraph();
        OnnxValue features = graph.Input(ctx.GetVariableName(mapper.Features.Name));
        List<OnnxOutput> outputs = [.. DetectorGraph.Build(features, mapper.Model, mapper.State)];
        OnnxPipeline.Append(ctx, graph, outputs, name => mapper.OutputSchema[name]);
        // A transform behind this one has taken over all columns, and the converter refuses one of which it knows nothing.
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            if (mapper.IsOwn(column) && outputs.All(output => output.Column != column.Name))
                OnnxPipeline.AppendMissing(ctx, features.Name, column);
        }
        DetectorGraph.ReportMissingForms(
            mapper.Channels, mapper.State, "The converted model has no such output; where the pipeline goes on after the detector, it has NaN in its place.");
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
