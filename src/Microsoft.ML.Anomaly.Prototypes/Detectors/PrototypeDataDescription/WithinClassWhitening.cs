using Microsoft.ML.Anomaly.Prototypes.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// A linear map W in which the prototypes vary more alike in all directions around the means of their classes: W'W = S^-1, where
/// S = (1 - lambda) C + lambda tr(C) / D I over tr(C) / D, and C is the covariance of the prototypes within classes. With lambda = 1, distances stay what
/// they were.
/// </summary>
internal static class WithinClassWhitening
{
    // Even many prototypes say nothing certain about directions in which they hardly vary.
    private const double SmallestShrinkage = 0.05;
    private const int MostCompared = 2000;

    private static readonly double[] LargerShrinkages = [0.5, 0.8, 1];

    /// <summary>
    /// The map under which most prototypes are nearest to another one of their own class; of equal ones, that under which classes lie farthest
    /// apart beside their width. The smallest lambda that is tried is D / (D + 2 (P - N)), but at least 0.05: the fewer of the P prototypes of N
    /// classes there are for each feature, the less their covariance is worth.
    /// </summary>
    /// <param name="prototypes">[P, D]</param>
    /// <param name="classOf">The class of each, counted from 0.</param>
    /// <returns>W (x - m), with m the mean of all prototypes.</returns>
    public static FrozenNetwork Fit(Tensor prototypes, IReadOnlyList<int> classOf)
    {
        double width = prototypes.shape[1], freedom = classOf.Count - classOf.Distinct().Count();
        double smallest = Math.Max(SmallestShrinkage, width / (width + (2 * freedom)));
        float[] values = Training.TensorValues.ToArray(prototypes);
        return LargerShrinkages.Append(smallest).Where(lambda => lambda >= smallest).Distinct().OrderDescending()
            .Select(lambda => Fit(prototypes, classOf, lambda)).MaxBy(map => Neighbours(map, values, classOf))!;
    }

    /// <summary>The map of a given lambda.</summary>
    public static FrozenNetwork Fit(Tensor prototypes, IReadOnlyList<int> classOf, double lambda)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor x = prototypes.cpu().to_type(ScalarType.Float64);
        int width = (int)x.shape[1], classes = classOf.Max() + 1;
        Tensor members = tensor([.. classOf.Select(n => (long)n)], [classOf.Count], device: CPU);
        Tensor isMember = nn.functional.one_hot(members, classes).to_type(ScalarType.Float64);
        Tensor means = isMember.t().mm(x) / isMember.sum([0L]).unsqueeze(1);
        Tensor centred = x - means.index_select(0, members);
        double[] covariance = centred.t().mm(centred).contiguous().data<double>().ToArray();
        double usual = 0;
        for (int i = 0; i < width; i++)
            usual += covariance[(i * width) + i] / width;
        for (int i = 0; i < covariance.Length; i++)
        {
            bool isDiagonal = i % (width + 1) == 0;
            covariance[i] = usual > 0 ? ((1 - lambda) * covariance[i] / usual) + (isDiagonal ? lambda : 0) : isDiagonal ? 1 : 0;
        }
        Tensor whitening = linalg.inv(linalg.cholesky(tensor(covariance, [width, width], device: CPU)));
        Tensor bias = -whitening.mm(x.mean([0L]).unsqueeze(1)).squeeze(1);
        var layer = new DenseLayer(ToSingle(whitening), ToSingle(bias));
        return new FrozenNetwork([new DenseEmbeddingLayer(layer, LayerActivation.None)]);
    }

    // How many prototypes are nearest to one of their own class; and the mean over all of (b - a) / (b + a), with a and b the distances to the
    // nearest prototype of the own and of another class.
    private static (int Own, double Margin) Neighbours(FrozenNetwork map, float[] prototypes, IReadOnlyList<int> classOf)
    {
        int width = map.Inputs, step = (classOf.Count + MostCompared - 1) / MostCompared;
        FrozenNetwork.RowScratch scratch = map.CreateRowScratch();
        (float[] Mapped, int Class)[] rows = [.. Enumerable.Range(0, classOf.Count).Where(j => j % step == 0)
            .Select(j => (map.Forward(prototypes.AsSpan(j * width, width), scratch).ToArray(), classOf[j]))];
        int count = 0;
        double margins = 0;
        for (int j = 0; j < rows.Length; j++)
        {
            (float own, float other) = (float.PositiveInfinity, float.PositiveInfinity);
            for (int k = 0; k < rows.Length; k++)
            {
                float distance = k == j ? float.PositiveInfinity : MathF.Sqrt(Distance.Squared(rows[j].Mapped, rows[k].Mapped));
                if (rows[k].Class == rows[j].Class)
                    own = MathF.Min(own, distance);
                else
                    other = MathF.Min(other, distance);
            }
            count += own < other ? 1 : 0;
            // Not where a class has one prototype, or there is one class, or all are the same.
            margins += float.IsFinite(own + other) && own + other > 0 ? (other - own) / (other + own) : 0;
        }
        return (count, margins / rows.Length);
    }

    private static float[] ToSingle(Tensor values) => values.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
}
