using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.RootFinding;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>
/// By how much average ranks of methods must differ not to be chance: the test of Nemenyi. Demšar: "Statistical comparisons of classifiers over
/// multiple data sets", JMLR 7, 2006, section 3.2.2.
/// </summary>
internal static class CriticalDifference
{
    private const double Level = 0.05, FarAway = 8, LargestQuantile = 20, Precision = 1e-10;
    private const int Intervals = 4000;

    /// <summary>CD = q sqrt(k (k + 1) / (6 N)), at a level of 5 %.</summary>
    /// <param name="methods">k, at least 2</param>
    /// <param name="sets">N</param>
    public static double Of(int methods, int sets) => Quantile(methods) * Math.Sqrt(methods * (methods + 1.0) / (6.0 * sets));

    /// <summary>The quantile of the studentized range with infinitely many degrees of freedom, divided by the square root of 2.</summary>
    public static double Quantile(int methods) =>
        Brent.FindRoot(range => Distribution(range, methods) - (1 - Level), Precision, LargestQuantile, Precision) / Math.Sqrt(2);

    // The probability that k standard normal numbers lie within a range: k times the integral of phi(z) (Phi(z) - Phi(z - range))^(k - 1).
    private static double Distribution(double range, int methods) => methods * SimpsonRule.IntegrateComposite(
        z => Normal.PDF(0, 1, z) * Math.Pow(Normal.CDF(0, 1, z) - Normal.CDF(0, 1, z - range), methods - 1), -FarAway, FarAway + range, Intervals);
}
