using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

internal sealed partial class FeatureBounds
{
    // Where a difference overflows, it is far enough outside for the score to be 1.
    private const float LargestDistance = 1e30f;

    /// <summary><see cref="Lift(float, double)"/> of each row.</summary>
    /// <param name="score">What the detector says of the rows, [n, 1].</param>
    /// <param name="features">All slots of the features column.</param>
    public OnnxValue Lift(OnnxValue score, OnnxValue features)
    {
        OnnxGraph graph = score.Graph;
        OnnxValue x = features;
        // Between the range and the extreme values of training lies a gap, in which the nearer end counts.
        OnnxValue below = (Slots(low) - x).AtMost((Slots(lower.From) - x).AtLeast(x - Slots(lower.To)));
        OnnxValue above = (x - Slots(high)).AtMost((Slots(upper.From) - x).AtLeast(x - Slots(upper.To)));
        OnnxValue excess = (below.AtLeast(above).AtLeast(0).AtMost(LargestDistance) / Slots(unit)).Largest(axis: 1).AtMost(LargestDistance);
        OnnxValue share = (excess / (float)LargestExcess).AtMost(1);
        share = share * share;
        return ((score + (share * (1 - score))) * (float)ScoreOutside) + ((excess / (excess + 1)) * (float)(1 - ScoreOutside));

        OnnxValue Slots(float[] values) => graph.Constant(values, 1, Width);
    }
}

internal sealed partial class FeatureReduction
{
    /// <summary>What the features of each row become, [n, width].</summary>
    public OnnxValue ToOnnx(OnnxValue features)
    {
        var matrix = new float[_place.Length * Width];
        for (int i = 0; i < _place.Length; i++)
            matrix[(i * Width) + _place[i]] = _factor[i];
        return features.MatMul(features.Graph.Constant(matrix, _place.Length, Width));
    }
}
