using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class FeawadModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        OnnxValue code = Parts.Network("encoder").ToOnnx(x), residual = x - Parts.Network("decoder").ToOnnx(code);
        OnnxValue error = residual.SumOfSquares(axis: 1).AtLeast(FeawadNetwork.SmallestError * FeawadNetwork.SmallestError).Sqrt();
        OnnxValue hidden = Parts.Network("first").ToOnnx(x.Graph.Concat(1, residual / error, code, error));
        hidden = Parts.Network("second").ToOnnx(x.Graph.Concat(1, hidden, error));
        return Parts.Network("last").ToOnnx(x.Graph.Concat(1, hidden, error));
    }
}
