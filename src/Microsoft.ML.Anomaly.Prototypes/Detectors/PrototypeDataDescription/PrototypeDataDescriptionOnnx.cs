using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class PrototypeDataDescriptionModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        OnnxValue embedded = Embedding.ToOnnx(features);
        OnnxValue logDensities = Density.ToOnnx(embedded);
        return new OnnxScores(Density.ScoreToOnnx(logDensities), new Dictionary<PrototypeColumns, OnnxValue>
        {
            [PrototypeColumns.NearestClass] = logDensities.IndexOfLargest(),
            [PrototypeColumns.ClassDensities] = logDensities,
            [PrototypeColumns.LatentVector] = embedded,
        });
    }
}

internal sealed partial class KernelDensity
{
    // With more, the differences between rows and prototypes would take hundreds of kilobytes for each row.
    private const int MostByDifferences = 256;

    /// <summary>log D_n of each class, [n, N]</summary>
    /// <param name="z">The embedded rows.</param>
    public OnnxValue ToOnnx(OnnxValue z)
    {
        OnnxGraph graph = z.Graph;
        int classes = NumberOfClasses, most = _shots.Max();
        // A class with fewer prototypes than the largest one has some of them again, with a weight of 0.
        var numbers = new int[classes * most];
        var weights = new float[numbers.Length];
        for (int n = 0, first = 0; n < classes; first += _shots[n], n++)
        {
            for (int shot = 0; shot < most; shot++)
            {
                int place = (n * most) + shot;
                (numbers[place], weights[place]) = shot < _shots[n] ? (first + shot, 1f / _shots[n]) : (first, 0);
            }
        }
        OnnxValue squared = NumberOfPrototypes > MostByDifferences
            ? z.SquaredDistancesByProducts(_prototypes, NumberOfPrototypes)
            : z.SquaredDistances(_prototypes, NumberOfPrototypes);
        OnnxValue exponents = (squared * (float)_exponent).Columns(numbers, classes, most);
        // The largest term of each sum is 1, so that none overflows. Where all are near 1, as under wide kernels, it is the rest that counts.
        OnnxValue largest = exponents.Largest(axis: 2);
        OnnxValue rest = ((exponents - largest).ExpMinusOne() * graph.Constant(weights, 1, classes, most)).Sum(axis: 2, keep: false);
        return largest.Reshape(-1, classes) + rest.LogOfOnePlus();
    }

    /// <summary>-max_n a_n, [n, 1]</summary>
    public OnnxValue ScoreToOnnx(OnnxValue logDensities)
    {
        if (Score == DensityScore.Unscaled)
            return -logDensities.Largest(axis: 1);
        if (Score == DensityScore.OwnMembers)
            return Ambiguous(((logDensities * -2).AtLeast(0) + RoundedSquare).Sqrt() - logDensities.Graph.Constant(_ownDistances, 1, NumberOfClasses));
        OnnxGraph graph = logDensities.Graph;
        int classes = NumberOfClasses;
        OnnxValue relative = logDensities - graph.Constant(_logLargest, 1, classes);
        double[] logRanges = [.. _logLargest.Select((largest, n) => (double)largest - _logSmallest[n])];
        if (Score == DensityScore.LogDensity)
            return -Scaled(relative, logRanges.Select(range => Math.Max(range, SmallestLogRange))).Largest(axis: 1);
        return -Scaled(relative.AtMost((float)LargestLogRatio).ExpMinusOne(), logRanges.Select(range => Math.Max(1 - Math.Exp(-range), SmallestRange))).Largest(axis: 1);
    }

    // The smallest distance of each row, less a share of the second smallest.
    private OnnxValue Ambiguous(OnnxValue distances)
    {
        OnnxValue smallest = distances.Smallest(axis: 1);
        if (AmbiguityWeight == 0)
            return smallest;
        OnnxGraph graph = distances.Graph;
        OnnxValue numbers = graph.Constant([.. Enumerable.Range(0, NumberOfClasses).Select(n => (float)n)], 1, NumberOfClasses);
        OnnxValue isOther = (distances.IndexOfSmallest().As(OnnxElement.Single) - numbers).Abs().IsAbove(0.5f);
        return smallest - (isOther.Choose(distances, graph.Constant(float.MaxValue)).Smallest(axis: 1) * AmbiguityWeight);
    }

    private OnnxValue Scaled(OnnxValue values, IEnumerable<double> ranges) => values / values.Graph.Constant([.. ranges.Select(range => (float)range)], 1, NumberOfClasses);
}
