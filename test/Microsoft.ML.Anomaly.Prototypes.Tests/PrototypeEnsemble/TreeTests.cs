using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TreeTests
{
    [TestMethod]
    public void Tree_FindsTheOneFeatureThatSeparates()
    {
        // Feature 1 separates; feature 0 is constant, feature 2 is noise.
        var random = new Random(1);
        float[][] rows = [.. Enumerable.Range(0, 40).Select(i => new[] { 7, i < 10 ? 5 + random.NextSingle() : random.NextSingle(), random.NextSingle() })];
        var nodes = new List<TreeCommittee.Node>();
        int root = new RandomizedTree(rows, Ones(40), [.. rows.Select((_, i) => i < 10)], triedFeatures: 3, random).Grow(nodes);
        Assert.AreEqual(0, root);
        Assert.HasCount(3, nodes);
        Assert.AreEqual(1, nodes[0].Feature);
        Assert.IsTrue(nodes[0].Threshold is >= 1 and < 5);
        Assert.AreEqual(0.25f, nodes[0].Value);
        Assert.AreEqual(0f, nodes[nodes[0].Left].Value);
        Assert.AreEqual(1f, nodes[nodes[0].Left + 1].Value);
    }

    [TestMethod]
    public void Tree_GrowsUntilItsLeavesArePure()
    {
        var random = new Random(2);
        float[][] rows = [.. Enumerable.Range(0, 50).Select(_ => EnsembleData.GaussianVector(4, random))];
        bool[] isAnomaly = [.. rows.Select(_ => random.Next(3) == 0)];
        var nodes = new List<TreeCommittee.Node>();
        var builder = new RandomizedTree(rows, Ones(50), isAnomaly, triedFeatures: 2, random);
        int[] roots = [builder.Grow(nodes), builder.Grow(nodes), builder.Grow(nodes), builder.Grow(nodes), builder.Grow(nodes)];
        Assert.IsFalse(nodes.Take(roots[1]).SequenceEqual(nodes.Skip(roots[1]).Take(roots[1])), "no two trees are alike");
        var trees = new TreeCommittee(roots, [.. nodes]);
        float[] x = [.. rows.SelectMany(row => row)];
        var means = new float[50];
        trees.Mean(x, 4, 50, means);
        for (int i = 0; i < 50; i++)
            Assert.AreEqual(isAnomaly[i] ? 1 : 0, means[i]);
    }

    [TestMethod]
    public void RowsThatCantBeToldApart_ShareALeaf()
    {
        float[][] rows = [[1, 2], [1, 2], [1, 2], [1, 2]];
        var nodes = new List<TreeCommittee.Node>();
        new RandomizedTree(rows, [0.5f, 0.5f, 0.25f, 0.25f], [false, false, true, true], 2, new Random(1)).Grow(nodes);
        Assert.AreEqual(new TreeCommittee.Node(0, float.PositiveInfinity, 0, 1f / 3), nodes.Single());
    }

    [TestMethod]
    public void Committee_WalksTheKnownPaths_AloneAndTogether()
    {
        // Tree 0: x0 <= 1 ? 0.1 : (x1 <= 2 ? 0.2 : 0.3). Tree 1: x1 <= 0 ? 0 : 1. Trees 2 to 4: leaves.
        TreeCommittee.Node[] nodes =
        [
            new(0, 1, 1, 0), Leaf(1, 0.1f), new(1, 2, 3, 0), Leaf(3, 0.2f), Leaf(4, 0.3f),
            new(1, 0, 6, 0), Leaf(6, 0), Leaf(7, 1),
            Leaf(8, 0.5f), Leaf(9, 0.5f), Leaf(10, 0.5f),
        ];
        var trees = new TreeCommittee([0, 5, 8, 9, 10], nodes);
        float[][] rows = [[1, 0], [1, 1], [1.5f, 2], [1.5f, 2.5f], [9, -9], [-9, 9]];
        float[] sums = [0.1f + 0, 0.1f + 1, 0.2f + 1, 0.3f + 1, 0.2f + 0, 0.1f + 1];
        var together = new float[rows.Length];
        trees.Mean([.. rows.SelectMany(row => row)], 2, rows.Length, together);
        for (int i = 0; i < rows.Length; i++)
        {
            var alone = new float[1];
            trees.Mean(rows[i], 2, 1, alone);
            Assert.AreEqual((sums[i] + 1.5f) / 5, alone[0], 1e-6);
            Assert.AreEqual(alone[0], together[i]);
        }

        static TreeCommittee.Node Leaf(int number, float value) => new(0, float.PositiveInfinity, number, value);
    }

    [TestMethod]
    public void Head_HasTheBagsAndTrees_AndIsSureOfItsTrainingRows()
    {
        var random = new Random(4);
        float[][] unlabelled = [.. Enumerable.Range(0, 200).Select(_ => EnsembleData.GaussianVector(3, random))];
        foreach (int count in new[] { 1, 2, 3, 50 })
        {
            float[][] anomalies = [.. Enumerable.Range(0, count).Select(_ => new[] { 10 + random.NextSingle(), 0, 0 })];
            var options = new PrototypeEnsembleTrainer.Options { NumberOfBags = 4, TreesPerBag = 2 };
            TreeCommittee trees = TreeHead.Train(unlabelled, anomalies, Ones(count), count, options, random, default).Trees;
            Assert.AreEqual(8, trees.Roots.Length);
            var value = new float[1];
            trees.Mean(anomalies[0], 3, 1, value);
            Assert.IsGreaterThan(0.5f, value[0]);
        }
    }

    [TestMethod]
    public void Bag_HasThreeRowsForAnAnomaly_AtLeast60_AtMost70Percent()
    {
        var options = new PrototypeEnsembleTrainer.Options();
        Assert.AreEqual(60, BagSize.Of(options, 1000, 2));
        Assert.AreEqual(90, BagSize.Of(options, 1000, 30));
        Assert.AreEqual(14, BagSize.Of(options, 20, 30));
        Assert.AreEqual(1, BagSize.Of(options, 1, 30));
        options.Bagging = false;
        Assert.AreEqual(1000, BagSize.Of(options, 1000, 2));
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
