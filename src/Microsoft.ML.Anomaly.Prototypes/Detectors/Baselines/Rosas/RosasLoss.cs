using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The losses of embedding and scores.</summary>
internal static class RosasLoss
{
    // What keeps the gradient of a distance of 0 finite.
    private const float SmallestSquare = 1e-12f;

    public static readonly string[] Names = ["Embedding", "Scores", "Consistency"];

    /// <param name="embedded">h of anchors, positives (both unlabelled) and negatives (anomalies), one after another, [3 n, r]</param>
    /// <param name="scores">s of the rows and of their mixtures, [6 n]</param>
    /// <param name="mixture">The mixtures.</param>
    /// <param name="margin">The margin of the embedding.</param>
    /// <param name="scoreWeight">The weight of the two terms of scores; the embedding has the rest.</param>
    /// <returns>[3]</returns>
    public static Tensor Terms(Tensor embedded, Tensor scores, RosasMixture mixture, float margin, float scoreWeight)
    {
        long rows = embedded.shape[0];
        Tensor own = scores.narrow(0, 0, rows), mixed = scores.narrow(0, rows, rows);
        Tensor expected = RosasMixing.Between(own, own.index_select(0, mixture.Partners), mixture.Shares);
        return stack(
        [
            Triplets(embedded, margin).Times(1 - scoreWeight),
            F.smooth_l1_loss(mixed, mixture.Targets).Times(scoreWeight), F.smooth_l1_loss(mixed, expected).Times(scoreWeight),
        ]);
    }

    /// <summary>mean max(0, |h - h+| - |h - h-| + margin)</summary>
    public static Tensor Triplets(Tensor embedded, float margin)
    {
        long n = embedded.shape[0] / 3;
        Tensor anchor = embedded.narrow(0, 0, n);
        return (Distance(anchor, embedded.narrow(0, n, n)) - Distance(anchor, embedded.narrow(0, 2 * n, n))).Plus(margin).relu().mean();
    }

    private static Tensor Distance(Tensor a, Tensor b) => (a - b).Squared().sum(1).AtLeast(SmallestSquare).sqrt();
}
