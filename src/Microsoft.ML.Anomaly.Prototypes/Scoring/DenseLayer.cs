using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// A linear layer with bias, y = W x + b, and an activation function on top. There is a kernel for one row, in whose registers lie
/// several outputs, and one for many rows, in whose registers lies one output of several rows. Both start each output from its bias
/// and add up the inputs in the same order, so that they agree to the bit, on machines of any register width.
/// </summary>
internal sealed partial class DenseLayer
{
    // Registers that a kernel adds up in at once: enough of them to hide how long one addition takes.
    private const int Chains = 4;

    private readonly float[] _weight;
    private readonly float[] _bias;

    // For each register of outputs: its biases, then for each input its weights; padded with zeros.
    private readonly float[] _packed;

    /// <param name="weight">W, [outputs, inputs] in row-major order.</param>
    /// <param name="bias">b, [outputs].</param>
    public DenseLayer(float[] weight, float[] bias)
    {
        _weight = weight;
        _bias = bias;
        Outputs = bias.Length;
        Inputs = weight.Length / Math.Max(1, bias.Length);
        _packed = Pack();
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public ReadOnlySpan<float> Weight => _weight;

    public ReadOnlySpan<float> Bias => _bias;

    private int Registers => (Outputs + Vector<float>.Count - 1) / Vector<float>.Count;

    /// <summary>The layer of one row. Input and output must not overlap.</summary>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => ForwardRow(input, output, default(NoActivation));

    /// <summary>The layer followed by a rectifier.</summary>
    public void ForwardRelu(ReadOnlySpan<float> input, Span<float> output) => ForwardRow(input, output, default(FusedRelu));

    /// <summary>The layer followed by a leaky rectifier.</summary>
    public void ForwardLeakyRelu(ReadOnlySpan<float> input, Span<float> output, float negativeSlope) =>
        ForwardRow(input, output, new FusedLeakyRelu(negativeSlope));

    /// <summary>The layer of the first rows of a block.</summary>
    public void Forward(RowBlock input, RowBlock output, int rows) => ForwardBlock(input, output, rows, default(NoActivation));

    /// <summary>The layer followed by a rectifier, of the first rows of a block.</summary>
    public void ForwardRelu(RowBlock input, RowBlock output, int rows) => ForwardBlock(input, output, rows, default(FusedRelu));

    /// <summary>The layer followed by a leaky rectifier, of the first rows of a block.</summary>
    public void ForwardLeakyRelu(RowBlock input, RowBlock output, int rows, float negativeSlope) =>
        ForwardBlock(input, output, rows, new FusedLeakyRelu(negativeSlope));

    private float[] Pack()
    {
        int lanes = Vector<float>.Count;
        var packed = new float[Registers * (Inputs + 1) * lanes];
        for (int o = 0; o < Outputs; o++)
        {
            int start = (o / lanes * (Inputs + 1) * lanes) + (o % lanes);
            packed[start] = _bias[o];
            for (int i = 0; i < Inputs; i++)
                packed[start + ((i + 1) * lanes)] = _weight[(o * Inputs) + i];
        }
        return packed;
    }

    private void ForwardRow<TActivation>(ReadOnlySpan<float> input, Span<float> output, TActivation activation)
        where TActivation : struct, IFusedActivation
    {
        int lanes = Vector<float>.Count, registers = Registers, stride = (Inputs + 1) * lanes;
        ref float x = ref MemoryMarshal.GetReference(input[..Inputs]);
        output = output[..Outputs];
        for (int first = 0; first < registers; first += Chains)
        {
            // Where fewer registers are left, the last one is computed several times, which costs nothing.
            int last = registers - 1;
            int r1 = Math.Min(first + 1, last), r2 = Math.Min(first + 2, last), r3 = Math.Min(first + 3, last);
            ref float w0 = ref _packed[first * stride];
            ref float w1 = ref _packed[r1 * stride];
            ref float w2 = ref _packed[r2 * stride];
            ref float w3 = ref _packed[r3 * stride];
            Vector<float> sum0 = Vector.LoadUnsafe(ref w0), sum1 = Vector.LoadUnsafe(ref w1);
            Vector<float> sum2 = Vector.LoadUnsafe(ref w2), sum3 = Vector.LoadUnsafe(ref w3);
            nuint offset = (nuint)lanes;
            for (int i = 0; i < Inputs; i++)
            {
                var value = new Vector<float>(Unsafe.Add(ref x, i));
                sum0 = FusedMultiplyAdd.Of(Vector.LoadUnsafe(ref w0, offset), value, sum0);
                sum1 = FusedMultiplyAdd.Of(Vector.LoadUnsafe(ref w1, offset), value, sum1);
                sum2 = FusedMultiplyAdd.Of(Vector.LoadUnsafe(ref w2, offset), value, sum2);
                sum3 = FusedMultiplyAdd.Of(Vector.LoadUnsafe(ref w3, offset), value, sum3);
                offset += (nuint)lanes;
            }
            Store(activation.Apply(sum0), output, first);
            Store(activation.Apply(sum1), output, r1);
            Store(activation.Apply(sum2), output, r2);
            Store(activation.Apply(sum3), output, r3);
        }
    }

    private static void Store(Vector<float> values, Span<float> output, int register)
    {
        output = output[(register * Vector<float>.Count)..];
        if (values.TryCopyTo(output))
            return;
        for (int lane = 0; lane < output.Length; lane++)
            output[lane] = values[lane];
    }

    private void ForwardBlock<TActivation>(RowBlock input, RowBlock output, int rows, TActivation activation)
        where TActivation : struct, IFusedActivation
    {
        int lanes = Vector<float>.Count, last = Outputs - 1;
        // Checked here, since the loops below go by reference.
        ref float x = ref MemoryMarshal.GetReference(input.Values[..(Inputs * RowBlock.Rows)]);
        ref float y = ref MemoryMarshal.GetReference(output.Values[..(Outputs * RowBlock.Rows)]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, RowBlock.Rows);
        for (int o0 = 0; o0 < Outputs; o0 += Chains)
        {
            // Where fewer outputs are left, the last one is computed several times.
            int o1 = Math.Min(o0 + 1, last), o2 = Math.Min(o0 + 2, last), o3 = Math.Min(o0 + 3, last);
            ref float weight = ref MemoryMarshal.GetArrayDataReference(_weight);
            ref float w0 = ref Unsafe.Add(ref weight, o0 * Inputs);
            ref float w1 = ref Unsafe.Add(ref weight, o1 * Inputs);
            ref float w2 = ref Unsafe.Add(ref weight, o2 * Inputs);
            ref float w3 = ref Unsafe.Add(ref weight, o3 * Inputs);
            for (int row = 0; row < rows; row += 2 * lanes)
            {
                Vector<float> sum0 = new(_bias[o0]), sum1 = new(_bias[o1]), sum2 = new(_bias[o2]), sum3 = new(_bias[o3]);
                Vector<float> next0 = sum0, next1 = sum1, next2 = sum2, next3 = sum3;
                nuint offset = (nuint)row;
                for (int i = 0; i < Inputs; i++)
                {
                    Vector<float> value = Vector.LoadUnsafe(ref x, offset), next = Vector.LoadUnsafe(ref x, offset + (nuint)lanes);
                    var w = new Vector<float>(Unsafe.Add(ref w0, i));
                    sum0 = FusedMultiplyAdd.Of(w, value, sum0);
                    next0 = FusedMultiplyAdd.Of(w, next, next0);
                    w = new Vector<float>(Unsafe.Add(ref w1, i));
                    sum1 = FusedMultiplyAdd.Of(w, value, sum1);
                    next1 = FusedMultiplyAdd.Of(w, next, next1);
                    w = new Vector<float>(Unsafe.Add(ref w2, i));
                    sum2 = FusedMultiplyAdd.Of(w, value, sum2);
                    next2 = FusedMultiplyAdd.Of(w, next, next2);
                    w = new Vector<float>(Unsafe.Add(ref w3, i));
                    sum3 = FusedMultiplyAdd.Of(w, value, sum3);
                    next3 = FusedMultiplyAdd.Of(w, next, next3);
                    offset += RowBlock.Rows;
                }
                Store(activation, sum0, next0, ref y, o0, row);
                Store(activation, sum1, next1, ref y, o1, row);
                Store(activation, sum2, next2, ref y, o2, row);
                Store(activation, sum3, next3, ref y, o3, row);
            }
        }
    }

    private static void Store<TActivation>(TActivation activation, Vector<float> values, Vector<float> next, ref float block, int output, int row)
        where TActivation : struct, IFusedActivation
    {
        nuint offset = (nuint)((output * RowBlock.Rows) + row);
        activation.Apply(values).StoreUnsafe(ref block, offset);
        activation.Apply(next).StoreUnsafe(ref block, offset + (nuint)Vector<float>.Count);
    }
}
