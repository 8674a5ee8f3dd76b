using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Networks with two hidden layers and one output that see the same rows. A row's result is the same whether it comes alone or among others.
/// </summary>
internal sealed partial class NetworkCommittee
{
    private const int L = Lanes.Count;

    // Few enough rows for them, one network and its hidden values to stay in the nearest cache.
    private const int RowsAtOnce = 32;

    private readonly WideLayer[] _first;
    private readonly WideLayer[] _second;
    private readonly float[] _output;
    private readonly float _meanBias;
    private readonly float _negativeSlope;

    /// <param name="tensors">The members' weights.</param>
    /// <param name="negativeSlope">Of the leaky rectifiers.</param>
    public NetworkCommittee(NetworkTensors tensors, float negativeSlope)
    {
        Tensors = tensors;
        _negativeSlope = negativeSlope;
        (int members, int d, int h1, int h2) = (tensors.Members, tensors.Inputs, tensors.FirstHidden, tensors.SecondHidden);
        _first = new WideLayer[members];
        _second = new WideLayer[members];
        for (int m = 0; m < members; m++)
        {
            _first[m] = new WideLayer(tensors.FirstWeight.AsSpan(m * d * h1, d * h1), tensors.FirstBias.AsSpan(m * h1, h1));
            _second[m] = new WideLayer(tensors.SecondWeight.AsSpan(m * h1 * h2, h1 * h2), tensors.SecondBias.AsSpan(m * h2, h2));
        }
        int padded = _second[0].PaddedOutputs;
        _output = new float[members * padded];
        // The mean over members is taken by their last layers.
        for (int i = 0; i < members * h2; i++)
            _output[(i / h2 * padded) + (i % h2)] = tensors.OutputWeight[i] / members;
        _meanBias = tensors.OutputBias.Average();
    }

    public NetworkTensors Tensors { get; }

    /// <summary>The length of the scratch memory for <see cref="MeanLogits"/>.</summary>
    public int ScratchLength => RowsAtOnce * (_first[0].PaddedOutputs + _second[0].PaddedOutputs + L);

    /// <summary>The mean of the members' logits, for each row.</summary>
    /// <param name="x">The rows, [rows, D]</param>
    /// <param name="rows">Their number.</param>
    /// <param name="logits">Receives a value for each.</param>
    /// <param name="scratch">Scratch memory.</param>
    public void MeanLogits(ReadOnlySpan<float> x, int rows, Span<float> logits, Span<float> scratch)
    {
        int d = Tensors.Inputs;
        for (int start = 0; start < rows; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - start);
            Mean(x.Slice(start * d, count * d), count, logits.Slice(start, count), scratch);
        }
    }

    private void Mean(ReadOnlySpan<float> x, int rows, Span<float> logits, Span<float> scratch)
    {
        int wide = _first[0].PaddedOutputs, padded = _second[0].PaddedOutputs;
        Span<float> first = scratch[..(rows * wide)], second = scratch.Slice(RowsAtOnce * wide, rows * padded);
        // Sixteen parts of each row's logit.
        Span<float> parts = scratch.Slice(RowsAtOnce * (wide + padded), rows * L);
        parts.Clear();
        for (int m = 0; m < _first.Length; m++)
        {
            _first[m].Forward(x, Tensors.Inputs, first, wide, rows, _negativeSlope);
            _second[m].Forward(first, wide, second, padded, rows, _negativeSlope);
            for (int i = 0; i < padded; i += L)
            {
                Vector512<float> output = Lanes.Load(ref _output[(m * padded) + i], 0);
                ref float part = ref parts[0], value = ref second[i];
                for (int row = 0; row < rows; row++)
                {
                    Lanes.MultiplyAdd(output, Lanes.Load(ref value, 0), Lanes.Load(ref part, 0)).StoreUnsafe(ref part);
                    part = ref Unsafe.Add(ref part, L);
                    value = ref Unsafe.Add(ref value, padded);
                }
            }
        }
        for (int row = 0; row < rows; row++)
            logits[row] = _meanBias + Lanes.Sum(Lanes.Load(ref parts[row * L], 0));
    }
}

/// <summary>The weights of M networks D - h1 - h2 - 1, in row-major order with the outputs of a layer first.</summary>
/// <param name="FirstWeight">[M, h1, D]</param>
/// <param name="FirstBias">[M, h1]</param>
/// <param name="SecondWeight">[M, h2, h1]</param>
/// <param name="SecondBias">[M, h2]</param>
/// <param name="OutputWeight">[M, h2]</param>
/// <param name="OutputBias">[M]</param>
internal sealed record NetworkTensors(
    float[] FirstWeight, float[] FirstBias, float[] SecondWeight, float[] SecondBias, float[] OutputWeight, float[] OutputBias)
{
    public int Members => OutputBias.Length;

    public int FirstHidden => FirstBias.Length / Members;

    public int SecondHidden => SecondBias.Length / Members;

    public int Inputs => FirstWeight.Length / FirstBias.Length;

    /// <summary>One of the networks.</summary>
    public NetworkTensors Member(int member)
    {
        int members = Members;
        return new NetworkTensors(Part(FirstWeight), Part(FirstBias), Part(SecondWeight), Part(SecondBias), Part(OutputWeight), Part(OutputBias));

        float[] Part(float[] values) => values.AsSpan(member * (values.Length / members), values.Length / members).ToArray();
    }
}
