using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Networks with two hidden layers and one output that see the same rows. Their first layers are one wide layer.
/// </summary>
internal sealed class NetworkCommittee
{
    // Few enough rows for their hidden values to stay in the nearest cache.
    private const int RowsAtOnce = 16;

    private readonly WideLayer _first;
    private readonly WideLayer[] _second;
    private readonly float[] _output;
    private readonly float _negativeSlope;

    /// <param name="tensors">The members' weights.</param>
    /// <param name="negativeSlope">Of the leaky rectifiers.</param>
    public NetworkCommittee(NetworkTensors tensors, float negativeSlope)
    {
        Tensors = tensors;
        _negativeSlope = negativeSlope;
        (int members, int h1, int h2) = (tensors.Members, tensors.FirstHidden, tensors.SecondHidden);
        _first = new WideLayer(tensors.FirstWeight, tensors.FirstBias);
        _second = new WideLayer[members];
        for (int m = 0; m < members; m++)
            _second[m] = new WideLayer(tensors.SecondWeight.AsSpan(m * h1 * h2, h1 * h2), tensors.SecondBias.AsSpan(m * h2, h2));
        int padded = _second[0].PaddedOutputs;
        _output = new float[members * padded];
        for (int m = 0; m < members; m++)
            tensors.OutputWeight.AsSpan(m * h2, h2).CopyTo(_output.AsSpan(m * padded));
    }

    public NetworkTensors Tensors { get; }

    /// <summary>The length of the scratch memory for <see cref="MeanLogits"/>.</summary>
    public int ScratchLength => RowsAtOnce * (_first.PaddedOutputs + _second[0].PaddedOutputs);

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
            Sum(x.Slice(start * d, count * d), count, logits.Slice(start, count), scratch);
        }
        foreach (ref float logit in logits[..rows])
            logit /= _second.Length;
    }

    private void Sum(ReadOnlySpan<float> x, int rows, Span<float> logits, Span<float> scratch)
    {
        int h1 = Tensors.FirstHidden, wide = _first.PaddedOutputs, padded = _second[0].PaddedOutputs;
        Span<float> first = scratch[..(rows * wide)], second = scratch.Slice(RowsAtOnce * wide, rows * padded);
        _first.Forward(x, Tensors.Inputs, first, wide, rows, _negativeSlope);
        logits.Clear();
        for (int m = 0; m < _second.Length; m++)
        {
            _second[m].Forward(first[(m * h1)..], wide, second, padded, rows, _negativeSlope);
            ref float output = ref _output[m * padded];
            for (int row = 0; row < rows; row++)
                logits[row] += Tensors.OutputBias[m] + Dot(ref output, ref second[row * padded], padded);
        }
    }

    private static float Dot(ref float a, ref float b, int length)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < length; i += Lanes.Count)
            sum = Lanes.MultiplyAdd(Lanes.Load(ref a, i), Lanes.Load(ref b, i), sum);
        return Lanes.Sum(sum);
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
}
