namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Chooses the number of clusters by the mean silhouette coefficient.</summary>
/// <remarks>Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987.</remarks>
internal static class ClusterCount
{
    /// <summary>The coefficient costs the square of the number of points, so that it is taken over a sample of at most this many.</summary>
    public const int MaximumPoints = 5000;

    /// <summary>
    /// Runs k-means for each K from 2 to <paramref name="maximum"/> and returns the clustering with the largest mean silhouette;
    /// the first one where several are equal. One cluster where the points don't allow two.
    /// </summary>
    public static KMeans.Clustering Choose(float[][] points, int maximum, Random random)
    {
        int[] sample = Sample(points.Length, random);
        KMeans.Clustering? best = null;
        double bestSilhouette = double.NegativeInfinity;
        for (int k = 2; k <= Math.Min(maximum, points.Length - 1); k++)
        {
            KMeans.Clustering candidate = KMeans.Fit(points, k, random);
            double silhouette = MeanSilhouette(points, candidate.Assignments, sample, k);
            if (silhouette > bestSilhouette)
                (best, bestSilhouette) = (candidate, silhouette);
        }
        return best ?? KMeans.Fit(points, 1, random);
    }

    /// <summary>
    /// Mean over the points of (b - a) / max(a, b), where a is a point's mean distance to the others of its cluster and b the
    /// smallest mean distance to the points of another one. A point that is alone in its cluster counts 0.
    /// NaN where fewer than two clusters have points.
    /// </summary>
    public static double MeanSilhouette(float[][] points, int[] assignments, int[] sample, int k)
    {
        var sizes = new int[k];
        foreach (int i in sample)
            sizes[assignments[i]]++;
        if (sizes.Count(size => size > 0) < 2)
            return double.NaN;

        var toCluster = new double[k];
        double total = 0;
        foreach (int i in sample)
        {
            Array.Clear(toCluster);
            foreach (int j in sample)
                toCluster[assignments[j]] += Math.Sqrt(KMeans.SquaredDistance(points[i], points[j]));
            int own = assignments[i];
            if (sizes[own] == 1)
                continue;
            double a = toCluster[own] / (sizes[own] - 1);
            double b = double.PositiveInfinity;
            for (int c = 0; c < k; c++)
            {
                if (c != own && sizes[c] > 0)
                    b = Math.Min(b, toCluster[c] / sizes[c]);
            }
            double larger = Math.Max(a, b);
            total += larger > 0 ? (b - a) / larger : 0;
        }
        return total / sample.Length;
    }

    private static int[] Sample(int count, Random random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (count <= MaximumPoints)
            return all;
        random.Shuffle(all);
        return all[..MaximumPoints];
    }
}
