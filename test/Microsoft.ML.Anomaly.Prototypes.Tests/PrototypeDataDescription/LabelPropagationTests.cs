using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class LabelPropagationTests
{
    /// <summary>Against the same with full matrices.</summary>
    [TestMethod]
    public void Propagate_AgreesWithFullMatrices()
    {
        const int rows = 30, classes = 3, neighbours = 4;
        using var scope = NewDisposeScope();
        Tensor directions = Directions(rows, 5, seed: 1);
        NeighbourGraph graph = NeighbourGraph.Create(directions, neighbours);
        int[] known = [0, 0, 1, 2];
        float[] actual = LabelPropagation.Propagate(graph, known, classes);
        double[,] expected = Propagate(TensorValues.ToArray(directions), rows, neighbours, known, classes);
        for (int i = 0; i < actual.Length; i++)
            Assert.AreEqual(expected[i / classes, i % classes], actual[i], 1e-4, $"row {i / classes}, class {i % classes}");
    }

    [TestMethod]
    public void Graph_HasTheNearestOtherRows()
    {
        const int rows = 40, width = 6, neighbours = 5;
        using var scope = NewDisposeScope();
        Tensor directions = Directions(rows, width, seed: 2);
        float[] values = TensorValues.ToArray(directions);
        NeighbourGraph graph = NeighbourGraph.Create(directions, neighbours);
        for (int row = 0; row < rows; row++)
        {
            double[] distances = [.. Enumerable.Range(0, rows).Select(other => Squared(values, row, other, width))];
            int[] expected = [.. Enumerable.Range(0, rows).Where(other => other != row).OrderBy(other => distances[other]).Take(neighbours)];
            CollectionAssert.AreEqual(expected, graph.Neighbours[(row * neighbours)..((row + 1) * neighbours)], $"row {row}");
            for (int k = 0; k < neighbours; k++)
                Assert.AreEqual(distances[expected[k]], graph.SquaredDistances[(row * neighbours) + k], 1e-5);
        }
    }

    [TestMethod]
    public void Graph_OfFewRows_HasAllOthers()
    {
        using var scope = NewDisposeScope();
        NeighbourGraph graph = NeighbourGraph.Create(Directions(3, 4, seed: 3), neighbours: 10);
        Assert.AreEqual(2, graph.Count);
        CollectionAssert.AreEquivalent(new[] { 0, 2 }, graph.Neighbours[2..4]);
    }

    /// <summary>Where there are no more dimensions than components, angles between centred rows stay what they were.</summary>
    [TestMethod]
    public void Directions_KeepTheAnglesOfDataThatFit()
    {
        const int rows = 50, width = 20, rank = 3;
        using var scope = NewDisposeScope();
        using var noise = new DeviceNoise(new Random(4), CPU);
        Tensor x = noise.Next(rows, rank).mm(noise.Next(rank, width));
        Tensor directions = NeighbourGraph.Directions(x, rank, noise.Next(width, rank + NeighbourGraph.SpareComponents));
        Tensor centred = x - x.mean([0L], keepdim: true);
        Tensor unit = centred / (centred * centred).sum(1, keepdim: true).sqrt();
        Tensor difference = (directions.mm(directions.t()) - unit.mm(unit.t())).abs().max();
        CollectionAssert.AreEqual(new long[] { rows, rank }, directions.shape);
        Assert.IsLessThan(1e-4f, difference.item<float>());
    }

    private static double[,] Propagate(float[] directions, int rows, int neighbours, int[] known, int classes)
    {
        int width = directions.Length / rows;
        int[][] nearest = [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, rows).Where(other => other != row).OrderBy(other => Squared(directions, row, other, width)).Take(neighbours).ToArray())];
        double[] scale = [.. nearest.Select((of, row) => Math.Sqrt(Squared(directions, row, of[^1], width)))];
        var w = new double[rows, rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                if (nearest[i].Contains(j) || nearest[j].Contains(i))
                    w[i, j] = Math.Exp(-Squared(directions, i, j, width) / (scale[i] * scale[j]));
            }
        }
        double[] degree = [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, rows).Sum(j => w[i, j]))];
        var z = new double[rows, classes];
        for (int row = 0; row < known.Length; row++)
            z[row, known[row]] = 0.01;
        for (int step = 0; step < 60; step++)
        {
            var next = new double[rows, classes];
            for (int i = 0; i < rows; i++)
            {
                for (int n = 0; n < classes; n++)
                    next[i, n] = (0.99 * Enumerable.Range(0, rows).Sum(j => w[i, j] / Math.Sqrt(degree[i] * degree[j]) * z[j, n])) + (i < known.Length && known[i] == n ? 0.01 : 0);
            }
            z = next;
        }
        double[] columns = [.. Enumerable.Range(0, classes).Select(n => Enumerable.Range(0, rows).Sum(i => z[i, n]))];
        for (int i = 0; i < rows; i++)
        {
            double sum = Enumerable.Range(0, classes).Sum(n => z[i, n] / columns[n]);
            for (int n = 0; n < classes; n++)
                z[i, n] = z[i, n] / columns[n] / sum;
        }
        return z;
    }

    private static double Squared(float[] values, int a, int b, int width) =>
        Enumerable.Range(0, width).Sum(i => Math.Pow((double)values[(a * width) + i] - values[(b * width) + i], 2));

    private static Tensor Directions(int rows, int width, int seed)
    {
        var random = new Random(seed);
        Tensor x = tensor([.. Enumerable.Range(0, rows * width).Select(_ => (2 * random.NextSingle()) - 1)], [rows, width], device: CPU);
        return x / (x * x).sum(1, keepdim: true).sqrt();
    }
}
