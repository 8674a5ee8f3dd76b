using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class EgbadModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        float share = Parts.Vector("discriminatorShare")[0];
        OnnxValue code = Parts.Network("encoder").ToOnnx(x), reconstruction = Parts.Network("generator").ToOnnx(code), ofCode = Parts.Network("ofCode").ToOnnx(code);
        OnnxValue ofRow = (x - reconstruction).Abs().Sum(axis: 1), ofFeatures = (Features(x) - Features(reconstruction)).Abs().Sum(axis: 1);
        return (ofRow * (1 - share)) + (ofFeatures * share);

        OnnxValue Features(OnnxValue row) => Parts.Network("joint").ToOnnx(x.Graph.Concat(1, Parts.Network("trunk").ToOnnx(row), ofCode));
    }
}
