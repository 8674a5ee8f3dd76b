using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The mixture that the joint training starts from.</summary>
internal sealed class WvadMixtureStart(
    WvadTrainer.Options options, int[] unlabelled, BatchLoader loader, Random random, TrainingReporter reporter)
{
    // Expectation maximization sees at most this many latent vectors.
    private const int MaximumRows = 20_000;
    private const int EncodingBatch = 1024;

    /// <param name="autoencoder">The pre-trained autoencoder.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public GaussianMixture Fit(WvadAutoencoder autoencoder)
    {
        float[][] points = Encode(autoencoder, RowSample.Take(unlabelled, MaximumRows, random));
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

    private float[][] Encode(WvadAutoencoder autoencoder, int[] rows)
    {
        int width = options.LatentSize;
        var points = new float[rows.Length][];
        using var noGradient = no_grad();
        for (int start = 0; start < rows.Length; start += EncodingBatch)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int count = Math.Min(EncodingBatch, rows.Length - start);
            float[] latent = TensorValues.ToArray(autoencoder.Encode(loader.Load(rows.AsSpan(start, count))).Mean);
            for (int i = 0; i < count; i++)
                points[start + i] = latent[(i * width)..((i + 1) * width)];
        }
        return points;
    }

    private GaussianMixture RandomMixture(int clusters)
    {
        var means = new float[options.LatentSize];
        return new GaussianMixture(
            [.. Enumerable.Repeat(1.0 / clusters, clusters)],
            [.. Enumerable.Range(0, clusters).Select(_ => Mean())],
            [.. Enumerable.Range(0, clusters).Select(_ => means.Select(_ => 1.0).ToArray())]);

        double[] Mean()
        {
            NormalNoise.Fill(means, 1, random);
            return [.. means.Select(v => (double)v)];
        }
    }

    private static double LargestVariance(float[][] points) => Enumerable.Range(0, points[0].Length).Max(j =>
    {
        double mean = points.Average(p => (double)p[j]);
        return points.Average(p => (p[j] - mean) * (p[j] - mean));
    });
}
