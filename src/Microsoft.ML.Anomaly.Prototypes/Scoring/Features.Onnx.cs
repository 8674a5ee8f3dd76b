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
        OnnxValue excess = ToOnnx(features), share = Share(excess);
        return ((score + (share * (1 - score))) * (float)ScoreOutside) + ((excess / (excess + 1)) * (float)(1 - ScoreOutside));
    }

    /// <summary><see cref="Excess(ReadOnlySpan{float})"/> of each row, [n, 1].</summary>
    public OnnxValue ToOnnx(OnnxValue features)
    {
        OnnxGraph graph = features.Graph;
        OnnxValue x = features;
        // Between the range and the extreme values of training lies a gap, in which the nearer end counts.
        OnnxValue below = (Slots(low) - x).AtMost((Slots(lower.From) - x).AtLeast(x - Slots(lower.To)));
        OnnxValue above = (x - Slots(high)).AtMost((Slots(upper.From) - x).AtLeast(x - Slots(upper.To)));
        return (below.AtLeast(above).AtLeast(0).AtMost(LargestDistance) / Slots(unit)).Largest(axis: 1).AtMost(LargestDistance);

        OnnxValue Slots(float[] values) => graph.Constant(values, 1, Width);
    }

    /// <summary><see cref="Share(double)"/> of each row.</summary>
    public static OnnxValue Share(OnnxValue excess)
    {
        OnnxValue share = (excess / (float)LargestExcess).AtMost(1);
        return share * share;
    }
}

internal sealed partial class OutsideGuard
{
    /// <summary><see cref="Clip(Span{float})"/> of each row.</summary>
    public OnnxValue Clip(OnnxValue features)
    {
        OnnxValue clipped = features.AtLeast(Slots(_limits.Smallest)).AtMost(Slots(_limits.Largest));
        if (_extremes.UpTo.All(float.IsInfinity) && _extremes.From.All(float.IsInfinity))
            return clipped;
        // No "at most" in the oldest opset: below the next number.
        OnnxValue isLow = features.IsBelow(Slots([.. _extremes.UpTo.Select(MathF.BitIncrement)]));
        OnnxValue isHigh = Slots([.. _extremes.From.Select(MathF.BitDecrement)]).IsBelow(features);
        return isLow.Choose(Slots(usual), isHigh.Choose(Slots(usual), clipped));

        OnnxValue Slots(float[] values) => features.Graph.Constant(values, 1, Bounds.Width);
    }

    /// <summary><see cref="Lift(float, double)"/> of each row.</summary>
    /// <param name="score">What the detector says of the rows, [n, 1].</param>
    /// <param name="features">All slots of the features column, not clipped.</param>
    public OnnxValue Lift(OnnxValue score, OnnxValue features)
    {
        OnnxValue excess = Bounds.ToOnnx(features);
        return score + (FeatureBounds.Share(excess) * (((excess / (excess + 1)) * reach) + top - score));
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
