using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class ComparisonTests
{
    [TestMethod]
    public void EqualValuesShareARankAndMissingOnesAreLast()
    {
        CollectionAssert.AreEqual(new[] { 3, 1.5, 1.5, 4.5, 4.5 }, Comparison.Ranks([0.2, 0.9, 0.9, double.NaN, double.NaN]));
    }

    [TestMethod]
    public void MeansAndDeviationsAreOverTheSplitsAndRanksOverTheSets()
    {
        var comparison = new Comparison(
        [
            Run("ours", "a", 0, 0.5), Run("ours", "a", 1, 0.7), Run("ours", "b", 0, 0.2),
            Run("other", "a", 0, 0.1), Run("other", "b", 0, 0.8), Run("other", "b", 1, double.NaN),
        ]);

        SetResult onA = comparison.BySet.Single(r => r.Method == "ours" && r.Set == "a");
        Assert.AreEqual(0.6, onA.AveragePrecision.Mean, 1e-12);
        Assert.AreEqual(Math.Sqrt(0.02), onA.AveragePrecision.Deviation, 1e-12);
        Assert.AreEqual(1, onA.Rank);
        Assert.AreEqual(1, comparison.BySet.Single(r => r.Method == "other" && r.Set == "b").AveragePrecision.Count);

        OverallResult overall = comparison.Overall.Single(r => r.Method == "ours");
        Assert.AreEqual(0.4, overall.AveragePrecision.Mean, 1e-12);
        Assert.AreEqual(1.5, overall.AverageRank);
    }

    [TestMethod]
    public void SetsThatNoPeerHasRunAreNotRanked()
    {
        var comparison = new Comparison(
        [
            Run("ours", "a", 0, 0.5), Run("ours", "b", 0, 0.9),
            Run("rival", "a", 0, 0.6) with { IsPeer = true },
        ]);

        Assert.AreEqual(1, comparison.RankedSets);
        Assert.AreEqual(2, comparison.Overall.Single(r => !r.IsPeer).AverageRank);
        Assert.AreEqual(0.5, comparison.Overall.Single(r => !r.IsPeer).AveragePrecision.Mean);
        Assert.AreEqual(1, comparison.Overall.Single(r => r.IsPeer).AverageRank);
        Assert.AreEqual(1, comparison.Overall.Single(r => r.IsPeer).AveragePrecision.Count);
    }

    [TestMethod]
    public void DifferencesAreOfTheMeansOnEachSet()
    {
        var comparison = new Comparison(
        [
            Run("ours", "a", 0, 0.5), Run("ours", "a", 1, 0.7), Run("ours", "b", 0, 0.2), Run("ours", "c", 0, 0.3),
            Run("other", "a", 0, 0.4), Run("other", "a", 1, 0.6), Run("other", "b", 0, 0.5), Run("other", "c", 0, 0.3),
        ]);
        (OverallResult method, Statistic difference, int better, int worse) = comparison.Against(comparison.Overall.Single(r => r.Method == "ours")).Single();
        Assert.AreEqual("other", method.Method);
        Assert.AreEqual((0.2) / 3, difference.Mean, 1e-12);
        Assert.AreEqual((3, 1, 1), (difference.Count, better, worse));
    }

    [TestMethod]
    public void StatisticsLeaveOutWhatIsNotMeasured()
    {
        Statistic statistic = Statistic.Of([4, double.NaN, 1, 2, 9]);
        Assert.AreEqual((4, 4.0, 3.0, 9.0), (statistic.Count, statistic.Mean, statistic.Median, statistic.Maximum));
        Assert.AreEqual(Math.Sqrt(38.0 / 3), statistic.Deviation, 1e-12);
        Assert.IsTrue(double.IsNaN(Statistic.Of([7]).Deviation));
    }

    private static Measurement Run(string method, string set, int seed, double averagePrecision) =>
        new(method, IsPeer: false, set, seed, averagePrecision, 0, 0, 0, 0, 0);
}
