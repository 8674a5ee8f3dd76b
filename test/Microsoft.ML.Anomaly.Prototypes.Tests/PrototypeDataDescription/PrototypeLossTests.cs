using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The prototype losses against figures computed by hand for three classes of three prototypes in the plane.</summary>
[TestClass]
public sealed class PrototypeLossTests
{
    private const double Tolerance = 1e-5;

    // Half way between two of the 27 distances between classes.
    private const double Quantile = 16.5 / 26;
    private static readonly int[] Classes = [0, 0, 0, 1, 1, 1, 2, 2, 2];
    private static readonly float[] Prototypes = [0, 0, 1, 0, 0, 2, 5, 0, 6, 1, 5, 3, 0, 6, 1, 7, 4, 6];
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void InformationBottleneck_OfTheExample()
    {
        using var loss = new InformationBottleneckLoss(Classes, 0.5, 0.25, PairReduction.Sum, CPU);
        (float intra, float inter) = Values(loss, Prototypes);
        Assert.AreEqual(3.454074, intra, Tolerance);
        Assert.AreEqual(4.332820, inter, Tolerance);
        Assert.AreEqual(16.452533, intra + (3 * inter), 3 * Tolerance);
    }

    [TestMethod]
    public void Mean_IsTheSumOverAllPairsOfTheKind()
    {
        using var loss = new InformationBottleneckLoss(Classes, 0.5, 0.25, PairReduction.Mean, CPU);
        (float intra, float inter) = Values(loss, Prototypes);
        Assert.AreEqual(3.454074 / 9, intra, Tolerance);
        Assert.AreEqual(4.332820 / 27, inter, Tolerance);
    }

    [TestMethod]
    public void Thresholds_AreQuantilesWithLinearInterpolation()
    {
        // With quantile 1 nothing within classes is too long, with 0 everything is longer than the shortest distance, 1.
        using var longest = new InformationBottleneckLoss(Classes, 1, 0, PairReduction.Sum, CPU);
        (float intra, float inter) = Values(longest, Prototypes);
        Assert.AreEqual(0, intra, "no hinge is active: 0, not the mean of nothing");
        Assert.AreEqual(0, inter);
        using var shortest = new InformationBottleneckLoss(Classes, 0, 1, PairReduction.Sum, CPU);
        // The sum of the nine distances less nine times the shortest one.
        double sum = 1 + 1.4142135 + 1.4142135 + 2 + 2.236068 + 2.236068 + 3 + 3.1622777 + 4;
        Assert.AreEqual(sum - 9, Values(shortest, Prototypes).Intra, Tolerance);
        // Between the fourth and the fifth of nine sorted distances: 2 + 0.4 (2.236068 - 2) at the position 0.425 * 8.
        using var between = new InformationBottleneckLoss(Classes, 0.425, 0.25, PairReduction.Sum, CPU);
        double threshold = 2 + (0.4 * 0.236068);
        Assert.AreEqual((2 * 2.236068) + 3 + 3.162278 + 4 - (5 * threshold), Values(between, Prototypes).Intra, Tolerance);
    }

    [TestMethod]
    public void Notebook_OfTheExample()
    {
        using var loss = new NotebookRmsLoss(Classes, CPU);
        (float intra, float inter) = Values(loss, Prototypes);
        Assert.AreEqual(4.0, intra, Tolerance);
        Assert.AreEqual(11.800424, inter, Tolerance);
    }

    [TestMethod]
    [DataRow(PrototypeLoss.InformationBottleneck)]
    [DataRow(PrototypeLoss.NotebookRms)]
    public void Gradients_AgreeWithFiniteDifferences(PrototypeLoss kind)
    {
        var random = new Random(4);
        float[] point = [.. Prototypes.Select(p => p + (0.3f * random.NextSingle()))];
        using IPrototypeLoss loss = kind == PrototypeLoss.NotebookRms ? new NotebookRmsLoss(Classes, CPU) : new InformationBottleneckLoss(Classes, 1, Quantile, PairReduction.Sum, CPU);
        Tensor z = tensor(point, [9, 2], requires_grad: true);
        (Tensor intra, Tensor inter) = loss.Losses(z);
        Tensor total = kind == PrototypeLoss.NotebookRms ? intra : inter;
        total.backward();
        float[] gradient = TensorValues.ToArray(z.grad!);
        // Detached: what moves the threshold is no part of the gradient. It lies between two distances, away from the hinges' kinks.
        double threshold = Threshold(point);
        for (int i = 0; i < point.Length; i++)
        {
            const float step = 5e-3f;
            double difference = (Value(point, i, step) - Value(point, i, -step)) / (2 * step);
            Assert.AreEqual(difference, gradient[i], 2e-2 * Math.Max(1, Math.Abs(difference)), $"coordinate {i}");
        }

        double Value(float[] at, int coordinate, float by)
        {
            float[] moved = [.. at];
            moved[coordinate] += by;
            if (kind == PrototypeLoss.NotebookRms)
                return Values(loss, moved).Intra;
            double sum = 0;
            for (int j = 0; j < 9; j++)
            {
                for (int k = j + 1; k < 9; k++)
                    sum += Classes[j] == Classes[k] ? 0 : Math.Max(0, threshold - Distance(moved, j, k));
            }
            return sum;
        }
    }

    [TestMethod]
    public void PrototypesThatCoincide_HaveFiniteGradients()
    {
        foreach (IPrototypeLoss loss in new IPrototypeLoss[] { new InformationBottleneckLoss([0, 0, 1, 1], 0.5, 0.25, PairReduction.Sum, CPU), new NotebookRmsLoss([0, 0, 1, 1], CPU) })
        {
            using (loss)
            {
                Tensor z = ones([4, 3], requires_grad: true);
                (Tensor intra, Tensor inter) = loss.Losses(z);
                (intra + inter).backward();
                Assert.IsTrue(TensorValues.ToArray(z.grad!).All(float.IsFinite));
            }
        }
    }

    [TestMethod]
    public void OneShotOfEachClass_HasNoIntraPart()
    {
        foreach (IPrototypeLoss loss in new IPrototypeLoss[] { new InformationBottleneckLoss([0, 1], 0.5, 0.25, PairReduction.Sum, CPU), new NotebookRmsLoss([0, 1], CPU) })
        {
            using (loss)
            {
                Tensor z = tensor(new float[] { 0, 0, 3, 4 }, [2, 2], requires_grad: true);
                (Tensor intra, Tensor inter) = loss.Losses(z);
                Assert.AreEqual(0, intra.item<float>());
                Assert.AreEqual(0, inter.item<float>(), 1e-5);
                (intra + inter).backward();
                Assert.IsTrue(TensorValues.ToArray(z.grad!).All(float.IsFinite));
            }
        }
    }

    [TestMethod]
    public void ClassOfOnePrototype_CountsBetweenClassesOnly()
    {
        using var loss = new InformationBottleneckLoss([0, 0, 1], 0, 1, PairReduction.Sum, CPU);
        (float intra, float inter) = Values(loss, [0, 0, 3, 4, 0, 1]);
        Assert.AreEqual(0, intra, "the only distance is the threshold");
        // Distances 1 and sqrt(18) to the third point; the larger one is the threshold.
        Assert.AreEqual(Math.Sqrt(18) - 1, inter, Tolerance);
    }

    [TestMethod]
    public void Losses_LeaveNoTensorAlive()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        using (var loss = new NotebookRmsLoss(Classes, CPU))
        using (var other = new InformationBottleneckLoss(Classes, 0.5, 0.25, PairReduction.Sum, CPU))
        {
            Values(loss, Prototypes);
            Values(other, Prototypes);
        }
        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static (float Intra, float Inter) Values(IPrototypeLoss loss, float[] prototypes)
    {
        using var scope = NewDisposeScope();
        (Tensor intra, Tensor inter) = loss.Losses(tensor(prototypes, [prototypes.Length / 2, 2]));
        return (intra.item<float>(), inter.item<float>());
    }

    private static double Distance(float[] points, int j, int k) =>
        Math.Sqrt(Math.Pow(points[2 * j] - points[2 * k], 2) + Math.Pow(points[(2 * j) + 1] - points[(2 * k) + 1], 2));

    // The quantile of the 27 distances between classes, linearly interpolated.
    private static double Threshold(float[] points)
    {
        double[] sorted =
        [
            .. Enumerable.Range(0, 9).SelectMany(j => Enumerable.Range(0, j), (j, k) => (j, k))
                .Where(pair => Classes[pair.j] != Classes[pair.k]).Select(pair => Distance(points, pair.j, pair.k)).Order(),
        ];
        double position = Quantile * (sorted.Length - 1);
        int below = (int)position;
        return sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
