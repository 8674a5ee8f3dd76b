using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Equation 7 of the paper.</summary>
internal static class McddLoss
{
    public static readonly string[] Names = ["Classes", "Distances"];

    /// <summary>The mean cross-entropy of the logits -D_k + b_k, and lambda times the mean distance D_y from the row's own class.</summary>
    /// <param name="distances">D, [n, K]</param>
    /// <param name="biases">b, [K]</param>
    /// <param name="classes">y, of type int64, [n]</param>
    /// <param name="distanceWeight">lambda</param>
    /// <returns>[2]</returns>
    public static Tensor Terms(Tensor distances, Tensor biases, Tensor classes, float distanceWeight) => stack(
    [
        F.cross_entropy(biases - distances, classes), distances.gather(1, classes.unsqueeze(1)).mean().Times(distanceWeight),
    ]);
}
