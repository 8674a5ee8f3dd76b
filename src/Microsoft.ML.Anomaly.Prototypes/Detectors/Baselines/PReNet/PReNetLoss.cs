using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Equation 2 of the paper: the mean absolute error of the pairs' scores.</summary>
internal static class PReNetLoss
{
    public static readonly string[] Names = ["Two anomalies", "One anomaly", "No anomaly"];

    /// <summary>For each kind of pairs the sum of |s - target|, divided by the number of all pairs.</summary>
    /// <param name="scores">s, [pairs], in the order of <see cref="PReNetPairs"/></param>
    /// <param name="targets">[pairs]</param>
    /// <param name="pairs">The number of pairs of each kind.</param>
    /// <returns>[3]</returns>
    public static Tensor Terms(Tensor scores, Tensor targets, PReNetPairs pairs)
    {
        Tensor errors = (scores - targets).abs();
        int quarter = pairs.Quarter;
        return stack(
        [
            errors.narrow(0, 0, quarter).sum(), errors.narrow(0, quarter, quarter).sum(), errors.narrow(0, 2 * quarter, pairs.Count - (2 * quarter)).sum(),
        ]).Times(1f / pairs.Count);
    }
}
