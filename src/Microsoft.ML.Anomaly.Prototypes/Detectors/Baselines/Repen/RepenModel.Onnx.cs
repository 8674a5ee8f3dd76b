using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class RepenModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        float[] neighbours = Parts.Vector("neighbours");
        OnnxValue embedded = Parts.Network("network").ToOnnx(x);
        int count = neighbours.Length / Parts.Network("network").Outputs, subsamples = count / NeighbourDistanceBlock.Subsample;
        OnnxValue distances = embedded.SquaredDistances(neighbours, count).Sqrt();
        // The sum of the two smallest is the smallest sum of two. An operator that sorts differs between the versions of ONNX.
        var left = new List<int>();
        var right = new List<int>();
        for (int start = 0; start < count; start += NeighbourDistanceBlock.Subsample)
        {
            for (int a = 0; a < NeighbourDistanceBlock.Subsample; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    left.Add(start + a);
                    right.Add(start + b);
                }
            }
        }
        OnnxValue sums = distances.Columns([.. left]) + distances.Columns([.. right]);
        return sums.Reshape(-1, subsamples, left.Count / subsamples).Smallest(axis: 2, keep: false).Mean(axis: 1) * 0.5f;
    }
}
