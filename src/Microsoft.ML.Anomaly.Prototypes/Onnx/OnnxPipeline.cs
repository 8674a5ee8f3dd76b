using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx;

/// <summary>Makes a graph a part of the ONNX model that ML.NET's converter builds of a pipeline.</summary>
internal static class OnnxPipeline
{
    /// <param name="context">The converter's model.</param>
    /// <param name="graph">The operations.</param>
    /// <param name="outputs">The values that become columns.</param>
    /// <param name="columnOf">The column of a name.</param>
    public static void Append(OnnxContext context, OnnxGraph graph, IReadOnlyList<OnnxOutput> outputs, Func<string, DataViewSchema.Column> columnOf)
    {
        // The converter finds another name where one is taken already, as by a second detector.
        var names = new Dictionary<string, string>();
        foreach (OnnxConstant constant in graph.Constants)
        {
            names[constant.Name] = constant.Values is float[] singles
                ? context.AddInitializer(singles, constant.Shape, constant.Name)
                : context.AddInitializer((long[])constant.Values, constant.Shape, constant.Name);
        }
        foreach (OnnxOperation operation in graph.Operations)
        {
            string[] inputs = [.. operation.Inputs.Select(name => names.GetValueOrDefault(name, name))];
            string output = names[operation.Output] = context.AddIntermediateVariable(null, operation.Output, skip: true);
            OnnxNode node = context.CreateNode(operation.Type, inputs, [output], context.GetNodeName(operation.Type), operation.Domain);
            foreach (OnnxAttribute attribute in operation.Attributes)
                Add(node, attribute);
        }
        foreach (OnnxOutput output in outputs)
            AppendColumn(context, names.GetValueOrDefault(output.Value.Name, output.Value.Name), columnOf(output.Column));
    }

    /// <summary>A vector column in which each value is missing.</summary>
    /// <param name="context">The converter's model.</param>
    /// <param name="features">The name of the features, of which the column has as many.</param>
    /// <param name="column">The column.</param>
    public static void AppendMissing(OnnxContext context, string features, DataViewSchema.Column column)
    {
        var graph = new OnnxGraph();
        OnnxValue missing = graph.Input(features) * float.NaN;
        Append(context, graph, [new OnnxOutput(column.Name, missing, OnnxElement.Single, ((VectorDataViewType)column.Type).Size)], _ => column);
    }

    private static void AppendColumn(OnnxContext context, string value, DataViewSchema.Column column)
    {
        string variable = context.AddIntermediateVariable(column.Type, column.Name);
        context.CreateNode("Identity", value, variable, context.GetNodeName("Identity"), OnnxGraph.Standard);
    }

    private static void Add(OnnxNode node, OnnxAttribute attribute)
    {
        switch (attribute.Value)
        {
            case float value:
                node.AddAttribute(attribute.Name, (double)value);
                break;
            case long value:
                node.AddAttribute(attribute.Name, value);
                break;
            case string value:
                node.AddAttribute(attribute.Name, value);
                break;
            case float[] values:
                node.AddAttribute(attribute.Name, values);
                break;
            case long[] values:
                node.AddAttribute(attribute.Name, values);
                break;
            case string[] values:
                node.AddAttribute(attribute.Name, values);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {attribute.Value.GetType()}.", nameof(attribute));
        }
    }
}
