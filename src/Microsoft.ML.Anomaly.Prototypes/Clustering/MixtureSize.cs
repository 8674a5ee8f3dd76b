using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>Chooses the number of components of a Gaussian mixture by the Bayesian information criterion.</summary>
/// <remarks>Schwarz, "Estimating the dimension of a model", 1978.</remarks>
internal static class MixtureSize
{
    /// <summary>Every K is fitted to a sample of at most this many points.</summary>
    public const int MaximumPoints = 5000;

    /// <summary>
    /// Fits a mixture for each K from 1 to <paramref name="maximum"/> and returns the one with the smallest criterion. Where a sample
    /// has chosen K, all points are fitted once more.
    /// </summary>
    public static GaussianMixture Choose(float[][] points, int maximum, bool isotropic, Random random)
    {
        float[][] sample = Sample(points, random);
        GaussianMixture? best = null;
        double smallest = double.PositiveInfinity;
        for (int k = 1; k <= Math.Min(maximum, sample.Length); k++)
        {
            ExpectationMaximization.Result fit = ExpectationMaximization.Fit(sample, k, isotropic, random);
            double criterion = Criterion(fit.Mixture, fit.LogLikelihoods[^1] * sample.Length, sample.Length, isotropic);
            if (criterion < smallest)
                (best, smallest) = (fit.Mixture, criterion);
        }
        return sample.Length == points.Length ? best! : ExpectationMaximization.Fit(points, best!.Count, isotropic, random).Mixture;
    }

    /// <summary>BIC = p ln n - 2 ln L for a mixture of p free parameters.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="logLikelihood">ln L, the sum over the points.</param>
    /// <param name="points">n</param>
    /// <param name="isotropic">Whether a component has one variance for all dimensions.</param>
    public static double Criterion(GaussianMixture mixture, double logLikelihood, int points, bool isotropic)
    {
        int parameters = mixture.Count - 1 + (mixture.Count * (mixture.Width + (isotropic ? 1 : mixture.Width)));
        return (parameters * Math.Log(points)) - (2 * logLikelihood);
    }

    private static float[][] Sample(float[][] points, Random random) =>
        [.. RowSample.Take([.. Enumerable.Range(0, points.Length)], MaximumPoints, random).Select(i => points[i])];
}
