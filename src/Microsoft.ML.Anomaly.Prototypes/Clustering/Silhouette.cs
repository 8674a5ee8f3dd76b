using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

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
        if (clusterings.Count == 0)
            return [];
        int[][] sizes = [.. clusterings.Select(Sizes)];
        var totals = new double[clusterings.Count];
        var columns = new PointColumns(points);
        var members = new Memberships(clusterings, sizes);
        var distances = new float[columns.PaddedCount];
        for (int i = 0; i < points.Length; i++)
        {
            // The distances are what costs; all clusterings share them.
            columns.SquaredDistances(points[i], distances);
            foreach (ref Vector<float> distance in MemoryMarshal.Cast<float, Vector<float>>(distances.AsSpan()))
                distance = Vector.SquareRoot(distance);
            ReadOnlySpan<float> toClusters = members.Sums(distances);
            for (int c = 0; c < totals.Length; c++)
            {
                totals[c] += OfPoint(clusterings[c][i], toClusters, sizes[c]);
                toClusters = toClusters[sizes[c].Length..];
            }
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

    private static double OfPoint(int own, ReadOnlySpan<float> toClusters, int[] sizes)
    {
        if (sizes[own] == 1)
            return 0;
        double a = toClusters[own] / (double)(sizes[own] - 1);
        double b = double.PositiveInfinity;
        for (int c = 0; c < sizes.Length; c++)
        {
            if (c != own && sizes[c] > 0)
                b = Math.Min(b, toClusters[c] / (double)sizes[c]);
        }
        double larger = Math.Max(a, b);
        return larger > 0 ? (b - a) / larger : 0;
    }

    /// <summary>Which points belong to which cluster of which clustering, as 0 and 1: summing distances up is a product with it.</summary>
    private sealed class Memberships
    {
        // A vector's worth of clusters after another; within it a row for each point.
        private readonly float[] _members;
        private readonly float[] _sums;
        private readonly int _points;

        public Memberships(IReadOnlyList<int[]> clusterings, int[][] sizes)
        {
            int lanes = Vector<float>.Count;
            _points = clusterings[0].Length;
            _sums = new float[(sizes.Sum(s => s.Length) + lanes - 1) / lanes * lanes];
            _members = new float[_sums.Length * _points];
            int first = 0;
            for (int c = 0; c < clusterings.Count; c++)
            {
                for (int i = 0; i < _points; i++)
                {
                    int cluster = first + clusterings[c][i];
                    _members[(cluster / lanes * lanes * _points) + (i * lanes) + (cluster % lanes)] = 1;
                }
                first += sizes[c].Length;
            }
        }

        /// <summary>For each cluster, those of the first clustering first, the sum of the distances to its points.</summary>
        public ReadOnlySpan<float> Sums(ReadOnlySpan<float> distances)
        {
            Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(_sums.AsSpan());
            ReadOnlySpan<Vector<float>> members = MemoryMarshal.Cast<float, Vector<float>>(_members);
            for (int s = 0; s < sums.Length; s++)
            {
                ReadOnlySpan<Vector<float>> block = members.Slice(s * _points, _points);
                Vector<float> even = default, odd = default;
                int i = 0;
                for (; i < block.Length - 1; i += 2)
                {
                    even += block[i] * distances[i];
                    odd += block[i + 1] * distances[i + 1];
                }
                if (i < block.Length)
                    even += block[i] * distances[i];
                sums[s] = even + odd;
            }
            return _sums;
        }
    }
}
