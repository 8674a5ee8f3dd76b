using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Equation 7 of the paper, over a batch of n unlabelled rows and m labelled anomalies.</summary>
internal static class DeepSadLoss
{
    // Where an anomaly lies on the centre.
    private const float SmallestDistance = 1e-6f;

    public static readonly string[] Names = ["Unlabelled", "Anomalies"];

    /// <summary>(sum over unlabelled rows of d) / (n + m) and eta (sum over labelled anomalies of 1 / d) / (n + m), with d = |phi(x) - c|².</summary>
    /// <param name="embedded">phi(x), [n + m, r], unlabelled rows first</param>
    /// <param name="centre">c, [r]</param>
    /// <param name="unlabelled">n</param>
    /// <param name="anomalyWeight">eta</param>
    /// <returns>[2]</returns>
    public static Tensor Terms(Tensor embedded, Tensor centre, int unlabelled, float anomalyWeight)
    {
        Tensor distances = (embedded - centre).Squared().sum(1);
        long rows = distances.shape[0];
        Tensor inverse = distances.narrow(0, unlabelled, rows - unlabelled).Plus(SmallestDistance).reciprocal();
        return stack([distances.narrow(0, 0, unlabelled).sum(), inverse.sum().Times(anomalyWeight)]).Times(1f / rows);
    }
}
