using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class TrapezoidalPrecisionRecallTests
{
    [TestMethod]
    public void JoinsThePointsOfTheCurve()
    {
        // From the top: anomaly, normal, anomaly, normal. Points (recall, precision): (0, 1), (1/2, 1), (1/2, 1/2), (1, 2/3), (1, 1/2).
        double area = TrapezoidalPrecisionRecall.Area([0.1f, 0.8f, 0.3f, 0.2f], [false, true, false, true]);
        Assert.AreEqual(0.5 * 1 + 0.5 * (0.5 + 2.0 / 3) / 2, area, 1e-12);
    }

    [TestMethod]
    public void EqualScoresShareAThreshold()
    {
        // Points (0, 1), (2/3, 2/4), (1, 3/5), whatever the order of the rows.
        double expected = 2.0 / 3 * (1 + 0.5) / 2 + 1.0 / 3 * (0.5 + 0.6) / 2;
        Assert.AreEqual(expected, TrapezoidalPrecisionRecall.Area([2, 2, 2, 2, 1], [true, true, false, false, true]), 1e-12);
        Assert.AreEqual(expected, TrapezoidalPrecisionRecall.Area([1, 2, 2, 2, 2], [true, false, true, false, true]), 1e-12);
    }

    [TestMethod]
    public void IsOneForAPerfectRankingAndNaNWithoutAnomalies()
    {
        Assert.AreEqual(1, TrapezoidalPrecisionRecall.Area([3, 2, 1], [true, true, false]), 1e-12);
        Assert.IsTrue(double.IsNaN(TrapezoidalPrecisionRecall.Area([3, 2, 1], [false, false, false])));
    }
}
