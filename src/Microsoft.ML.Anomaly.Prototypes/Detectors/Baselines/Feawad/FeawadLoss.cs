using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// The loss of the joint training, over a batch of n unlabelled rows and m labelled anomalies. The paper means the second part to be that of
/// the reconstruction errors e; in two published codes it is that of a vector of length 1, which has no gradient.
/// </summary>
internal static class FeawadLoss
{
    public static readonly string[] Names = ["Scores of unlabelled rows", "Errors of unlabelled rows", "Scores of anomalies", "Errors of anomalies"];

    /// <summary>
    /// sum of |s|, sum of e, both over unlabelled rows, sum of max(0, a - s), sum of max(0, a - e), both over labelled anomalies; all of them
    /// divided by n + m.
    /// </summary>
    /// <param name="scores">s, [n + m], unlabelled rows first</param>
    /// <param name="errors">e = |x - x̂|, [n + m]</param>
    /// <param name="unlabelled">n</param>
    /// <param name="margin">a</param>
    /// <returns>[4]</returns>
    public static Tensor Terms(Tensor scores, Tensor errors, int unlabelled, float margin)
    {
        long rows = scores.shape[0], anomalies = rows - unlabelled;
        return stack(
        [
            scores.narrow(0, 0, unlabelled).abs().sum(), errors.narrow(0, 0, unlabelled).sum(),
            Missing(scores).sum(), Missing(errors).sum(),
        ]).Times(1f / rows);

        Tensor Missing(Tensor values) => (-values.narrow(0, unlabelled, anomalies)).Plus(margin).relu();
    }
}
