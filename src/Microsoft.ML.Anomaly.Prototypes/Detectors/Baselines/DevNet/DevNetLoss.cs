using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Equations 6 and 7 of the paper, over a batch of n unlabelled rows and m labelled anomalies.</summary>
internal static class DevNetLoss
{
    public static readonly string[] Names = ["Unlabelled", "Anomalies"];

    /// <summary>
    /// (sum over unlabelled rows of |dev|) / (n + m) and (sum over labelled anomalies of max(0, a - dev)) / (n + m), with
    /// dev = (s - mu) / sigma.
    /// </summary>
    /// <param name="scores">s, [n + m], unlabelled rows first</param>
    /// <param name="mean">mu, of the reference scores, [1]</param>
    /// <param name="deviation">sigma, of the reference scores, [1]</param>
    /// <param name="unlabelled">n</param>
    /// <param name="margin">a</param>
    /// <returns>[2]</returns>
    public static Tensor Terms(Tensor scores, Tensor mean, Tensor deviation, int unlabelled, float margin)
    {
        Tensor deviations = (scores - mean) / deviation;
        long rows = deviations.shape[0];
        Tensor missing = (-deviations.narrow(0, unlabelled, rows - unlabelled)).Plus(margin).relu();
        return stack([deviations.narrow(0, 0, unlabelled).abs().sum(), missing.sum()]).Times(1f / rows);
    }
}
