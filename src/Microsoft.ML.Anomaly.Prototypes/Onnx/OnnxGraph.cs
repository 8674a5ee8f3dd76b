namespace Microsoft.ML.Anomaly.Prototypes.Onnx;

/// <summary>
/// The operations that lead from features to a detector's columns, in the order in which they run. It knows neither files nor ML.NET:
/// <see cref="OnnxFile"/> makes it a file of its own, <see cref="OnnxPipeline"/> a part of a pipeline's.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>The domain of ONNX's own operators, and that of its operators of classical machine learning.</summary>
    public const string Standard = "", Classical = "ai.onnx.ml";

    private readonly List<OnnxOperation> _operations = [];
    private readonly List<OnnxConstant> _constants = [];

    public IReadOnlyList<OnnxOperation> Operations => _operations;

    public IReadOnlyList<OnnxConstant> Constants => _constants;

    /// <summary>What comes from outside under a name.</summary>
    public OnnxValue Input(string name) => new(this, name);

    /// <summary>A number that any shape can be combined with.</summary>
    public OnnxValue Constant(float value) => Constant([value], 1);

    /// <param name="values">Values in row-major order.</param>
    /// <param name="shape">Their dimensions; as many values as their product.</param>
    public OnnxValue Constant(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => AddConstant(values.ToArray(), values.Length, shape);

    /// <param name="values">Values in row-major order.</param>
    /// <param name="shape">Their dimensions; as many values as their product.</param>
    public OnnxValue Constant(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) => AddConstant(values.ToArray(), values.Length, shape);

    /// <summary>Appends an operation of ONNX's own domain.</summary>
    public OnnxValue Add(string type, OnnxValue[] inputs, params OnnxAttribute[] attributes) => Add(type, Standard, inputs, attributes);

    public OnnxValue Add(string type, string domain, OnnxValue[] inputs, params OnnxAttribute[] attributes)
    {
        string output = $"detector/{type}_{_operations.Count}";
        _operations.Add(new OnnxOperation(type, domain, [.. inputs.Select(input => input.Name)], output, attributes));
        return new OnnxValue(this, output);
    }

    /// <summary>Values side by side.</summary>
    public OnnxValue Concat(int axis, params OnnxValue[] parts) => parts.Length == 1 ? parts[0] : Add("Concat", parts, new OnnxAttribute("axis", (long)axis));

    /// <summary>The sum of values of the same shape.</summary>
    public OnnxValue Sum(params OnnxValue[] terms) => terms.Length == 1 ? terms[0] : Add("Sum", terms);

    /// <summary>Removes what none of the given values depends on.</summary>
    public void KeepOnly(IEnumerable<OnnxValue> results)
    {
        var needed = results.Select(result => result.Name).ToHashSet();
        for (int i = _operations.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(_operations[i].Output))
                needed.UnionWith(_operations[i].Inputs);
            else
                _operations.RemoveAt(i);
        }
        _constants.RemoveAll(constant => !needed.Contains(constant.Name));
    }

    private OnnxValue AddConstant(Array values, int count, ReadOnlySpan<int> shape)
    {
        long[] dimensions = new long[shape.Length];
        long size = 1;
        for (int i = 0; i < shape.Length; i++)
            size *= dimensions[i] = shape[i];
        if (size != count)
            throw new ArgumentException($"{count} values don't fit the shape [{string.Join(", ", dimensions)}].", nameof(values));
        string name = $"detector/constant_{_constants.Count}";
        _constants.Add(new OnnxConstant(name, values, dimensions));
        return new OnnxValue(this, name);
    }
}

/// <param name="Type">The operator, such as "Gemm".</param>
/// <param name="Domain">The operator's domain.</param>
/// <param name="Inputs">The names of its inputs.</param>
/// <param name="Output">The name of its output, unique within the graph.</param>
/// <param name="Attributes">What it has beside inputs.</param>
internal sealed record OnnxOperation(string Type, string Domain, string[] Inputs, string Output, OnnxAttribute[] Attributes);

/// <param name="Name">Its name.</param>
/// <param name="Value">A long, a float, a string, or an array of those.</param>
internal sealed record OnnxAttribute(string Name, object Value);

/// <param name="Name">Unique within the graph.</param>
/// <param name="Values">An array of float or long, in row-major order.</param>
/// <param name="Shape">At least one dimension.</param>
internal sealed record OnnxConstant(string Name, Array Values, long[] Shape);
