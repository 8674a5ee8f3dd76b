using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DeepSadModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x) =>
        (Parts.Network("network").ToOnnx(x) - x.Graph.Constant(Parts.Vector("centre"), 1, Parts.Vector("centre").Length)).SumOfSquares(axis: 1);
}
