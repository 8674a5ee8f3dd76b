using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public abstract partial class BaselineModel
{
    internal override OnnxScores ToOnnx(OnnxValue features) => new(ScoreToOnnx(ScaledToOnnx(features)), new Dictionary<PrototypeColumns, OnnxValue>());

    /// <summary>The scaled features, bounded as <see cref="BaselineScorer"/> does.</summary>
    private protected OnnxValue ScaledToOnnx(OnnxValue features) =>
        Parts.Scaling.ToOnnx(features).AtLeast(-BaselineScorer.LargestInput).AtMost(BaselineScorer.LargestInput);

    /// <summary>The score, [n, 1], of scaled features, [n, D].</summary>
    /// <exception cref="NotSupportedException">It has no such form.</exception>
    private protected virtual OnnxValue ScoreToOnnx(OnnxValue x) => throw WithoutOnnxForm();
}
