namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>Fits a <see cref="GaussianMixture"/> by expectation maximization, from the clusters that k-means finds.</summary>
/// <remarks>
/// Dempster, Laird, Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977; for mixtures: Bishop, "Pattern
/// recognition and machine learning", 2006, section 9.2.2.
/// </remarks>
internal static class ExpectationMaximization
{
    /// <summary>No variance falls below this, or a component would collapse on a point.</summary>
    public const double SmallestVariance = 1e-3;

    private const int MaximumIterations = 200;
    private const double Tolerance = 1e-4;

    // Of a component that has lost all its points something stays, so that its logarithm does.
    private const double SmallestWeight = 1e-10;

    /// <summary>A fitted mixture.</summary>
    /// <param name="Mixture">The mixture.</param>
    /// <param name="LogLikelihoods">The mean of log p over the points, before each iteration and after the last one.</param>
    public sealed record Result(GaussianMixture Mixture, IReadOnlyList<double> LogLikelihoods);

    /// <param name="points">The points, all of the same length; at least as many as components.</param>
    /// <param name="components">K</param>
    /// <param name="isotropic">Whether a component has one variance for all dimensions.</param>
    /// <param name="random">The only source of randomness.</param>
    public static Result Fit(float[][] points, int components, bool isotropic, Random random)
    {
        GaussianMixture mixture = OfClusters(points, KMeans.Fit(points, components, random), isotropic);
        var responsibilities = new double[points.Length][];
        for (int i = 0; i < points.Length; i++)
            responsibilities[i] = new double[components];
        var logLikelihoods = new List<double> { Expect(mixture, points, responsibilities) };
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            mixture = Maximize(mixture, points, responsibilities, isotropic);
            logLikelihoods.Add(Expect(mixture, points, responsibilities));
            if (logLikelihoods[^1] - logLikelihoods[^2] < Tolerance)
                break;
        }
        return new Result(mixture, logLikelihoods);
    }

    // The M step with each point wholly in its cluster.
    private static GaussianMixture OfClusters(float[][] points, KMeans.Clustering clustering, bool isotropic)
    {
        int components = clustering.Centres.Length;
        double[][] memberships = [.. clustering.Assignments.Select(cluster => Enumerable.Range(0, components).Select(k => k == cluster ? 1.0 : 0).ToArray())];
        double[][] centres = [.. clustering.Centres.Select(centre => centre.Select(v => (double)v).ToArray())];
        double[][] units = [.. centres.Select(centre => centre.Select(_ => 1.0).ToArray())];
        return Maximize(new GaussianMixture(new double[components], centres, units), points, memberships, isotropic);
    }

    // The E step: each point's responsibilities. Gives the mean of log p.
    private static double Expect(GaussianMixture mixture, float[][] points, double[][] responsibilities)
    {
        var densities = new GaussianMixture.Densities(mixture);
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
            sum += densities.Responsibilities(points[i], responsibilities[i]);
        return sum / points.Length;
    }

    // The M step: weights, means and variances that make the points likeliest, given the responsibilities. A component without
    // points stays where it is.
    private static GaussianMixture Maximize(GaussianMixture old, float[][] points, double[][] responsibilities, bool isotropic)
    {
        int width = old.Width;
        var weights = new double[old.Count];
        double[][] means = [.. old.Means], variances = [.. old.Variances];
        for (int k = 0; k < old.Count; k++)
        {
            double total = 0;
            var mean = new double[width];
            for (int i = 0; i < points.Length; i++)
            {
                double share = responsibilities[i][k];
                total += share;
                for (int j = 0; j < mean.Length; j++)
                    mean[j] += share * points[i][j];
            }
            weights[k] = Math.Max(total / points.Length, SmallestWeight);
            if (total < SmallestWeight)
                continue;
            for (int j = 0; j < width; j++)
                mean[j] /= total;

            var variance = new double[width];
            for (int i = 0; i < points.Length; i++)
            {
                double share = responsibilities[i][k];
                for (int j = 0; j < variance.Length; j++)
                {
                    double difference = points[i][j] - mean[j];
                    variance[j] += share * difference * difference;
                }
            }
            for (int j = 0; j < width; j++)
                variance[j] /= total;
            if (isotropic)
                Array.Fill(variance, variance.Average());
            means[k] = mean;
            variances[k] = [.. variance.Select(v => Math.Max(v, SmallestVariance))];
        }
        double sum = weights.Sum();
        return new GaussianMixture([.. weights.Select(weight => weight / sum)], means, variances);
    }
}
