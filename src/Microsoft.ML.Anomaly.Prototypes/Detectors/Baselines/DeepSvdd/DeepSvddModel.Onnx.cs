using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DeepSvddModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x) =>
        (Parts.Network("network").ToOnnx(x) - x.Graph.Constant(Parts.Vector("centre"), 1, Parts.Vector("centre").Length)).SumOfSquares(axis: 1)
            - Parts.Vector("squaredRadius")[0];
}
