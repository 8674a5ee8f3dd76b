using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The nearest neighbours of rows of length 1.</summary>
/// <param name="Neighbours">The numbers of each row's nearest other rows, [n, k].</param>
/// <param name="SquaredDistances">How far they are, [n, k], rising in each row.</param>
/// <param name="Count">k, the same for all rows.</param>
internal sealed record NeighbourGraph(int[] Neighbours, float[] SquaredDistances, int Count)
{
    /// <summary>How many components more are iterated than are wanted.</summary>
    public const int SpareComponents = 10;

    private const int RowsPerPass = 1024, PowerIterations = 4;

    // Further than any two points of length 1 are apart.
    private const float BelowAnySimilarity = -2;

    public int Rows => Neighbours.Length / Count;

    /// <summary>
    /// The rows in the space of their leading principal components, scaled to length 1. Components by subspace iteration: Halko, Martinsson,
    /// Tropp: "Finding structure with randomness", SIAM Review 53, 2011, algorithm 4.4.
    /// </summary>
    /// <param name="x">[n, D]</param>
    /// <param name="components">The number of components; fewer where there are fewer features.</param>
    /// <param name="start">Random numbers to start from, [D, at least components + 10].</param>
    /// <returns>[n, components]</returns>
    public static Tensor Directions(Tensor x, int components, Tensor start)
    {
        Tensor centred = x - x.mean([0L], keepdim: true);
        long width = Math.Min(x.shape[1], components + SpareComponents);
        Tensor basis = start.narrow(1, 0, width);
        for (int i = 0; i < PowerIterations; i++)
            basis = linalg.qr(centred.t().mm(centred.mm(basis))).Q;
        Tensor inside = centred.mm(basis);
        // Eigenvalues rise, so that the leading components stand last.
        Tensor vectors = linalg.eigh(inside.t().mm(inside)).Item2;
        long kept = Math.Min(width, components);
        Tensor projected = inside.mm(vectors.narrow(1, width - kept, kept));
        return nn.functional.normalize(projected, dim: 1);
    }

    /// <param name="directions">Rows of length 1, [n, d], at least two.</param>
    /// <param name="neighbours">k; all other rows where there are fewer.</param>
    public static NeighbourGraph Create(Tensor directions, int neighbours)
    {
        int n = (int)directions.shape[0], k = Math.Min(neighbours, n - 1);
        var numbers = new int[n * k];
        var distances = new float[n * k];
        Tensor all = directions.t().contiguous();
        for (int start = 0; start < n; start += RowsPerPass)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(RowsPerPass, n - start);
            Tensor similarity = directions.narrow(0, start, count).mm(all);
            // No row is a neighbour of itself.
            Tensor own = arange(start, start + count, dtype: int64, device: directions.device).unsqueeze(1);
            similarity.scatter_(1, own, Training.ScalarOperations.Full([count, 1], BelowAnySimilarity, similarity));
            (Tensor values, Tensor indices) = similarity.topk(k, dim: 1, largest: true, sorted: true);
            TensorAccessor<float> value = values.cpu().contiguous().data<float>();
            TensorAccessor<long> index = indices.cpu().contiguous().data<long>();
            float[] parts = value.ToArray();
            long[] places = index.ToArray();
            for (int i = 0; i < parts.Length; i++)
            {
                numbers[(start * k) + i] = (int)places[i];
                distances[(start * k) + i] = MathF.Max(0, 2 - (2 * parts[i]));
            }
        }
        return new NeighbourGraph(numbers, distances, k);
    }
}
