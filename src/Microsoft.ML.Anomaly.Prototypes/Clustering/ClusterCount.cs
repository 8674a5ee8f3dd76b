namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>Chooses the number of clusters by the mean silhouette coefficient.</summary>
internal static class ClusterCount
{
    /// <summary>
    /// The coefficient costs the square of the number of points, and k-means runs for every K: both see a sample of at most this many.
    /// </summary>
    public const int MaximumPoints = 5000;

    /// <summary>
    /// Runs k-means for each K from 2 to <paramref name="maximum"/> and returns the clustering with the largest mean silhouette;
    /// the first one where several are equal. One cluster where the points don't allow two. Where a sample has chosen K, all points
    /// are clustered once more.
    /// </summary>
    public static KMeans.Clustering Choose(float[][] points, int maximum, Random random)
    {
        float[][] sample = Sample(points, random);
        var candidates = new List<KMeans.Clustering>();
        for (int k = 2; k <= Math.Min(maximum, sample.Length - 1); k++)
            candidates.Add(KMeans.Fit(sample, k, random));

        double[] silhouettes = Silhouette.Means(sample, [.. candidates.Select(candidate => candidate.Assignments)]);
        KMeans.Clustering? best = null;
        double bestSilhouette = double.NegativeInfinity;
        for (int i = 0; i < silhouettes.Length; i++)
        {
            if (silhouettes[i] > bestSilhouette)
                (best, bestSilhouette) = (candidates[i], silhouettes[i]);
        }
        if (best is not null && sample.Length == points.Length)
            return best;
        return KMeans.Fit(points, best?.Centres.Length ?? 1, random);
    }

    private static float[][] Sample(float[][] points, Random random)
    {
        if (points.Length <= MaximumPoints)
            return points;
        float[][] shuffled = [.. points];
        random.Shuffle(shuffled);
        return shuffled[..MaximumPoints];
    }
}
