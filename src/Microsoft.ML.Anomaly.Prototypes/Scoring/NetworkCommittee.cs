using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Networks with two hidden layers and one output that see the same input. Their first layers are one wide layer.
/// </summary>
internal sealed class NetworkCommittee
{
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
        _output = new float[members * Lanes.Padded(h2)];
        for (int m = 0; m < members; m++)
        {
            _second[m] = new WideLayer(tensors.SecondWeight.AsSpan(m * h1 * h2, h1 * h2), tensors.SecondBias.AsSpan(m * h2, h2));
            tensors.OutputWeight.AsSpan(m * h2, h2).CopyTo(_output.AsSpan(m * Lanes.Padded(h2)));
        }
    }

    public NetworkTensors Tensors { get; }

    /// <summary>The length of the scratch memory for <see cref="MeanLogit"/>.</summary>
    public int ScratchLength => _first.PaddedOutputs + _second[0].PaddedOutputs;

    /// <summary>The mean of the members' logits.</summary>
    public float MeanLogit(ReadOnlySpan<float> input, Span<float> scratch)
    {
        int h1 = Tensors.FirstHidden, members = _second.Length;
        Span<float> first = scratch[.._first.PaddedOutputs];
        Span<float> second = scratch.Slice(_first.PaddedOutputs, _second[0].PaddedOutputs);
        _first.Forward(input, first, _negativeSlope);
        float sum = 0;
        for (int m = 0; m < members; m++)
        {
            _second[m].Forward(first.Slice(m * h1, h1), second, _negativeSlope);
            sum += Tensors.OutputBias[m] + Dot(second, _output.AsSpan(m * second.Length, second.Length));
        }
        return sum / members;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < a.Length; i += Lanes.Count)
            sum = Lanes.MultiplyAdd(Vector512.Create(a[i..]), Vector512.Create(b[i..]), sum);
        return Vector512.Sum(sum);
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
