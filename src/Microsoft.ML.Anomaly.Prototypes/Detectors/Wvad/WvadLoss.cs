using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// L2 = mean_u F + A + lambda L_CE over the unlabelled rows u and the labelled anomalies a of a batch.
/// </summary>
internal sealed class WvadLoss(AnomalyTerm anomalyTerm, float margin)
{
    /// <summary>L2 of a batch whose first rows are the unlabelled ones.</summary>
    /// <param name="output">Of n + n_a rows.</param>
    /// <param name="unlabelled">n</param>
    /// <param name="scoreWeight">lambda</param>
    public Tensor Total(WvadOutput output, long unlabelled, float scoreWeight)
    {
        long anomalies = output.Logit.shape[0] - unlabelled;
        Tensor meanFreeEnergy = output.FreeEnergy.narrow(0, 0, unlabelled).mean();
        Tensor crossEntropy = CrossEntropy(output.Logit.narrow(0, 0, unlabelled), output.Logit.narrow(0, unlabelled, anomalies));
        Tensor loss = meanFreeEnergy.Plus(crossEntropy.Times(scoreWeight));
        return Anomalies(output, unlabelled, anomalies, meanFreeEnergy) is { } term ? loss.Plus(term) : loss;
    }

    // A, or null where it is nothing.
    private Tensor? Anomalies(WvadOutput output, long start, long count, Tensor unlabelledFreeEnergy) => anomalyTerm switch
    {
        AnomalyTerm.Hinge => Hinge(unlabelledFreeEnergy, output.FreeEnergy.narrow(0, start, count), margin),
        AnomalyTerm.Entropy => Entropy(output.ClusterEntropy.narrow(0, start, count), output.ClusterProbabilities.shape[1]),
        AnomalyTerm.NegativeElbo => NegativeElbo(output.FreeEnergy.narrow(0, start, count), margin),
        AnomalyTerm.Normal => output.FreeEnergy.narrow(0, start, count).mean(),
        _ => null,
    };

    /// <summary>A = mean_a max(0, m + F_u - F_a). The gradient flows through F_u too.</summary>
    /// <param name="unlabelled">F_u, the mean over the unlabelled rows, a scalar.</param>
    /// <param name="anomalies">F_a, [n_a]</param>
    /// <param name="margin">m</param>
    public static Tensor Hinge(Tensor unlabelled, Tensor anomalies, float margin) => (unlabelled.Plus(margin) - anomalies).relu().mean();

    /// <summary>A = log K - mean_a f_e</summary>
    /// <param name="anomalies">f_e, [n_a]</param>
    /// <param name="clusters">K</param>
    public static Tensor Entropy(Tensor anomalies, long clusters) => (-anomalies.mean()).Plus((float)Math.Log(clusters));

    /// <summary>A = -mean_a min(F_a, m)</summary>
    /// <param name="anomalies">F_a, [n_a]</param>
    /// <param name="margin">m</param>
    public static Tensor NegativeElbo(Tensor anomalies, float margin) => -anomalies.AtMost(margin).mean();

    /// <summary>
    /// L_CE = mean_a softplus(-o) + mean_u softplus(o): the cross-entropy of targets 1 and 0, where both kinds of rows count alike.
    /// </summary>
    /// <param name="unlabelled">o of the unlabelled rows, [n]</param>
    /// <param name="anomalies">o of the labelled anomalies, [n_a]</param>
    public static Tensor CrossEntropy(Tensor unlabelled, Tensor anomalies) =>
        // softplus(o) = -log sigmoid(-o)
        -F.logsigmoid(anomalies).mean().Plus(F.logsigmoid(-unlabelled).mean());
}
