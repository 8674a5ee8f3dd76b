namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>
/// What a model file holds of a detector, before a detector makes sense of it: its kind, its settings as JSON, and named
/// float tensors. <see cref="PayloadWriter"/> and <see cref="PayloadReader"/> turn it into bytes and back.
/// </summary>
/// <param name="Kind">The detector, such as "MultiNormalPrototypes".</param>
/// <param name="Settings">A JSON object.</param>
/// <param name="Tensors">Tensors by name, in the order in which they were written.</param>
internal sealed record ModelPayload(string Kind, System.Text.Json.Nodes.JsonObject Settings, IReadOnlyList<PayloadTensor> Tensors)
{
    public const int MaximumTensors = 4096;
    public const int MaximumDimensions = 8;

    /// <summary>A tensor of one dimension, of whatever size.</summary>
    /// <exception cref="FormatException">There is no such tensor, or it has another number of dimensions.</exception>
    public float[] Vector(string name) => Find(name) is { Shape.Length: 1 } tensor
        ? tensor.Values
        : throw new FormatException($"The model's tensor '{name}' is not a vector.");

    /// <exception cref="FormatException">There is no such tensor, or it has another shape.</exception>
    public float[] Tensor(string name, params ReadOnlySpan<int> shape)
    {
        PayloadTensor tensor = Find(name);
        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw new FormatException(
                $"The model's tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", shape.ToArray())}].");
    }

    private PayloadTensor Find(string name) => Tensors.FirstOrDefault(tensor => tensor.Name == name)
        ?? throw new FormatException($"The model has no tensor '{name}'.");
}

/// <summary>A named array of floats in row-major order.</summary>
/// <param name="Name">Its name, unique within a payload.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Values">As many values as the product of the dimensions.</param>
internal sealed record PayloadTensor(string Name, int[] Shape, float[] Values);
