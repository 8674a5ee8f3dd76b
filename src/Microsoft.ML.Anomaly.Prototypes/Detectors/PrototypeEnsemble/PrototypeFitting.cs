using System.Runtime.CompilerServices;
using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Makes the prototypes of a fold, at several scales, each with a covariance of its own.</summary>
internal static class PrototypeFitting
{
    /// <summary>Of more features than these, the leading principal components are taken.</summary>
    public const int MaximumDimensions = 64;

    // More axes than wanted make those that are wanted come out right.
    private const int SpareAxes = 16;
    private const int PowerIterations = 4;
    private const int MaximumIterations = 50;

    // A scale needs this many rows for each of its prototypes.
    private const int RowsPerPrototype = 8;

    // S_k shrinks towards D rows of half the global covariance G with this variance on its diagonal, and never has less than the floor.
    private const double GlobalShare = 0.5, SharedVariance = 0.05, Floor = 0.02;

    /// <param name="rows">Standardised rows.</param>
    /// <param name="scales">The number of prototypes of each scale.</param>
    /// <param name="random">The only source of randomness.</param>
    public static PrototypeChannels Fit(float[][] rows, IReadOnlyList<int> scales, Random random)
    {
        int d = rows[0].Length;
        // Of all axes nothing changes but that the first dimensions tell the most, which is of use where some come first.
        bool rotate = scales.Count > 0 && LocalGaussians.LeadingDimensions(d) < d;
        PrincipalAxes? axes = rotate ? FitAxes(rows, Math.Min(d, MaximumDimensions), random) : null;
        float[][] points = axes is null ? rows : [.. rows.Select(row => Rotated(axes, row))];
        return new PrototypeChannels(axes, [.. scales.Select(k => FitScale(points, k, random))]);
    }

    /// <summary>Those of the wanted scales for which there are enough rows; one prototype where there are too few for any of them.</summary>
    public static int[] Feasible(IReadOnlyList<int> scales, int rows)
    {
        int[] feasible = [.. scales.Where(k => k == 1 || k <= rows / RowsPerPrototype)];
        return feasible.Length > 0 || scales.Count == 0 ? feasible : [1];
    }

    /// <summary>
    /// The principal components with the largest variances, these first; where not all are wanted, by subspace iteration: Halko, Martinsson,
    /// Tropp, "Finding structure with randomness", SIAM Review 2011.
    /// </summary>
    public static PrincipalAxes FitAxes(float[][] rows, int count, Random random)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int n = rows.Length, d = rows[0].Length;
        // Kept alive: TorchSharp passes a Scalar's handle on without doing so, and another thread may make the garbage collector run meanwhile.
        using Scalar samples = n;
        Tensor x = tensor(rows.SelectMany(row => row).ToArray(), [n, d], device: CPU).to(float64);
        Tensor mean = x.mean([0], keepdim: true);
        x = x - mean;
        Tensor basis = count < d ? LeadingSubspace(x, count, random) : eye(d, dtype: float64, device: CPU);
        int width = (int)basis.shape[1];
        count = Math.Min(count, width);
        Tensor inside = x.mm(basis);
        // Rising eigenvalues: the last ones lead.
        (Tensor variances, Tensor vectors) = linalg.eigh(inside.t().mm(inside) / samples);
        Tensor axes = basis.mm(vectors.narrow(1, width - count, count)).t().flip(0);
        double total = x.Squared().sum().item<double>() / n;
        double kept = variances.narrow(0, width - count, count).sum().item<double>();
        double outside = d > count ? Math.Max(total - kept, 0) / (d - count) : 0;
        return new PrincipalAxes(
            TensorValues.ToArray(axes.to(float32)), TensorValues.ToArray(mean.to(float32)), (float)(outside + Floor));
    }

    // An orthonormal basis, with some axes to spare.
    private static Tensor LeadingSubspace(Tensor x, int count, Random random)
    {
        int n = (int)x.shape[0], d = (int)x.shape[1], width = Math.Min(count + SpareAxes, Math.Min(n, d));
        var start = new double[d * width];
        foreach (ref double value in start.AsSpan())
            value = (2 * random.NextDouble()) - 1;
        Tensor basis = tensor(start, [d, width], device: CPU);
        for (int i = 0; i < PowerIterations; i++)
            basis = linalg.qr(x.t().mm(x.mm(basis))).Q;
        return basis;
    }

    /// <summary>The prototypes of one scale: k-means, and S_k = (R_k'R_k + D (0.5 G + 0.05 I)) / (n_k + D) + 0.02 I.</summary>
    public static LocalGaussians FitScale(float[][] points, int k, Random random)
    {
        int n = points.Length, d = points[0].Length;
        KMeans.Clustering clustering = KMeans.Fit(points, k, random, restarts: 1, MaximumIterations);
        // Where rows coincide there may be fewer groups than asked for.
        int[] counts = new int[k];
        foreach (int cluster in clustering.Assignments)
            counts[cluster]++;
        int[] filled = [.. Enumerable.Range(0, k).Where(c => counts[c] > 0)];
        float[] mean = Mean(points);
        double[] global = Scatter(points, _ => mean, _ => 0, 1)[0];
        double[][] scatter = Scatter(points, i => clustering.Centres[clustering.Assignments[i]], i => clustering.Assignments[i], k);
        var covariances = new double[filled.Length * d * d];
        for (int f = 0; f < filled.Length; f++)
        {
            int c = filled[f];
            Span<double> covariance = covariances.AsSpan(f * d * d, d * d);
            for (int i = 0; i < covariance.Length; i++)
                covariance[i] = (scatter[c][i] + (d * GlobalShare * global[i] / n)) / (counts[c] + d);
            for (int i = 0; i < d; i++)
                covariance[i * (d + 1)] += (d * SharedVariance / (counts[c] + d)) + Floor;
        }
        (float[] whitening, double[] logDeterminants) = Whiten(covariances, filled.Length, d);
        return new LocalGaussians(
            [.. filled.SelectMany(c => clustering.Centres[c])], whitening,
            [.. filled.Select((c, f) => (float)(logDeterminants[f] - (2 * Math.Log((double)counts[c] / n))))]);
    }

    // W = L^-1 of S = L L', as packed lower triangles, and log det S.
    private static (float[] Whitening, double[] LogDeterminants) Whiten(double[] covariances, int k, int d)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor factor = linalg.cholesky(tensor(covariances, [k, d, d], device: CPU));
        double[] diagonal = factor.diagonal(0, 1, 2).contiguous().data<double>().ToArray();
        double[] inverse = linalg.inv(factor).contiguous().data<double>().ToArray();
        var whitening = new float[k * d * (d + 1) / 2];
        int next = 0;
        for (int row = 0; row < k * d; row++)
        {
            for (int j = 0; j <= row % d; j++)
                whitening[next++] = (float)inverse[(row * d) + j];
        }
        return (whitening, [.. Enumerable.Range(0, k).Select(c => 2 * diagonal.Skip(c * d).Take(d).Sum(Math.Log))]);
    }

    // R'R of each group, [D, D].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[][] Scatter(float[][] points, Func<int, float[]> centre, Func<int, int> group, int groups)
    {
        int d = points[0].Length;
        var residual = new double[d];
        double[][] scatter = [.. Enumerable.Range(0, groups).Select(_ => new double[d * d])];
        for (int p = 0; p < points.Length; p++)
        {
            float[] point = points[p], middle = centre(p);
            double[] sums = scatter[group(p)];
            for (int i = 0; i < d; i++)
                residual[i] = point[i] - middle[i];
            for (int i = 0; i < d; i++)
                DoubleSums.AddProducts(sums.AsSpan(i * d, i + 1), residual[i], residual);
        }
        foreach (double[] sums in scatter)
        {
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < i; j++)
                    sums[(j * d) + i] = sums[(i * d) + j];
            }
        }
        return scatter;
    }

    private static float[] Mean(float[][] points)
    {
        var sums = new double[points[0].Length];
        foreach (float[] point in points)
            DoubleSums.Add(sums, point);
        return [.. sums.Select(sum => (float)(sum / points.Length))];
    }

    private static float[] Rotated(PrincipalAxes axes, float[] row)
    {
        var rotated = new float[axes.PaddedCount];
        axes.Rotate(row, 1, rotated, new float[1]);
        return rotated[..axes.Count];
    }
}
