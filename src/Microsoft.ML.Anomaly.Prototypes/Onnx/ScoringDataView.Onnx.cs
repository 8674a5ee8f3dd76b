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

    // What cannot be exported is refused below, with its name: a no here would only end the walk.
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => true;

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx)
    {
        var graph = new OnnxGraph();
        OnnxValue features = graph.Input(ctx.GetVariableName(mapper.Features.Name));
        List<OnnxOutput> outputs = [.. DetectorGraph.Build(features, mapper.Model, mapper.State)];
        OnnxPipeline.Append(ctx, graph, outputs, name => mapper.OutputSchema[name]);
        foreach (DataViewSchema.Column column in mapper.OutputSchema)
        {
            if (mapper.IsOwn(column) && outputs.All(output => output.Column != column.Name))
                OnnxPipeline.AppendMissing(ctx, features.Name, column);
        }
        DetectorGraph.ReportMissingForms(
            mapper.Channels, mapper.State, "The converted model has NaN in its place, since a pipeline is converted with all of its columns or not at all.");
    }
}
