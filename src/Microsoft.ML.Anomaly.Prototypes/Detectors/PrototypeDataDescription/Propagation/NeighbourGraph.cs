using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>The nearest neighbours of rows.</summary>
/// <param name="Neighbours">The numbers of each row's nearest other rows, [n, k].</param>
/// <param name="SquaredDistances">How far they are, [n, k], rising in each row.</param>
/// <param name="Count">k, the same for all rows.</param>
internal sealed record NeighbourGraph(int[] Neighbours, float[] SquaredDistances, int Count)
{
    /// <summary>How many components more are iterated than are wanted.</summary>
    public const int SpareComponents = 10;

    /// <summary>More rows would take long, and tell no more.</summary>
    public const int MaximumRows = 20_000;

    /// <summary>k, where nothing else is known.</summary>
    public const int UsualNeighbours = 10;

    private const int RowsPerPass = 1024, PowerIterations = 4;

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

    /// <param name="rows">[n, d], at least two rows.</param>
    /// <param name="neighbours">k; all other rows where there are fewer.</param>
    public static NeighbourGraph Create(Tensor rows, int neighbours)
    {
        int n = (int)rows.shape[0], k = Math.Min(neighbours, n - 1);
        var numbers = new int[n * k];
        var distances = new float[n * k];
        // Moving all points alike changes no distance, but keeps |a|² + |b|² - 2ab from cancelling out.
        Tensor centred = rows - rows.mean([0L], keepdim: true), all = centred.t().contiguous(), norms = centred.Squared().sum(1);
        for (int start = 0; start < n; start += RowsPerPass)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(RowsPerPass, n - start);
            Tensor squared = norms.narrow(0, start, count).unsqueeze(1).Plus(norms).addmm(centred.narrow(0, start, count), all, 1, -2);
            // No row is a neighbour of itself.
            Tensor own = tensor([.. Enumerable.Range(start, count).Select(row => (long)row)], [count, 1], device: rows.device);
            squared.scatter_(1, own, ScalarOperations.Full([count, 1], float.PositiveInfinity, squared));
            (Tensor values, Tensor indices) = squared.topk(k, dim: 1, largest: false, sorted: true);
            float[] nearest = TensorValues.ToArray(values);
            long[] places = indices.cpu().contiguous().data<long>().ToArray();
            for (int i = 0; i < places.Length; i++)
                (numbers[(start * k) + i], distances[(start * k) + i]) = ((int)places[i], MathF.Max(0, nearest[i]));
        }
        return new NeighbourGraph(numbers, distances, k);
    }
}
