using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The objective of the paper; the penalty of the weights is the optimizer's.</summary>
internal static class MultiSphereSvddLoss
{
    /// <summary>The mean of R_k² and the mean over rows of max(0, min over k of |phi(x) - c_k|² - R_k²) / nu, [1].</summary>
    /// <param name="embedded">phi(x), [n, r]</param>
    /// <param name="centres">c, [K, r]</param>
    /// <param name="squaredRadii">R², [K]</param>
    /// <param name="outsideShare">nu</param>
    public static Tensor SoftBoundary(Tensor embedded, Tensor centres, Tensor squaredRadii, float outsideShare)
    {
        Tensor outside = (embedded.unsqueeze(1) - centres).Squared().sum(2) - squaredRadii;
        return (squaredRadii.mean().Plus(outside.amin([1L]).relu().mean().Times(1 / outsideShare))).unsqueeze(0);
    }
}
