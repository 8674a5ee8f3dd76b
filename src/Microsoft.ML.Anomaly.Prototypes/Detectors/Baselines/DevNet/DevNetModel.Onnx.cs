using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DevNetModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x) =>
        Parts.Network("network").ToOnnx(x);
}
