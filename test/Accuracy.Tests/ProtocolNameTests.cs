using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class ProtocolNameTests
{
    // 80 normal rows, 20 anomalies of which 10 are labelled; the feature tells which row it is.
    private static readonly (Row Row, bool IsAnomaly)[] Rows =
        [.. Enumerable.Range(0, 100).Select(i => (new Row { Features = [i], Label = i >= 90 }, i >= 80))];

    [TestMethod]
    [DataRow("mnp", "mnp", null, 0.0)]
    [DataRow("mnp-clean", "mnp", 0.0, 0.0)]
    [DataRow("mnp-contaminated20", "mnp", 0.2, 0.0)]
    [DataRow("mnp-wrong10", "mnp", null, 0.1)]
    [DataRow("my-own", "my-own", null, 0.0)]
    public void ANameIsReadFromItsEnd(string name, string splits, double? contamination, double wrong) =>
        Assert.AreEqual(new ProtocolName(splits, contamination, wrong), ProtocolName.Parse(name));

    [TestMethod]
    public void AllIsNoShare() => Assert.ThrowsExactly<ArgumentException>(() => ProtocolName.Parse("mnp-contaminated100"));

    // Ten hidden anomalies among 90 unlabelled rows: more are reached by fewer normal rows, fewer by fewer anomalies.
    [TestMethod]
    [DataRow("mnp-clean", 80, 0)]
    [DataRow("mnp-contaminated5", 80, 4)]
    [DataRow("mnp-contaminated20", 40, 10)]
    [DataRow("mnp-contaminated50", 10, 10)]
    public void ContaminationIsReached(string protocol, int normal, int hidden)
    {
        Row[] rows = [.. ProtocolName.Parse(protocol).Arrange(Rows, labelled: null, seed: 1)];
        Assert.AreEqual(normal, rows.Count(row => row.Features[0] < 80));
        Assert.AreEqual(hidden, rows.Count(row => row.Features[0] >= 80 && !row.Label));
        Assert.AreEqual(10, rows.Count(row => row.Label), "labelled ones stay");
    }

    [TestMethod]
    public void WrongLabelsReplaceRightOnes()
    {
        Row[] rows = [.. ProtocolName.Parse("mnp-wrong30").Arrange(Rows, labelled: null, seed: 1)];
        Assert.HasCount(100, rows);
        Assert.AreEqual(10, rows.Count(row => row.Label));
        Assert.AreEqual(3, rows.Count(row => row.Label && row.Features[0] < 80));
    }
}
