using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class DagmmModel
{
    private protected override OnnxValue ScoreToOnnx(OnnxValue x)
    {
        OnnxGraph graph = x.Graph;
        OnnxValue code = Parts.Network("encoder").ToOnnx(x), reconstruction = Parts.Network("decoder").ToOnnx(code), norm = Norm(x);
        OnnxValue residual = (x - reconstruction).SumOfSquares(axis: 1).Sqrt();
        OnnxValue z = graph.Concat(
            1, code, (residual / norm).AtMost(WvadEvidence.LargestReconstructionError), (x * reconstruction).Sum(axis: 1) / (norm * Norm(reconstruction)));
        float[] logWeights = Parts.Vector("logWeights"), means = Parts.Vector("means"), whitening = Parts.Vector("whitening");
        int components = logWeights.Length, width = means.Length / components;
        // L_k^-1 (z - mu_k) as a row times the transpose, [n, K, 1, J].
        var transposed = new float[whitening.Length];
        for (int i = 0; i < whitening.Length; i++)
        {
            (int row, int column) = Math.DivRem(i % (width * width), width);
            transposed[i - (i % (width * width)) + (column * width) + row] = column <= row ? whitening[i] : 0;
        }
        OnnxValue difference = (z.Unsqueeze(1) - graph.Constant(means, 1, components, width)).Unsqueeze(2);
        OnnxValue distances = difference.MatMul(graph.Constant(transposed, 1, components, width, width)).SumOfSquares(axis: 3, keep: false).Reshape(-1, components);
        OnnxValue logJoint = graph.Constant(logWeights, 1, components) - (distances * 0.5f), largest = logJoint.Largest(axis: 1);
        return -(largest + (logJoint - largest).Exp().Sum(axis: 1).Log());
    }

    private static OnnxValue Norm(OnnxValue vectors) => vectors.SumOfSquares(axis: 1).Sqrt().AtLeast(WvadEvidence.SmallestNorm);
}
