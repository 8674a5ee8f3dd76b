using Microsoft.ML.Anomaly.Prototypes.Onnx;

namespace Microsoft.ML.Anomaly.Prototypes;

public sealed partial class WvadModel
{
    internal override OnnxScores ToOnnx(OnnxValue features)
    {
        OnnxGraph graph = features.Graph;
        OnnxValue x = Scaling.ToOnnx(features);
        OnnxValue z = Encoder.ToOnnx(x);
        OnnxValue reconstruction = Decoder.ToOnnx(z);

        // log gamma_k = l_k - log sum exp l; the largest term of the sum is 1, so that none overflows.
        OnnxValue logJoint = LogJoint(z);
        OnnxValue relative = logJoint - logJoint.Largest(axis: 1);
        OnnxValue logProbabilities = relative - relative.Exp().Sum(axis: 1).Log();
        OnnxValue probabilities = logProbabilities.Exp();
        OnnxValue entropy = -(probabilities * logProbabilities).Sum(axis: 1);

        OnnxValue norm = Norm(x);
        OnnxValue error = ((x - reconstruction).SumOfSquares(axis: 1).Sqrt() / norm).AtMost(WvadEvidence.LargestReconstructionError);
        OnnxValue cosine = (x * reconstruction).Sum(axis: 1) / (norm * Norm(reconstruction));

        OnnxValue evidence = graph.Concat(1, probabilities, z, entropy, error, cosine);
        if (ScoreFeatures != WvadFeatures.All)
        {
            float[] mask = WvadNetwork.FeatureMask(ScoreFeatures, NumberOfPrototypes, LatentSize);
            evidence *= graph.Constant(mask, 1, mask.Length);
        }
        OnnxValue logit = ScoreHead.ToOnnx(evidence);
        return new OnnxScores(logit.Sigmoid(), new Dictionary<PrototypeColumns, OnnxValue>
        {
            [PrototypeColumns.ReconstructionError] = error,
            [PrototypeColumns.ClusterProbabilities] = probabilities,
            [PrototypeColumns.ClusterEntropy] = entropy,
            [PrototypeColumns.CosineSimilarity] = cosine,
            [PrototypeColumns.LatentVector] = z,
        });
    }

    // log p(z, y = k) but for what all clusters share, [n, K].
    private OnnxValue LogJoint(OnnxValue z)
    {
        OnnxGraph graph = z.Graph;
        int clusters = NumberOfPrototypes, latent = LatentSize;
        float[] precisions = [.. LogVariances.Select(v => MathF.Exp(-v))];
        float[] offsets = [.. LogWeights.Select((weight, k) => weight - (0.5f * LogVariances.AsSpan(k * latent, latent).ToArray().Sum()))];
        OnnxValue difference = z.Unsqueeze(1) - graph.Constant(Means, 1, clusters, latent);
        OnnxValue distances = (difference * difference * graph.Constant(precisions, 1, clusters, latent)).Sum(axis: 2, keep: false);
        return graph.Constant(offsets, 1, clusters) - (distances * 0.5f);
    }

    private static OnnxValue Norm(OnnxValue vectors) => vectors.SumOfSquares(axis: 1).Sqrt().AtLeast(WvadEvidence.SmallestNorm);
}
