namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Spreads the classes of a few rows over a graph of all rows: Z = alpha A Z + (1 - alpha) Y, again and again, with Y the known classes and
/// A = D^-1/2 W D^-1/2 the weights of the edges, normalised. Zhou, Bousquet, Lal, Weston, Schölkopf: "Learning with local and global
/// consistency", NIPS 2003.
/// </summary>
internal static class LabelPropagation
{
    private const float Alpha = 0.99f;
    private const int Iterations = 60;
    private const double SmallestLength = 1e-12;

    /// <summary>
    /// How likely each row is of each class: Z with columns, then rows, that add up to 1, so that a class with a larger neighbourhood gains
    /// nothing by it.
    /// </summary>
    /// <param name="graph">The nearest neighbours of all rows.</param>
    /// <param name="classOf">The class of the first rows, whose classes are known.</param>
    /// <param name="classes">N, the number of classes.</param>
    /// <returns>[n, N]; a row that no class reaches has zeros.</returns>
    public static float[] Propagate(NeighbourGraph graph, IReadOnlyList<int> classOf, int classes)
    {
        (int[] starts, int[] ends, float[] weights) = NormalisedEdges(graph);
        var known = new float[graph.Rows * classes];
        for (int row = 0; row < classOf.Count; row++)
            known[(row * classes) + classOf[row]] = 1 - Alpha;
        float[] z = [.. known], next = new float[z.Length];
        for (int i = 0; i < Iterations; i++)
        {
            known.CopyTo(next, 0);
            for (int row = 0; row < graph.Rows; row++)
            {
                Span<float> sum = next.AsSpan(row * classes, classes);
                for (int edge = starts[row]; edge < starts[row + 1]; edge++)
                {
                    ReadOnlySpan<float> other = z.AsSpan(ends[edge] * classes, classes);
                    float weight = Alpha * weights[edge];
                    for (int n = 0; n < sum.Length; n++)
                        sum[n] += weight * other[n];
                }
            }
            (z, next) = (next, z);
        }
        Normalise(z, classes);
        return z;
    }

    /// <summary>The likeliest class of rows, where it is likely enough.</summary>
    /// <param name="likelihoods">How likely each row is of each class, [n, N].</param>
    /// <param name="classes">N</param>
    /// <param name="share">The share of rows that are given a class, the surest ones.</param>
    /// <returns>The class of each row; -1 for the others, and where no class is any likely.</returns>
    public static int[] Recognise(ReadOnlySpan<float> likelihoods, int classes, double share)
    {
        var classOf = new int[likelihoods.Length / classes];
        var largest = new float[classOf.Length];
        for (int row = 0; row < classOf.Length; row++)
        {
            ReadOnlySpan<float> own = likelihoods.Slice(row * classes, classes);
            for (int n = 0; n < classes; n++)
            {
                if (own[n] > largest[row])
                    (classOf[row], largest[row]) = (n, own[n]);
            }
        }
        float[] sorted = [.. largest.Order()];
        int first = (int)((1 - share) * sorted.Length);
        float bound = first < sorted.Length ? sorted[first] : float.PositiveInfinity;
        for (int row = 0; row < classOf.Length; row++)
            classOf[row] = largest[row] >= bound && largest[row] > 0 ? classOf[row] : -1;
        return classOf;
    }

    /// <summary>
    /// W_ij = exp(-d_ij² / (s_i s_j)) where one of two rows is a neighbour of the other, with s_i the distance of row i to the furthest of its
    /// neighbours; divided by the roots of both rows' sums.
    /// </summary>
    /// <returns>The edges of each row one after another: where they start, where they lead, and their weights.</returns>
    private static (int[] Starts, int[] Ends, float[] Weights) NormalisedEdges(NeighbourGraph graph)
    {
        int k = graph.Count;
        var edges = new SortedDictionary<int, double>[graph.Rows];
        for (int row = 0; row < edges.Length; row++)
            edges[row] = [];
        double[] scale = [.. Enumerable.Range(0, graph.Rows).Select(row => Math.Sqrt(graph.SquaredDistances[(row * k) + k - 1]))];
        for (int i = 0; i < graph.Neighbours.Length; i++)
        {
            int row = i / k, other = graph.Neighbours[i];
            double weight = Math.Exp(-graph.SquaredDistances[i] / Math.Max(scale[row] * scale[other], SmallestLength));
            edges[row][other] = edges[other][row] = weight;
        }
        double[] sums = [.. edges.Select(of => of.Values.Sum())];
        var starts = new int[graph.Rows + 1];
        for (int row = 0; row < edges.Length; row++)
            starts[row + 1] = starts[row] + edges[row].Count;
        return (
            starts, [.. edges.SelectMany(of => of.Keys)],
            [.. edges.SelectMany((of, row) => of.Select(edge => (float)(edge.Value / Math.Sqrt(Math.Max(sums[row] * sums[edge.Key], double.Epsilon)))))]);
    }

    private static void Normalise(float[] z, int classes)
    {
        var columns = new double[classes];
        for (int i = 0; i < z.Length; i++)
            columns[i % classes] += z[i];
        for (int row = 0; row < z.Length; row += classes)
        {
            double sum = 0;
            for (int n = 0; n < classes; n++)
                sum += z[row + n] / columns[n];
            for (int n = 0; n < classes; n++)
                z[row + n] = sum > 0 ? (float)(z[row + n] / columns[n] / sum) : 0;
        }
    }
}
