using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// A linear layer y = W x + b and a leaky rectifier, sixteen outputs at a time. A row's result is the same whether it comes alone or among
/// others.
/// </summary>
internal sealed class WideLayer
{
    private const int L = Lanes.Count;
    private const int RowsAtOnce = 8;

    // [group of outputs][input][lane]: what belongs to one input of a group lies side by side.
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly int _inputs;

    /// <param name="weight">W, [outputs, inputs] in row-major order.</param>
    /// <param name="bias">b, [outputs].</param>
    public WideLayer(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        int outputs = bias.Length;
        _inputs = weight.Length / outputs;
        PaddedOutputs = Lanes.Padded(outputs);
        _bias = new float[PaddedOutputs];
        bias.CopyTo(_bias);
        _weight = new float[PaddedOutputs * _inputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < _inputs; i++)
                _weight[(((o / L * _inputs) + i) * L) + (o % L)] = weight[(o * _inputs) + i];
        }
    }

    /// <summary>The length of an output, padded to whole groups; what is beyond the outputs is 0.</summary>
    public int PaddedOutputs { get; }

    /// <param name="input">The rows x.</param>
    /// <param name="inputStride">The distance between two rows.</param>
    /// <param name="output">The rows y.</param>
    /// <param name="outputStride">The distance between two rows, at least <see cref="PaddedOutputs"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="negativeSlope">The slope of the leaky rectifier that follows, from 0 to 1; 1 for none.</param>
    public void Forward(ReadOnlySpan<float> input, int inputStride, Span<float> output, int outputStride, int rows, float negativeSlope)
    {
        // Checked here, since the kernels go by reference.
        ref float x = ref MemoryMarshal.GetReference(input[..(((rows - 1) * inputStride) + _inputs)]);
        ref float y = ref MemoryMarshal.GetReference(output[..(((rows - 1) * outputStride) + PaddedOutputs)]);
        // Two groups of weights stay in the nearest cache while all rows go by.
        int eights = rows / RowsAtOnce * RowsAtOnce;
        ref float weight = ref MemoryMarshal.GetArrayDataReference(_weight);
        for (int group = 0; eights > 0 && group < PaddedOutputs; group += 2 * L)
        {
            ref float w = ref Unsafe.Add(ref weight, group * _inputs);
            for (int row = 0; row < eights; row += RowsAtOnce)
            {
                ref float xs = ref Unsafe.Add(ref x, row * inputStride);
                ref float ys = ref Unsafe.Add(ref y, (row * outputStride) + group);
                // A last group without another is its own second one.
                EightRows(ref w, ref _bias[group], group + L < PaddedOutputs ? L : 0, ref xs, inputStride, ref ys, outputStride, negativeSlope);
            }
        }
        for (int row = eights; row < rows; row++)
            OneRow(ref Unsafe.Add(ref x, row * inputStride), ref Unsafe.Add(ref y, row * outputStride), negativeSlope);
    }

    // Several sums at a time: a processor takes four cycles for an addition, but starts two in each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneRow(ref float x, ref float y, float negativeSlope)
    {
        nint inputs = _inputs, step = inputs * L;
        int group = 0;
        ref float bias = ref MemoryMarshal.GetArrayDataReference(_bias);
        ref float w0 = ref MemoryMarshal.GetArrayDataReference(_weight);
        for (; group + (4 * L) <= PaddedOutputs; group += 4 * L)
        {
            ref float w1 = ref Unsafe.Add(ref w0, step);
            ref float w2 = ref Unsafe.Add(ref w1, step);
            ref float w3 = ref Unsafe.Add(ref w2, step);
            Vector512<float> y0 = Lanes.Load(ref bias, group), y1 = Lanes.Load(ref bias, group + L);
            Vector512<float> y2 = Lanes.Load(ref bias, group + (2 * L)), y3 = Lanes.Load(ref bias, group + (3 * L));
            for (nint i = 0; i < inputs; i++)
            {
                Vector512<float> xi = Lanes.Spread(ref x, i);
                y0 = Lanes.MultiplyAdd(Lanes.Load(ref w0, i * L), xi, y0);
                y1 = Lanes.MultiplyAdd(Lanes.Load(ref w1, i * L), xi, y1);
                y2 = Lanes.MultiplyAdd(Lanes.Load(ref w2, i * L), xi, y2);
                y3 = Lanes.MultiplyAdd(Lanes.Load(ref w3, i * L), xi, y3);
            }
            Store(y0, ref y, group, negativeSlope);
            Store(y1, ref y, group + L, negativeSlope);
            Store(y2, ref y, group + (2 * L), negativeSlope);
            Store(y3, ref y, group + (3 * L), negativeSlope);
            w0 = ref Unsafe.Add(ref w3, step);
        }
        for (; group < PaddedOutputs; group += L)
        {
            Vector512<float> y0 = Lanes.Load(ref bias, group);
            for (nint i = 0; i < inputs; i++)
                y0 = Lanes.MultiplyAdd(Lanes.Load(ref w0, i * L), Lanes.Spread(ref x, i), y0);
            Store(y0, ref y, group, negativeSlope);
            w0 = ref Unsafe.Add(ref w0, step);
        }
    }

    // A processor takes four cycles for an addition, but starts two in each: enough sums for it never to wait.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EightRows(
        ref float w, ref float bias, nint second, ref float x0, int inputStride, ref float y, nint outputStride, float negativeSlope)
    {
        nint inputs = _inputs, next = inputs * second;
        ref float x1 = ref Unsafe.Add(ref x0, inputStride);
        ref float x2 = ref Unsafe.Add(ref x1, inputStride);
        ref float x3 = ref Unsafe.Add(ref x2, inputStride);
        ref float x4 = ref Unsafe.Add(ref x3, inputStride);
        ref float x5 = ref Unsafe.Add(ref x4, inputStride);
        ref float x6 = ref Unsafe.Add(ref x5, inputStride);
        ref float x7 = ref Unsafe.Add(ref x6, inputStride);
        Vector512<float> y0 = Lanes.Load(ref bias, 0), z0 = Lanes.Load(ref bias, second);
        Vector512<float> y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        Vector512<float> z1 = z0, z2 = z0, z3 = z0, z4 = z0, z5 = z0, z6 = z0, z7 = z0;
        for (nint i = 0; i < inputs; i++)
        {
            Vector512<float> wi = Lanes.Load(ref w, 0), ni = Lanes.Load(ref w, next);
            Vector512<float> xi = Lanes.Spread(ref x0, i);
            y0 = Lanes.MultiplyAdd(wi, xi, y0);
            z0 = Lanes.MultiplyAdd(ni, xi, z0);
            xi = Lanes.Spread(ref x1, i);
            y1 = Lanes.MultiplyAdd(wi, xi, y1);
            z1 = Lanes.MultiplyAdd(ni, xi, z1);
            xi = Lanes.Spread(ref x2, i);
            y2 = Lanes.MultiplyAdd(wi, xi, y2);
            z2 = Lanes.MultiplyAdd(ni, xi, z2);
            xi = Lanes.Spread(ref x3, i);
            y3 = Lanes.MultiplyAdd(wi, xi, y3);
            z3 = Lanes.MultiplyAdd(ni, xi, z3);
            xi = Lanes.Spread(ref x4, i);
            y4 = Lanes.MultiplyAdd(wi, xi, y4);
            z4 = Lanes.MultiplyAdd(ni, xi, z4);
            xi = Lanes.Spread(ref x5, i);
            y5 = Lanes.MultiplyAdd(wi, xi, y5);
            z5 = Lanes.MultiplyAdd(ni, xi, z5);
            xi = Lanes.Spread(ref x6, i);
            y6 = Lanes.MultiplyAdd(wi, xi, y6);
            z6 = Lanes.MultiplyAdd(ni, xi, z6);
            xi = Lanes.Spread(ref x7, i);
            y7 = Lanes.MultiplyAdd(wi, xi, y7);
            z7 = Lanes.MultiplyAdd(ni, xi, z7);
            w = ref Unsafe.Add(ref w, L);
        }
        Store(y0, ref y, 0, negativeSlope);
        Store(z0, ref y, second, negativeSlope);
        Store(y1, ref y, outputStride, negativeSlope);
        Store(z1, ref y, outputStride + second, negativeSlope);
        Store(y2, ref y, 2 * outputStride, negativeSlope);
        Store(z2, ref y, (2 * outputStride) + second, negativeSlope);
        Store(y3, ref y, 3 * outputStride, negativeSlope);
        Store(z3, ref y, (3 * outputStride) + second, negativeSlope);
        Store(y4, ref y, 4 * outputStride, negativeSlope);
        Store(z4, ref y, (4 * outputStride) + second, negativeSlope);
        Store(y5, ref y, 5 * outputStride, negativeSlope);
        Store(z5, ref y, (5 * outputStride) + second, negativeSlope);
        Store(y6, ref y, 6 * outputStride, negativeSlope);
        Store(z6, ref y, (6 * outputStride) + second, negativeSlope);
        Store(y7, ref y, 7 * outputStride, negativeSlope);
        Store(z7, ref y, (7 * outputStride) + second, negativeSlope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> values, ref float y, nint index, float negativeSlope) =>
        Lanes.Max(values, values * negativeSlope).StoreUnsafe(ref y, (nuint)index);
}
