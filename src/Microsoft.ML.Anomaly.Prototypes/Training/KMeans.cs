using System.Runtime.Intrinsics;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>
/// Lloyd's k-means from k-means++ seeds, best of several restarts.
/// </summary>
/// <remarks>
/// Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007. ML.NET has a k-means trainer, but it
/// works on data views and ships in an assembly of its own; here the points are the few thousand latent vectors of a network.
/// </remarks>
internal static class KMeans
{
    private const int Restarts = 10;
    private const int MaximumIterations = 300;
    private const double Tolerance = 1e-4;

    /// <summary>A partition of points.</summary>
    /// <param name="Centres">One row for each cluster.</param>
    /// <param name="Assignments">For each point the number of its cluster.</param>
    /// <param name="Inertia">Sum of the squared distances of the points to their centres.</param>
    public sealed record Clustering(float[][] Centres, int[] Assignments, double Inertia);

    /// <param name="points">The points, all of the same length; at least one.</param>
    /// <param name="k">Number of clusters, 1 to the number of points.</param>
    /// <param name="random">The only source of randomness.</param>
    public static Clustering Fit(float[][] points, int k, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, points.Length);
        double tolerance = Tolerance * MeanVariance(points);
        var distances = new double[points.Length];
        Clustering? best = null;
        for (int restart = 0; restart < (k == 1 ? 1 : Restarts); restart++)
        {
            Clustering candidate = Lloyd(points, Seed(points, k, distances, random), tolerance);
            if (best is null || candidate.Inertia < best.Inertia)
                best = candidate;
        }
        return best!;
    }

    /// <summary>Squared Euclidean distance, summed up in double, the same on every processor.</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        b = b[..a.Length];
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector256<double> difference = Widen(a[i..]) - Widen(b[i..]);
            sums += difference * difference;
        }
        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static Vector256<double> Widen(ReadOnlySpan<float> values) =>
        Vector256.WidenLower(Vector128.Create(values).ToVector256Unsafe());

    // k-means++: each further seed is drawn with a probability proportional to its squared distance to the nearest seed so far.
    private static float[][] Seed(float[][] points, int k, double[] distances, Random random)
    {
        var seeds = new List<float[]>(k) { points[random.Next(points.Length)] };
        Array.Fill(distances, double.PositiveInfinity);
        while (seeds.Count < k)
        {
            double total = 0;
            for (int i = 0; i < points.Length; i++)
            {
                distances[i] = Math.Min(distances[i], SquaredDistance(points[i], seeds[^1]));
                total += distances[i];
            }
            double left = random.NextDouble() * total;
            int chosen = 0;
            // Where all points coincide the total is 0 and any point will do.
            while (chosen < points.Length - 1 && (left -= distances[chosen]) >= 0)
                chosen++;
            seeds.Add(points[chosen]);
        }
        return [.. seeds.Select(seed => seed.ToArray())];
    }

    private static Clustering Lloyd(float[][] points, float[][] centres, double tolerance)
    {
        int width = points[0].Length;
        var assignments = new int[points.Length];
        var sums = new double[centres.Length, width];
        var counts = new int[centres.Length];
        double inertia = Assign(points, centres, assignments);
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            for (int i = 0; i < points.Length; i++)
            {
                counts[assignments[i]]++;
                for (int d = 0; d < width; d++)
                    sums[assignments[i], d] += points[i][d];
            }
            double moved = 0;
            for (int c = 0; c < centres.Length; c++)
            {
                // An empty cluster takes over the point that is worst off.
                float[] next = counts[c] > 0 ? new float[width] : [.. points[Farthest(points, centres, assignments)]];
                for (int d = 0; d < width && counts[c] > 0; d++)
                    next[d] = (float)(sums[c, d] / counts[c]);
                moved += SquaredDistance(next, centres[c]);
                centres[c] = next;
            }
            inertia = Assign(points, centres, assignments);
            if (moved <= tolerance)
                break;
        }
        return new Clustering(centres, assignments, inertia);
    }

    private static double Assign(float[][] points, float[][] centres, int[] assignments)
    {
        double inertia = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double nearest = double.PositiveInfinity;
            for (int c = 0; c < centres.Length; c++)
            {
                double distance = SquaredDistance(points[i], centres[c]);
                if (distance < nearest)
                    (nearest, assignments[i]) = (distance, c);
            }
            inertia += nearest;
        }
        return inertia;
    }

    private static int Farthest(float[][] points, float[][] centres, int[] assignments)
    {
        int farthest = 0;
        double worst = -1;
        for (int i = 0; i < points.Length; i++)
        {
            double distance = SquaredDistance(points[i], centres[assignments[i]]);
            if (distance > worst)
                (worst, farthest) = (distance, i);
        }
        return farthest;
    }

    private static double MeanVariance(float[][] points)
    {
        int width = points[0].Length;
        double total = 0;
        for (int d = 0; d < width; d++)
        {
            double mean = points.Average(p => (double)p[d]);
            total += points.Average(p => (p[d] - mean) * (p[d] - mean));
        }
        return total / width;
    }
}
