using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// A linear map in which the prototypes vary alike in all directions around the means of their classes. The fewer prototypes there are for each
/// feature, the more of it is the identity, up to a factor: in that limit, distances stay what they were.
/// </summary>
internal static class WithinClassWhitening
{
    // Even many prototypes say nothing certain about directions in which they hardly vary.
    private const double SmallestShrinkage = 0.05;

    /// <summary>
    /// W with W'W = S^-1, where S = (1 - lambda) C + lambda tr(C) / D I, C the covariance of P prototypes within N classes, and
    /// lambda = D / (D + 2 (P - N)), at least 0.05.
    /// </summary>
    /// <param name="prototypes">[P, D]</param>
    /// <param name="classOf">The class of each, counted from 0.</param>
    /// <returns>W (x - m), with m the mean of all prototypes.</returns>
    public static FrozenNetwork Fit(Tensor prototypes, IReadOnlyList<int> classOf)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor x = prototypes.cpu().to_type(ScalarType.Float64);
        int width = (int)x.shape[1], classes = classOf.Max() + 1;
        Tensor members = tensor([.. classOf.Select(n => (long)n)], [classOf.Count], device: CPU);
        Tensor isMember = nn.functional.one_hot(members, classes).to_type(ScalarType.Float64);
        Tensor means = isMember.t().mm(x) / isMember.sum([0L]).unsqueeze(1);
        Tensor centred = x - means.index_select(0, members);
        double freedom = classOf.Count - classes;
        double[] covariance = centred.t().mm(centred).contiguous().data<double>().ToArray();
        double trace = 0;
        for (int i = 0; i < width; i++)
            trace += covariance[(i * width) + i] / width;
        double lambda = Math.Max(SmallestShrinkage, width / (width + (2 * freedom)));
        for (int i = 0; i < covariance.Length; i++)
        {
            bool isDiagonal = i % (width + 1) == 0;
            covariance[i] = trace > 0 ? ((1 - lambda) * covariance[i] / trace) + (isDiagonal ? lambda : 0) : isDiagonal ? 1 : 0;
        }
        Tensor whitening = linalg.inv(linalg.cholesky(tensor(covariance, [width, width], device: CPU)));
        Tensor bias = -whitening.mm(x.mean([0L]).unsqueeze(1)).squeeze(1);
        var layer = new DenseLayer(ToSingle(whitening), ToSingle(bias));
        return new FrozenNetwork([new DenseEmbeddingLayer(layer, LayerActivation.None)]);
    }

    private static float[] ToSingle(Tensor values) => values.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
}
