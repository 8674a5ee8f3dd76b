using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

internal sealed partial class PrincipalAxes
{
    /// <summary>V (x - m), and the energy outside of the axes as <see cref="Rotate"/> has it; null where all components are kept.</summary>
    public (OnnxValue Rotated, OnnxValue? Outside) ToOnnx(OnnxValue x)
    {
        OnnxValue centred = x - x.Graph.Constant(Mean, 1, Mean.Length);
        OnnxValue rotated = centred.Linear(Axes, new float[Count]);
        if (Count == Mean.Length)
            return (rotated, null);
        return (rotated, (centred.SumOfSquares(axis: 1) - rotated.SumOfSquares(axis: 1)).AtLeast(0) / OutsideVariance);
    }
}

internal sealed partial class LocalGaussians
{
    /// <summary>|z - c_k|², [n, K], and -2 log sum_k exp(-e_k / 2), [n, 1].</summary>
    public (OnnxValue SquaredDistances, OnnxValue Energy) ToOnnx(OnnxValue z)
    {
        OnnxGraph graph = z.Graph;
        int d = Dimensions, triangle = d * (d + 1) / 2;
        float[] whitening = new float[Count * d * d], shift = new float[Count * d];
        for (int row = 0; row < shift.Length; row++)
        {
            (int k, int i) = Math.DivRem(row, d);
            Whitening.AsSpan((k * triangle) + (i * (i + 1) / 2), i + 1).CopyTo(whitening.AsSpan(row * d));
            shift[row] = _shift[(k * Lanes.Padded(d)) + i];
        }
        OnnxValue energies = z.Linear(whitening, shift).Reshape(-1, Count, d).SumOfSquares(axis: 2, keep: false) + graph.Constant(Constants, 1, Count);
        // The largest term of the sum is 1, so that none overflows.
        OnnxValue lowest = energies.Smallest(axis: 1);
        OnnxValue terms = ((lowest - energies) * 0.5f).Exp();
        if (_leading.Dimensions < d)
            terms *= energies.IsBelow(lowest + NegligibleEnergy).As(OnnxElement.Single);
        return (z.SquaredDistances(Centres, Count), lowest - (terms.Sum(axis: 1).Log() * 2));
    }
}

internal sealed partial class PrototypeChannels
{
    /// <summary>The channels, each [n, 1], and the squared distances to the prototypes of the finest scale, where there is one.</summary>
    /// <param name="x">The standardised rows.</param>
    /// <param name="width">Their number of features.</param>
    public (OnnxValue[] Channels, OnnxValue? FinestDistances) ToOnnx(OnnxValue x, int width)
    {
        (OnnxValue z, OnnxValue? outside) = Axes?.ToOnnx(x) ?? (x, null);
        var channels = new List<OnnxValue>();
        OnnxValue? finest = null;
        foreach (LocalGaussians scale in Scales)
        {
            (OnnxValue distances, OnnxValue energy) = scale.ToOnnx(z);
            finest = distances;
            channels.Add((distances.Smallest(axis: 1) + SmallestSquaredDistance).Log() * 0.5f);
            channels.Add((outside is { } rest ? energy + rest : energy) * (1f / width));
        }
        return ([.. channels], finest);
    }
}
