using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class FileTests
{
    private static readonly CellKey Key = new("mnp", "wine", "MultiNormalPrototypes", "LatentSize=4", 1, 1, UsesValidation: false);

    [TestMethod]
    public void OfSeveralOutcomesOfACellTheLastOneCounts()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "cells.jsonl");
        var file = new CellFile(path);
        Assert.IsNull(file.Find(Key));
        file.Add(new CellOutcome(Key, null, "out of memory", Guid.Empty));
        file.Add(new CellOutcome(Key with { Seed = 2 }, null, "out of memory", Guid.Empty));
        file.Add(new CellOutcome(Key, new CellFigures(100, 5, 40, 4, 13, 0.5, 0.4, double.Epsilon, 1, 2, 3), null, Guid.Empty));

        var again = new CellFile(path);
        Assert.HasCount(2, again.Outcomes);
        Assert.AreEqual(0.5, again.Find(Key)!.Figures!.AveragePrecision);
        Assert.AreEqual("out of memory", again.Find(Key with { Seed = 2 })!.Error);
    }

    [TestMethod]
    public void ADamagedLineIsNamed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("cells.jsonl", "{\"Key\":\n");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => new CellFile(path)).Message, "line 1");
    }

    [TestMethod]
    public void PeersAreReadByTheNamesOfTheirColumns()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("peers.csv", """
            method,dataset,protocol,seed,auc_pr,auc_roc,fit_cpu,score_rows_per_cpu_s,peak_rss_mb
            "A (fast, mended)",wine,mnp,1,0.25,0.75,1.5,1000,200
            B,wine,mnp,0,,,1.5,1000,200
            B,wine,other,0,0.1,0.1,1.5,1000,200
            """);
        Measurement[] peers = PeersFile.Read(path, "mnp");
        Assert.HasCount(2, peers);
        Assert.AreEqual(("A (fast, mended)", true, "wine", 1, 0.25), (peers[0].Method, peers[0].IsPeer, peers[0].Set, peers[0].Seed, peers[0].AveragePrecision));
        Assert.IsTrue(double.IsNaN(peers[1].AveragePrecision));
    }

    [TestMethod]
    public void FieldsOfAnyTextSurvive()
    {
        string[] fields = ["plain", "with, comma", "with \"quotes\"", ""];
        CollectionAssert.AreEqual(fields, Csv.Split(Csv.Join(fields)));
    }
}
