using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Clustering;

/// <summary>
/// Lloyd's k-means from k-means++ seeds, best of several restarts.
/// </summary>
/// <remarks>
/// Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007. ML.NET has a k-means trainer, but it
/// works on data views and ships in an assembly of its own; here the points are the few thousand latent vectors of a network.
/// </remarks>
internal static class KMeans
{
    private const double Tolerance = 1e-4;

    /// <summary>A partition of points.</summary>
    /// <param name="Centres">One row for each cluster.</param>
    /// <param name="Assignments">For each point the number of its cluster.</param>
    /// <param name="Inertia">Sum of the squared distances of the points to their centres.</param>
    public sealed record Clustering(float[][] Centres, int[] Assignments, double Inertia);

    /// <param name="points">The points, all of the same length; at least one.</param>
    /// <param name="k">Number of clusters, 1 to the number of points.</param>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="restarts">How often to start; the best result counts.</param>
    /// <param name="maximumIterations">The most iterations after a start.</param>
    public static Clustering Fit(float[][] points, int k, Random random, int restarts = 10, int maximumIterations = 300)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, points.Length);
        double tolerance = Tolerance * FeatureMoments.Measure(points).Deviation.Average(deviation => deviation * deviation);
        var columns = new PointColumns(points);
        Clustering? best = null;
        for (int restart = 0; restart < (k == 1 ? 1 : restarts); restart++)
        {
            Clustering candidate = Lloyd(points, columns, Seed(points, columns, k, random), tolerance, maximumIterations);
            if (best is null || candidate.Inertia < best.Inertia)
                best = candidate;
        }
        return best!;
    }

    // k-means++: each further seed is drawn with a probability proportional to its squared distance to the nearest seed so far.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[][] Seed(float[][] points, PointColumns columns, int k, Random random)
    {
        var seeds = new List<float[]>(k) { points[random.Next(points.Length)] };
        var distances = new float[columns.PaddedCount];
        var nearest = new float[columns.PaddedCount];
        Array.Fill(nearest, float.PositiveInfinity);
        while (seeds.Count < k)
        {
            columns.SquaredDistances(seeds[^1], distances);
            double total = 0;
            for (int i = 0; i < points.Length; i++)
            {
                nearest[i] = MathF.Min(nearest[i], distances[i]);
                total += nearest[i];
            }
            double left = random.NextDouble() * total;
            int chosen = 0;
            // Where all points coincide the total is 0 and any point will do.
            while (chosen < points.Length - 1 && (left -= nearest[chosen]) >= 0)
                chosen++;
            seeds.Add(points[chosen]);
        }
        return [.. seeds.Select(seed => seed.ToArray())];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Clustering Lloyd(float[][] points, PointColumns columns, float[][] centres, double tolerance, int maximumIterations)
    {
        int width = points[0].Length;
        var assignments = new int[columns.PaddedCount];
        var nearest = new float[columns.PaddedCount];
        var sums = new double[centres.Length * width];
        var counts = new int[centres.Length];
        columns.Nearest(centres, nearest, assignments);
        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            for (int i = 0; i < points.Length; i++)
            {
                counts[assignments[i]]++;
                DoubleSums.Add(sums.AsSpan(assignments[i] * width, width), points[i]);
            }
            double moved = 0;
            for (int c = 0; c < centres.Length; c++)
            {
                // An empty cluster takes over the point that is worst off.
                float[] next = counts[c] > 0 ? new float[width] : [.. points[nearest.AsSpan(0, points.Length).IndexOf(nearest.Take(points.Length).Max())]];
                for (int d = 0; d < width && counts[c] > 0; d++)
                    next[d] = (float)(sums[(c * width) + d] / counts[c]);
                for (int d = 0; d < width; d++)
                    moved += ((double)next[d] - centres[c][d]) * ((double)next[d] - centres[c][d]);
                centres[c] = next;
            }
            columns.Nearest(centres, nearest, assignments);
            if (moved <= tolerance)
                break;
        }
        return new Clustering(centres, assignments[..points.Length], nearest.Take(points.Length).Sum(distance => (double)distance));
    }
}
