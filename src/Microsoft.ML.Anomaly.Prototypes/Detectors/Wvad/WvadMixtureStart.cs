using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The mixture that the joint training starts from.</summary>
internal sealed class WvadMixtureStart(
    WvadTrainer.Options options, int[] unlabelled, DeviceRows rows, Random random, TrainingReporter reporter)
{
    // Expectation maximization sees at most this many latent vectors.
    private const int MaximumRows = 20_000;

    /// <param name="autoencoder">The pre-trained autoencoder.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public GaussianMixture Fit(WvadAutoencoder autoencoder)
    {
        int[] sample = RowSample.Take(unlabelled, MaximumRows, random);
        float[][] points = [.. rows.Map(sample, x => autoencoder.Encode(x).Mean, options.CancellationToken).Chunk(options.LatentSize)];
        if (LargestVariance(points) < ExpectationMaximization.SmallestVariance)
        {
            reporter.Warning("The encoder maps all rows to the same place, so that there is nothing to divide into clusters: one cluster is used.");
            return ExpectationMaximization.Fit(points, 1, options.Isotropic, random).Mixture;
        }
        GaussianMixture mixture = options.NumberOfClusters > 0
            ? ExpectationMaximization.Fit(points, Math.Min(options.NumberOfClusters, points.Length), options.Isotropic, random).Mixture
            : MixtureSize.Choose(points, options.MaximumNumberOfClusters, options.Isotropic, random);
        string how = options.NumberOfClusters > 0 ? "as asked for" : "chosen by the Bayesian information criterion";
        reporter.Info($"{mixture.Count} clusters, {how}.");
        return options.MixtureInitialization == MixtureInitialization.Random ? RandomMixture(mixture.Count) : mixture;
    }

    private GaussianMixture RandomMixture(int clusters)
    {
        using var scope = NewDisposeScope();
        using var noise = new DeviceNoise(random, CPU);
        return new GaussianMixture(
            [.. Enumerable.Repeat(1.0 / clusters, clusters)],
            [.. TensorValues.ToArray(noise.Next(clusters, options.LatentSize)).Select(v => (double)v).Chunk(options.LatentSize)],
            [.. Enumerable.Range(0, clusters).Select(_ => Enumerable.Repeat(1.0, options.LatentSize).ToArray())]);
    }

    private static double LargestVariance(float[][] points) => Enumerable.Range(0, points[0].Length).Max(j =>
    {
        double mean = points.Average(p => (double)p[j]);
        return points.Average(p => (p[j] - mean) * (p[j] - mean));
    });
}
