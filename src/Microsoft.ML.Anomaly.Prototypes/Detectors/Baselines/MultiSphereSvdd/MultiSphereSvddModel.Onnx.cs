using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class MultiSphereSvddModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        float[] squaredRadii = Parts.Vector("squaredRadii");
        OnnxValue distances = Parts.Network("network").ToOnnx(x).SquaredDistances(Parts.Vector("centres"), squaredRadii.Length);
        return (distances - x.Graph.Constant(squaredRadii, 1, squaredRadii.Length)).Smallest(axis: 1);
    }
}
