namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>The silhouette coefficient: how well a clustering tells its clusters apart.</summary>
/// <remarks>Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987.</remarks>
internal static class Silhouette
{
    /// <summary>
    /// For each clustering the mean over the points of (b - a) / max(a, b), where a is a point's mean distance to the others of its
    /// cluster and b the smallest mean distance to the points of another one. A point that is alone in its cluster counts 0.
    /// NaN where fewer than two clusters have points.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="clusterings">For each clustering the number of each point's cluster.</param>
    public static double[] Means(float[][] points, IReadOnlyList<int[]> clusterings)
    {
        int[][] sizes = [.. clusterings.Select(Sizes)];
        var totals = new double[clusterings.Count];
        var distances = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            // The distances are what costs; all clusterings share them.
            for (int j = 0; j < points.Length; j++)
                distances[j] = Math.Sqrt(KMeans.SquaredDistance(points[i], points[j]));
            for (int c = 0; c < totals.Length; c++)
                totals[c] += OfPoint(i, distances, clusterings[c], sizes[c]);
        }
        return [.. totals.Select((total, c) => sizes[c].Count(size => size > 0) < 2 ? double.NaN : total / points.Length)];
    }

    private static int[] Sizes(int[] assignments)
    {
        var sizes = new int[assignments.Max() + 1];
        foreach (int cluster in assignments)
            sizes[cluster]++;
        return sizes;
    }

    private static double OfPoint(int point, double[] distances, int[] assignments, int[] sizes)
    {
        int own = assignments[point];
        if (sizes[own] == 1)
            return 0;
        Span<double> toCluster = sizes.Length <= 64 ? stackalloc double[sizes.Length] : new double[sizes.Length];
        for (int j = 0; j < distances.Length; j++)
            toCluster[assignments[j]] += distances[j];
        double a = toCluster[own] / (sizes[own] - 1);
        double b = double.PositiveInfinity;
        for (int c = 0; c < sizes.Length; c++)
        {
            if (c != own && sizes[c] > 0)
                b = Math.Min(b, toCluster[c] / sizes[c]);
        }
        double larger = Math.Max(a, b);
        return larger > 0 ? (b - a) / larger : 0;
    }
}
