using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The two objectives of the paper; the penalty of the weights is the optimizer's.</summary>
internal static class DeepSvddLoss
{
    /// <summary>|phi(x) - c|², [n]</summary>
    public static Tensor SquaredDistance(Tensor embedded, Tensor centre) => (embedded - centre).Squared().sum(1);

    /// <summary>Equation 4: the mean of |phi(x) - c|², [1].</summary>
    public static Tensor OneClass(Tensor embedded, Tensor centre) => SquaredDistance(embedded, centre).mean().unsqueeze(0);

    /// <summary>Equation 3: R² + the mean of max(0, |phi(x) - c|² - R²) / nu, [1].</summary>
    /// <param name="embedded">phi(x), [n, r]</param>
    /// <param name="centre">c, [r]</param>
    /// <param name="squaredRadius">R²</param>
    /// <param name="outsideShare">nu</param>
    public static Tensor SoftBoundary(Tensor embedded, Tensor centre, float squaredRadius, float outsideShare) =>
        SquaredDistance(embedded, centre).Plus(-squaredRadius).relu().mean().Times(1 / outsideShare).Plus(squaredRadius).unsqueeze(0);

    /// <summary>The R² that a share of 1 - nu of the distances does not exceed, which minimises equation 3 for them.</summary>
    public static float SquaredRadius(float[] distances, float outsideShare)
    {
        float[] sorted = [.. distances.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling((1 - outsideShare) * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
