namespace Microsoft.ML.Anomaly.Prototypes.Onnx;

/// <summary>
/// A tensor of a graph, to calculate with: each operator and method appends an operation. The first dimension counts rows. All operators
/// mean the same from opset 9 to 12.
/// </summary>
internal readonly record struct OnnxValue(OnnxGraph Graph, string Name)
{
    public static OnnxValue operator +(OnnxValue a, OnnxValue b) => a.With("Add", b);

    public static OnnxValue operator -(OnnxValue a, OnnxValue b) => a.With("Sub", b);

    public static OnnxValue operator *(OnnxValue a, OnnxValue b) => a.With("Mul", b);

    public static OnnxValue operator /(OnnxValue a, OnnxValue b) => a.With("Div", b);

    public static OnnxValue operator +(OnnxValue a, float b) => a + a.Graph.Constant(b);

    public static OnnxValue operator -(OnnxValue a, float b) => a - a.Graph.Constant(b);

    public static OnnxValue operator *(OnnxValue a, float b) => a * a.Graph.Constant(b);

    public static OnnxValue operator /(OnnxValue a, float b) => a / a.Graph.Constant(b);

    public static OnnxValue operator /(float a, OnnxValue b) => b.Graph.Constant(a) / b;

    public static OnnxValue operator -(float a, OnnxValue b) => b.Graph.Constant(a) - b;

    public static OnnxValue operator -(OnnxValue a) => a.Apply("Neg");

    public OnnxValue Abs() => Apply("Abs");

    public OnnxValue Exp() => Apply("Exp");

    public OnnxValue Log() => Apply("Log");

    public OnnxValue Sqrt() => Apply("Sqrt");

    public OnnxValue Relu() => Apply("Relu");

    public OnnxValue Tanh() => Apply("Tanh");

    public OnnxValue Sigmoid() => Apply("Sigmoid");

    public OnnxValue IsNotANumber() => Apply("IsNaN");

    public OnnxValue LeakyRelu(float negativeSlope) => Apply("LeakyRelu", new OnnxAttribute("alpha", negativeSlope));

    /// <summary>exp(x) - 1 = tanh(x / 2) (exp(x) + 1), which keeps its digits near 0.</summary>
    public OnnxValue ExpMinusOne() => (this * 0.5f).Tanh() * (Exp() + 1);

    /// <summary>log(1 + x) = 2 artanh(x / (2 + x)), which keeps its digits near 0.</summary>
    public OnnxValue LogOfOnePlus() => (this / (this + 2)).Apply("Atanh") * 2;

    public OnnxValue Power(float exponent) => With("Pow", Graph.Constant(exponent));

    // Clip has its bounds as attributes in some opsets, as inputs in others.
    public OnnxValue AtLeast(float bound) => With("Max", Graph.Constant(bound));

    public OnnxValue AtMost(float bound) => With("Min", Graph.Constant(bound));

    public OnnxValue AtLeast(OnnxValue bound) => With("Max", bound);

    public OnnxValue AtMost(OnnxValue bound) => With("Min", bound);

    public OnnxValue IsAbove(float bound) => With("Greater", Graph.Constant(bound));

    public OnnxValue IsBelow(OnnxValue bound) => With("Less", bound);

    /// <summary>One of two values by a condition.</summary>
    public OnnxValue Choose(OnnxValue whereTrue, OnnxValue whereFalse) => Graph.Add("Where", [this, whereTrue, whereFalse]);

    public OnnxValue As(OnnxElement element) => Apply("Cast", new OnnxAttribute("to", (long)element));

    public OnnxValue Sum(int axis, bool keep = true) => Reduce("ReduceSum", axis, keep);

    public OnnxValue SumOfSquares(int axis, bool keep = true) => Reduce("ReduceSumSquare", axis, keep);

    public OnnxValue Mean(int axis, bool keep = true) => Reduce("ReduceMean", axis, keep);

    public OnnxValue Largest(int axis, bool keep = true) => Reduce("ReduceMax", axis, keep);

    public OnnxValue Smallest(int axis, bool keep = true) => Reduce("ReduceMin", axis, keep);

    /// <summary>The number of the largest of each row's values, the first one of several, [n, 1].</summary>
    public OnnxValue IndexOfLargest() => Index("ArgMax");

    /// <summary>The number of the smallest of each row's values, the first one of several, [n, 1].</summary>
    public OnnxValue IndexOfSmallest() => Index("ArgMin");

    public OnnxValue MatMul(OnnxValue right) => With("MatMul", right);

    /// <summary>x W' + b</summary>
    /// <param name="weight">W, [outputs, inputs] in row-major order.</param>
    /// <param name="bias">b, [outputs]</param>
    public OnnxValue Linear(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => Graph.Add(
        "Gemm", [this, Graph.Constant(weight, bias.Length, weight.Length / bias.Length), Graph.Constant(bias, bias.Length)], new OnnxAttribute("transB", 1L));

    /// <summary>Another shape, in which -1 stands for whatever number of rows there is.</summary>
    public OnnxValue Reshape(params long[] shape) => With("Reshape", Graph.Constant(shape, shape.Length));

    /// <summary>The columns of several values, one after another.</summary>
    public static OnnxValue Concatenate(ReadOnlySpan<OnnxValue> values) =>
        values.Length == 1 ? values[0] : values[0].Graph.Add("Concat", values.ToArray(), new OnnxAttribute("axis", 1L));

    /// <summary>A dimension of 1 more.</summary>
    public OnnxValue Unsqueeze(int axis) => Apply("Unsqueeze", new OnnxAttribute("axes", new long[] { axis }));

    /// <summary>Some of the columns.</summary>
    /// <param name="columns">Their numbers.</param>
    /// <param name="shape">The shape of the numbers, which takes the place of the columns' dimension; a vector by default.</param>
    public OnnxValue Columns(ReadOnlySpan<int> columns, params ReadOnlySpan<int> shape)
    {
        long[] indices = new long[columns.Length];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = columns[i];
        OnnxValue numbers = Graph.Constant(indices, shape.Length == 0 ? [indices.Length] : shape);
        return Graph.Add("Gather", [this, numbers], new OnnxAttribute("axis", 1L));
    }

    /// <summary>|x - c|² for each row and point. Not by products of matrices: near a point those would lose all digits.</summary>
    /// <param name="points">c, [K, D]</param>
    /// <param name="count">K</param>
    /// <returns>[n, K]</returns>
    public OnnxValue SquaredDistances(ReadOnlySpan<float> points, int count) =>
        (Unsqueeze(1) - Graph.Constant(points, 1, count, points.Length / count)).SumOfSquares(2, keep: false);

    /// <summary>
    /// The same as |x|² - 2 x'c + |c|², in memory for n K numbers instead of n K D: where there are many points, and distances much shorter than
    /// points are far from 0 don't matter.
    /// </summary>
    /// <param name="points">c, [K, D]</param>
    /// <param name="count">K</param>
    /// <returns>[n, K], at least 0.</returns>
    public OnnxValue SquaredDistancesByProducts(ReadOnlySpan<float> points, int count)
    {
        int width = points.Length / count;
        float[] factors = new float[points.Length], norms = new float[count];
        for (int i = 0; i < points.Length; i++)
            factors[i] = -2 * points[i];
        for (int k = 0; k < count; k++)
        {
            double sum = 0;
            foreach (float value in points.Slice(k * width, width))
                sum += (double)value * value;
            norms[k] = (float)sum;
        }
        return (Linear(factors, norms) + SumOfSquares(axis: 1)).AtLeast(0);
    }

    private OnnxValue Apply(string type, params OnnxAttribute[] attributes) => Graph.Add(type, [this], attributes);

    private OnnxValue With(string type, OnnxValue other) => Graph.Add(type, [this, other]);

    private OnnxValue Reduce(string type, int axis, bool keep) =>
        Apply(type, new OnnxAttribute("axes", new long[] { axis }), new OnnxAttribute("keepdims", keep ? 1L : 0));

    private OnnxValue Index(string type) => Apply(type, new OnnxAttribute("axis", 1L), new OnnxAttribute("keepdims", 1L));
}

/// <summary>Types of a tensor's elements, by the numbers that ONNX gives them.</summary>
internal enum OnnxElement
{
    Single = 1,
    Int64 = 7,
    Boolean = 9,
    UInt32 = 12,
}
