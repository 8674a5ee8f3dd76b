using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class GanomalyModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        OnnxValue code = Parts.Network("encoder").ToOnnx(x);
        return (code - Parts.Network("second encoder").ToOnnx(Parts.Network("decoder").ToOnnx(code))).SumOfSquares(axis: 1) / Parts.Network("encoder").Outputs;
    }
}
