using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes.Calibration;

internal abstract partial class ScoreCalibration
{
    /// <summary><see cref="Probability"/> of each row's score, [n, 1].</summary>
    public abstract OnnxValue ToOnnx(OnnxValue score);
}

internal sealed partial class PlattCalibration
{
    public override OnnxValue ToOnnx(OnnxValue score) => (((score - _centre) * _slope) + _intercept).Sigmoid();
}

internal sealed partial class OutOfBagCalibration
{
    public override OnnxValue ToOnnx(OnnxValue score)
    {
        OnnxValue s = score.AtLeast((float)SmallestScore).AtMost((float)(1 - SmallestScore));
        return (((s.Log() - (1 - s).Log()) * slope) + intercept).Sigmoid();
    }
}

internal sealed partial class IsotonicCalibration
{
    /// <summary>The first probability, and of each rise between two scores the part that lies below the row's score.</summary>
    public override OnnxValue ToOnnx(OnnxValue score)
    {
        int rises = _scores.Length - 1;
        if (rises == 0)
            return (score - score) + _probabilities[0];
        OnnxGraph graph = score.Graph;
        float[] widths = [.. Enumerable.Range(0, rises).Select(i => _scores[i + 1] - _scores[i])];
        float[] heights = [.. Enumerable.Range(0, rises).Select(i => _probabilities[i + 1] - _probabilities[i])];
        OnnxValue shares = ((score - graph.Constant(_scores.AsSpan(0, rises), 1, rises)) / graph.Constant(widths, 1, rises)).AtLeast(0).AtMost(1);
        return (shares * graph.Constant(heights, 1, rises)).Sum(axis: 1) + _probabilities[0];
    }
}
