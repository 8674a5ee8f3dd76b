using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class ReportTests
{
    [TestMethod]
    public void TheReportNamesEveryMethodOnEverySet()
    {
        var figures = new CellFigures(100, 5, 40, 4, 13, 0.5, 0.4, 0.9, 1, 2, 3);
        Measurement ours = Measurement.Of(new CellKey("mnp", "wine", "MultiNormalPrototypes", "LatentSize=4", 1, 1, UsesValidation: true), figures);
        var report = new Report(new Comparison([ours, ours with { Seed = 2, AveragePrecision = 0.7 }, ours with { Method = "Rival, old", IsPeer = true }]), "Wine");

        string[] csv = report.ToCsv().TrimEnd().Split('\n');
        Assert.HasCount(5, csv);
        Assert.IsTrue(csv.All(line => Csv.Split(line).Length == 14));
        StringAssert.Contains(report.ToMarkdown(), "| wine | MultiNormalPrototypes LatentSize=4 with validation data | 2 | 0.600 ± 0.141 |");
        StringAssert.Contains(report.ToText(), "Rival, old [peer]");
    }
}
