using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx;

/// <summary>Writes a graph as an ONNX model. Names and numbers of the fields are those of onnx.proto.</summary>
internal static class OnnxFile
{
    public const int OldestOpset = 9, NewestOpset = 12;

    private const string Producer = "Microsoft.ML.Anomaly.Prototypes";
    private const int ClassicalOpset = 2;

    // The version of the format that came with opset 9; each of the following three opsets came with the next one.
    private const int FirstFormat = 4;

    private const int AttributeFloat = 1, AttributeInt = 2, AttributeString = 3, AttributeFloats = 6, AttributeInts = 7, AttributeStrings = 8;

    /// <param name="graph">The operations.</param>
    /// <param name="input">The features.</param>
    /// <param name="outputs">Names and values of the outputs.</param>
    /// <param name="metadata">Texts by name.</param>
    /// <param name="opset">The version of ONNX's own operators.</param>
    /// <param name="destination">Takes the file.</param>
    public static void Write(
        OnnxGraph graph, OnnxOutput input, IReadOnlyList<OnnxOutput> outputs, IReadOnlyList<KeyValuePair<string, string>> metadata, int opset, Stream destination)
    {
        // Tensors are written as they lie in memory.
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("An ONNX model can be written only where numbers have their lowest byte first.");
        using var model = new CodedOutputStream(destination, leaveOpen: true);
        Number(model, field: 1, FirstFormat + opset - OldestOpset);
        Text(model, field: 2, Producer);
        Text(model, field: 3, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3));
        Message(model, field: 7, part => Graph(part, graph, input, outputs));
        Message(model, field: 8, part => Number(part, field: 2, opset));
        Message(model, field: 8, part =>
        {
            Text(part, field: 1, OnnxGraph.Classical);
            Number(part, field: 2, ClassicalOpset);
        });
        foreach ((string name, string text) in metadata)
        {
            Message(model, field: 14, part =>
            {
                Text(part, field: 1, name);
                Text(part, field: 2, text);
            });
        }
    }

    private static void Graph(CodedOutputStream target, OnnxGraph graph, OnnxOutput input, IReadOnlyList<OnnxOutput> outputs)
    {
        foreach (OnnxOperation operation in graph.Operations)
            Message(target, field: 1, part => Operation(part, operation));
        // The outputs get their columns' names.
        foreach (OnnxOutput output in outputs)
            Message(target, field: 1, part => Operation(part, new OnnxOperation("Identity", OnnxGraph.Standard, [output.Value.Name], output.Column, [])));
        Text(target, field: 2, "detector");
        foreach (OnnxConstant constant in graph.Constants)
            Message(target, field: 5, part => Constant(part, constant));
        Message(target, field: 11, part => Type(part, input));
        foreach (OnnxOutput output in outputs)
            Message(target, field: 12, part => Type(part, output));
    }

    private static void Operation(CodedOutputStream target, OnnxOperation operation)
    {
        foreach (string name in operation.Inputs)
            Text(target, field: 1, name);
        Text(target, field: 2, operation.Output);
        Text(target, field: 3, operation.Output);
        Text(target, field: 4, operation.Type);
        foreach (OnnxAttribute attribute in operation.Attributes)
            Message(target, field: 5, part => Attribute(part, attribute));
        Text(target, field: 7, operation.Domain);
    }

    private static void Attribute(CodedOutputStream target, OnnxAttribute attribute)
    {
        Text(target, field: 1, attribute.Name);
        int type;
        switch (attribute.Value)
        {
            case float value:
                type = AttributeFloat;
                Single(target, field: 2, value);
                break;
            case long value:
                type = AttributeInt;
                Number(target, field: 3, value);
                break;
            case string value:
                type = AttributeString;
                Text(target, field: 4, value);
                break;
            case float[] values:
                type = AttributeFloats;
                foreach (float value in values)
                    Single(target, field: 7, value);
                break;
            case long[] values:
                type = AttributeInts;
                foreach (long value in values)
                    Number(target, field: 8, value);
                break;
            case string[] values:
                type = AttributeStrings;
                foreach (string value in values)
                    Text(target, field: 9, value);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {attribute.Value.GetType()}.", nameof(attribute));
        }
        Number(target, field: 20, type);
    }

    private static void Constant(CodedOutputStream target, OnnxConstant constant)
    {
        foreach (long dimension in constant.Shape)
            Number(target, field: 1, dimension);
        bool isSingle = constant.Values is float[];
        Number(target, field: 2, (long)(isSingle ? OnnxElement.Single : OnnxElement.Int64));
        Text(target, field: 8, constant.Name);
        target.WriteTag(9, WireFormat.WireType.LengthDelimited);
        target.WriteBytes(ByteString.CopyFrom(isSingle ? MemoryMarshal.AsBytes<float>((float[])constant.Values) : MemoryMarshal.AsBytes<long>((long[])constant.Values)));
    }

    // A matrix whose first dimension, the number of rows, is open.
    private static void Type(CodedOutputStream target, OnnxOutput value)
    {
        Text(target, field: 1, value.Column);
        Message(target, field: 2, type => Message(type, field: 1, tensor =>
        {
            Number(tensor, field: 1, (long)value.Element);
            Message(tensor, field: 2, shape =>
            {
                Message(shape, field: 1, dimension => Text(dimension, field: 2, "rows"));
                Message(shape, field: 1, dimension => Number(dimension, field: 1, value.Width));
            });
        }));
    }

    private static void Message(CodedOutputStream target, int field, Action<CodedOutputStream> write)
    {
        var buffer = new MemoryStream();
        using (var part = new CodedOutputStream(buffer, leaveOpen: true))
            write(part);
        target.WriteTag(field, WireFormat.WireType.LengthDelimited);
        target.WriteBytes(UnsafeByteOperations.UnsafeWrap(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)));
    }

    private static void Text(CodedOutputStream target, int field, string value)
    {
        target.WriteTag(field, WireFormat.WireType.LengthDelimited);
        target.WriteString(value);
    }

    private static void Number(CodedOutputStream target, int field, long value)
    {
        target.WriteTag(field, WireFormat.WireType.Varint);
        target.WriteInt64(value);
    }

    private static void Single(CodedOutputStream target, int field, float value)
    {
        target.WriteTag(field, WireFormat.WireType.Fixed32);
        target.WriteFloat(value);
    }
}
