using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class ClusteringTests
{
    // Two groups on a line; silhouettes by hand below.
    private static readonly float[][] Line = [[0], [1], [10], [11]];

    [TestMethod]
    public void KMeans_FindsTheTwoGroups()
    {
        KMeans.Clustering clustering = KMeans.Fit(Line, 2, new Random(1));
        CollectionAssert.AreEquivalent(new[] { 0.5f, 10.5f }, clustering.Centres.Select(c => c[0]).ToArray());
        Assert.AreEqual(1, clustering.Inertia, 1e-12);
        Assert.AreEqual(clustering.Assignments[0], clustering.Assignments[1]);
        Assert.AreEqual(clustering.Assignments[2], clustering.Assignments[3]);
        Assert.AreNotEqual(clustering.Assignments[0], clustering.Assignments[2]);
    }

    [TestMethod]
    public void KMeans_WithOneCluster_IsTheMean() => Assert.AreEqual(5.5f, KMeans.Fit(Line, 1, new Random(1)).Centres[0][0]);

    [TestMethod]
    public void KMeans_OfPointsThatCoincide_EndsWithFiniteCentres()
    {
        float[][] same = [.. Enumerable.Repeat(new float[] { 3, 4 }, 5)];
        KMeans.Clustering clustering = KMeans.Fit(same, 3, new Random(1));
        Assert.AreEqual(0, clustering.Inertia);
        Assert.HasCount(3, clustering.Centres);
    }

    [TestMethod]
    public void KMeans_MoreClustersThanPoints_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KMeans.Fit(Line, 5, new Random(1)));

    // Point 0: a = 1, b = (10 + 11)/2 = 10.5; point 1: a = 1, b = 9.5; by symmetry the same on the right.
    [TestMethod]
    public void Silhouette_ByHand()
    {
        double expected = ((1 - (1 / 10.5)) + (1 - (1 / 9.5))) / 2;
        Assert.AreEqual(expected, Silhouette.Means(Line, [[0, 0, 1, 1]])[0], 1e-12);
    }

    // Point 3 is alone and counts 0; the others: a = (1+10)/2, b = 11; a = (1+9)/2, b = 10; a = (10+9)/2, b = 1.
    [TestMethod]
    public void Silhouette_OfALonelyPoint_CountsZero()
    {
        double expected = ((1 - (5.5 / 11)) + (1 - (5 / 10.0)) + ((1 / 9.5) - 1) + 0) / 4;
        Assert.AreEqual(expected, Silhouette.Means(Line, [[0, 0, 0, 1]])[0], 1e-12);
    }

    [TestMethod]
    public void Silhouettes_OfSeveralClusterings_AreThoseOfEach()
    {
        int[][] clusterings = [[0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]];
        double[] together = Silhouette.Means(Line, clusterings);
        Assert.AreEqual(Silhouette.Means(Line, [clusterings[0]])[0], together[0]);
        Assert.AreEqual(Silhouette.Means(Line, [clusterings[1]])[0], together[1]);
        Assert.AreEqual(double.NaN, together[2]);
    }

    [TestMethod]
    public void Choose_OfMorePointsThanTheSample_ClustersThemAll()
    {
        var random = new Random(1);
        float[][] points = [.. Enumerable.Range(0, ClusterCount.MaximumPoints + 100).Select(i => new[] { (20f * (i % 3)) + random.NextSingle() })];
        KMeans.Clustering clustering = ClusterCount.Choose(points, 4, random);
        Assert.HasCount(3, clustering.Centres);
        Assert.HasCount(points.Length, clustering.Assignments);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void Choose_FindsTheNumberOfWellSeparatedGroups(int groups)
    {
        var random = new Random(groups);
        float[][] points =
        [
            .. Enumerable.Range(0, 50 * groups).Select(i => new[] { 20f * (i % groups) + random.NextSingle(), random.NextSingle(), (i % groups) * (i % groups) * 7f }),
        ];
        Assert.HasCount(groups, ClusterCount.Choose(points, 10, random).Centres);
    }

    [TestMethod]
    public void Choose_WithTwoPoints_GivesOneCluster() => Assert.HasCount(1, ClusterCount.Choose([[1], [2]], 10, new Random(1)).Centres);
}
