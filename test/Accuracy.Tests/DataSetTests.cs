using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class DataSetTests
{
    // f1 varies among the test rows only.
    private const string Rows = "f0,f1,f2,label\n1,5,0.1,0\n2,5,0.2,1\n3,5,0.3,1\n4,6,0.4,1\n5,7,0.5,0\n";

    [TestMethod]
    public void TrainersSeeUnlabelledRowsAndLabelledAnomaliesOnly()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tabular/toy.csv", Rows);
        folder.Write("splits/p/toy.csv", "row,s0,s1\n0,T,U\n1,T,U\n2,T,A\n3,T,T\n4,T,V\n");

        CollectionAssert.AreEqual(new[] { "toy" }, DataSet.Names(folder.Path, "p"));
        DataSet data = DataSet.Read(folder.Path, "p", "toy", seed: 1);

        CollectionAssert.AreEqual(new[] { 1f, 2, 3 }, data.Train.Select(row => row.Features[0]).ToArray());
        // The second row is an anomaly, but an unlabelled one.
        CollectionAssert.AreEqual(new[] { false, false, true }, data.Train.Select(row => row.Label).ToArray());
        Assert.AreEqual(5, data.Validation.Single().Features[0]);
        Row test = data.Test.Single();
        Assert.IsTrue(test.Label);
        Assert.AreEqual(2, data.Width);
        CollectionAssert.AreEqual(new[] { 4f, 0.4f }, test.Features);
    }

    [TestMethod]
    public void ACleanProtocolLeavesOutTheHiddenAnomalies()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tabular/toy.csv", Rows);
        folder.Write("splits/p/toy.csv", "row,s0\n0,U\n1,U\n2,A\n3,T\n4,U\n");
        DataSet data = DataSet.Read(folder.Path, "p-clean", "toy", seed: 0);
        CollectionAssert.AreEqual(new[] { 1f, 3, 5 }, data.Train.Select(row => row.Features[0]).ToArray());
        CollectionAssert.AreEqual(new[] { "toy" }, DataSet.Names(folder.Path, "p-clean"));
    }

    [TestMethod]
    public void AnotherNumberOfLabelledAnomalies_StartsWithThoseOfTheSplit()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tabular/toy.csv", "f0,label\n0,0\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"{i},1\n")) + "7,1\n");
        folder.Write("splits/p/toy.csv", "row,s0\n0,U\n1,U\n2,A\n3,U\n4,U\n5,A\n6,U\n7,T\n");
        int[][] labelled = [.. Enumerable.Range(1, 7).Select(wanted => DataSet.Read(folder.Path, "p", "toy", 0, wanted).Train
            .Where(row => row.Label).Select(row => (int)row.Features[0]).ToArray())];
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5, 6, 6 }, labelled.Select(rows => rows.Length).ToArray(), "no more than there are");
        CollectionAssert.AreEqual(new[] { 2, 5 }, labelled[1]);
        for (int i = 1; i < labelled.Length; i++)
            CollectionAssert.IsSubsetOf(labelled[i - 1], labelled[i]);
    }

    [TestMethod]
    [DataRow("row,s0\n0,A\n", "row 0 is normal")]
    [DataRow("row,s0\n0,X\n", "letter 'X'")]
    [DataRow("row,s0\n9,U\n", "row 9")]
    [DataRow("row,s1\n0,U\n", "no column s0")]
    public void AWrongSplitIsRefused(string split, string part)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tabular/toy.csv", Rows);
        folder.Write("splits/p/toy.csv", split);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => DataSet.Read(folder.Path, "p", "toy", 0));
        StringAssert.Contains(error.Message, part);
    }
}
