using System.Globalization;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class CellProcessTests
{
    [TestMethod]
    public void ACellRunsInAProcessOfItsOwn()
    {
        using TemporaryFolder folder = PointsOnALine();
        CellOutcome outcome = CellProcess.Run(folder.Path, Key("Rank=1"));

        Assert.IsNull(outcome.Error);
        CellFigures figures = outcome.Figures!;
        Assert.AreEqual((40, 1, 20, 2, 3), (figures.TrainRows, figures.LabelledAnomalies, figures.TestRows, figures.TestAnomalies, figures.Features));
        Assert.AreEqual((1.0, 1.0, 1.0), (figures.AveragePrecision, figures.TrapezoidalPrecisionRecall, figures.RocArea));
        Assert.IsGreaterThan(0, figures.FitCpuSeconds);
        Assert.IsGreaterThan(0, figures.ScoredRowsPerCpuSecond!.Value);
        Assert.IsGreaterThan(1, figures.PeakMegabytes);
    }

    [TestMethod]
    public void TheSpeedOfScoring_IsMeasuredOnTheFirstSplitAlone()
    {
        using TemporaryFolder folder = PointsOnALine();
        Assert.IsNotNull(CellRunner.Run(folder.Path, Key("Rank=1"), TimeSpan.Zero).ScoredRowsPerCpuSecond);
        Assert.IsNull(CellRunner.Run(folder.Path, Key("Rank=1") with { Seed = 1 }, TimeSpan.Zero).ScoredRowsPerCpuSecond);
    }

    [TestMethod]
    public void AFailureIsTold()
    {
        using TemporaryFolder folder = PointsOnALine();
        CellOutcome outcome = CellProcess.Run(folder.Path, Key("Rank=4"));
        Assert.IsNull(outcome.Figures);
        StringAssert.Contains(outcome.Error!, "Rank (4)");
    }

    private static CellKey Key(string settings) => new("p", "line", "RandomizedPca", settings, Seed: 0, Threads: 1, UsesValidation: false);

    // Normal rows lie on a line, away from its middle, and anomalies beside it: one component tells them apart. The last row is
    // for validation.
    private static TemporaryFolder PointsOnALine()
    {
        var rows = new StringBuilder("f0,f1,f2,label\n");
        var split = new StringBuilder("row,s0,s1\n");
        for (int i = 0; i < 61; i++)
        {
            bool anomaly = i is 0 or 40 or 41;
            double x = (10 + i % 20) * (i % 2 == 0 ? 1 : -1), shift = anomaly ? 15 : 0;
            rows.Append(CultureInfo.InvariantCulture, $"{x},{x + shift},{2 * x - shift},{(anomaly ? 1 : 0)}\n");
            split.Append(CultureInfo.InvariantCulture, $"{i},{Letter(i)},{Letter(i)}\n");
        }
        var folder = new TemporaryFolder();
        folder.Write("tabular/line.csv", rows.ToString());
        folder.Write("splits/p/line.csv", split.ToString());
        return folder;

        static char Letter(int i) => i == 0 ? 'A' : i < 40 ? 'U' : i < 60 ? 'T' : 'V';
    }
}
