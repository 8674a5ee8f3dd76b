using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class McddModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        OnnxGraph graph = features.Graph;
        float[] precisions = Parts.Vector("precisions"), offsets = Parts.Vector("offsets");
        int classes = offsets.Length;
        OnnxValue squares = Parts.Network("network").ToOnnx(ScaledToOnnx(features)).SquaredDistances(Parts.Vector("centres"), classes);
        OnnxValue distances = (squares * graph.Constant(precisions, 1, classes)) + graph.Constant(offsets, 1, classes);
        return new OnnxScores(
            distances.Smallest(axis: 1), new Dictionary<PrototypeColumns, OnnxValue> { [PrototypeColumns.NearestClass] = distances.IndexOfSmallest() });
    }
}
