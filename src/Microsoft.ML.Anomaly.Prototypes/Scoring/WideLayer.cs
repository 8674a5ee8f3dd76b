using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A linear layer y = W x + b, packed so that sixteen outputs are computed at a time.</summary>
internal sealed class WideLayer
{
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
                _weight[(((o / Lanes.Count * _inputs) + i) * Lanes.Count) + (o % Lanes.Count)] = weight[(o * _inputs) + i];
        }
    }

    /// <summary>The length of an output, padded to whole groups; what is beyond the outputs is 0.</summary>
    public int PaddedOutputs { get; }

    /// <param name="input">x</param>
    /// <param name="output">y, at least as long as <see cref="PaddedOutputs"/>.</param>
    /// <param name="negativeSlope">The slope of the leaky rectifier that follows; 1 for none.</param>
    public void Forward(ReadOnlySpan<float> input, Span<float> output, float negativeSlope)
    {
        input = input[.._inputs];
        output = output[..PaddedOutputs];
        ref float weight = ref MemoryMarshal.GetArrayDataReference(_weight);
        ref float x = ref MemoryMarshal.GetReference(input);
        ref float y = ref MemoryMarshal.GetReference(output);
        Vector512<float> slope = Vector512.Create(negativeSlope);
        int group = 0, groups = PaddedOutputs / Lanes.Count, step = _inputs * Lanes.Count;
        // Several sums at a time: a processor adds in four cycles, but starts two additions in each.
        for (; group + 3 < groups; group += 4)
        {
            ref float w0 = ref Unsafe.Add(ref weight, group * step);
            ref float w1 = ref Unsafe.Add(ref w0, step);
            ref float w2 = ref Unsafe.Add(ref w1, step);
            ref float w3 = ref Unsafe.Add(ref w2, step);
            ref float bias = ref _bias[group * Lanes.Count];
            Vector512<float> y0 = Lanes.Load(ref bias, 0), y1 = Lanes.Load(ref bias, 16), y2 = Lanes.Load(ref bias, 32), y3 = Lanes.Load(ref bias, 48);
            for (int i = 0; i < input.Length; i++)
            {
                Vector512<float> xi = Vector512.Create(Unsafe.Add(ref x, i));
                y0 = Lanes.MultiplyAdd(Lanes.Load(ref w0, i * Lanes.Count), xi, y0);
                y1 = Lanes.MultiplyAdd(Lanes.Load(ref w1, i * Lanes.Count), xi, y1);
                y2 = Lanes.MultiplyAdd(Lanes.Load(ref w2, i * Lanes.Count), xi, y2);
                y3 = Lanes.MultiplyAdd(Lanes.Load(ref w3, i * Lanes.Count), xi, y3);
            }
            Rectify(y0, slope).StoreUnsafe(ref y, (nuint)(group * Lanes.Count));
            Rectify(y1, slope).StoreUnsafe(ref y, (nuint)((group + 1) * Lanes.Count));
            Rectify(y2, slope).StoreUnsafe(ref y, (nuint)((group + 2) * Lanes.Count));
            Rectify(y3, slope).StoreUnsafe(ref y, (nuint)((group + 3) * Lanes.Count));
        }
        for (; group < groups; group++)
        {
            ref float w0 = ref Unsafe.Add(ref weight, group * step);
            Vector512<float> y0 = Lanes.Load(ref _bias[group * Lanes.Count], 0);
            for (int i = 0; i < input.Length; i++)
                y0 = Lanes.MultiplyAdd(Lanes.Load(ref w0, i * Lanes.Count), Vector512.Create(Unsafe.Add(ref x, i)), y0);
            Rectify(y0, slope).StoreUnsafe(ref y, (nuint)(group * Lanes.Count));
        }
    }

    // For a slope from 0 to 1.
    private static Vector512<float> Rectify(Vector512<float> values, Vector512<float> slope) => Vector512.Max(values, values * slope);
}
