using Microsoft.ML.Anomaly.Prototypes.Metrics;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class RankingMetricsTests
{
    // Anomalies at ranks 1, 3 and 6 of nine: precisions 1, 2/3, 3/6 at the three recalls.
    private static readonly float[] Nine = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    private static readonly bool[] Labels = [true, false, true, false, false, true, false, false, false];

    [TestMethod]
    public void AveragePrecision_ByHand() => Assert.AreEqual((1 + (2 / 3.0) + 0.5) / 3, RankingMetrics.AveragePrecision(Nine, Labels), 1e-12);

    // Precisions at the nine ranks 1, 1/2, 2/3, ..., from precision 1 at recall 0: only steps in recall have an area.
    [TestMethod]
    public void TrapezoidalPrecisionRecallArea_ByHand() =>
        Assert.AreEqual((1 + (((1 / 2.0) + (2 / 3.0)) / 2) + (((2 / 5.0) + (3 / 6.0)) / 2)) / 3, RankingMetrics.TrapezoidalPrecisionRecallArea(Nine, Labels), 1e-12);

    // Of 18 pairs the first anomaly wins 6, the second 5, the third 3.
    [TestMethod]
    public void AreaUnderRocCurve_ByHand() => Assert.AreEqual(14 / 18.0, RankingMetrics.AreaUnderRocCurve(Nine, Labels), 1e-12);

    // F1 at the three anomalies: 2/(1+3), 4/(3+3), 6/(6+3): the last two are equal, and the higher threshold wins.
    [TestMethod]
    public void BestF1_ByHand()
    {
        (float threshold, double f1) = RankingMetrics.BestF1(Nine, Labels);
        Assert.AreEqual(7, threshold);
        Assert.AreEqual(2 / 3.0, f1, 1e-12);
    }

    [TestMethod]
    public void Ties_ShareOneThreshold_WhateverTheOrder()
    {
        float[] scores = [2, 2, 1, 1];
        foreach (bool[] labels in new[] { new[] { true, false, false, true }, [false, true, true, false] })
        {
            // At 2: one of two; at 1: two of four.
            Assert.AreEqual(0.5, RankingMetrics.AveragePrecision(scores, labels), 1e-12);
            Assert.AreEqual(0.5, RankingMetrics.AreaUnderRocCurve(scores, labels), 1e-12);
        }
    }

    [TestMethod]
    public void OneClass_IsNotDefined()
    {
        Assert.IsTrue(double.IsNaN(RankingMetrics.AveragePrecision([1, 2], [false, false])));
        Assert.IsTrue(double.IsNaN(RankingMetrics.AreaUnderRocCurve([1, 2], [false, false])));
        Assert.IsTrue(double.IsNaN(RankingMetrics.AreaUnderRocCurve([1, 2], [true, true])));
        Assert.IsTrue(double.IsNaN(RankingMetrics.BestF1([1, 2], [false, false]).F1));
        Assert.IsTrue(double.IsNaN(RankingMetrics.AveragePrecision([], [])));
    }

    [TestMethod]
    public void NaNScore_MakesEverythingNaN()
    {
        Assert.IsTrue(double.IsNaN(RankingMetrics.AveragePrecision([1, float.NaN], [true, false])));
        Assert.IsTrue(double.IsNaN(RankingMetrics.AreaUnderRocCurve([1, float.NaN], [true, false])));
    }

    [TestMethod]
    public void Thresholds_ChooseWhatTheySay()
    {
        bool[] labels = [true, .. Enumerable.Repeat(false, 10)];
        float[] scores = [100, .. Enumerable.Range(1, 10).Select(i => (float)i)];
        float contamination = AnomalyThreshold.Contamination(0.2).Choose(scores, labels);
        Assert.AreEqual(2, scores.Skip(1).Count(s => s > contamination), "a fifth of the ten unlabelled rows lies above");
        float best = AnomalyThreshold.BestF1.Choose(scores, labels);
        Assert.AreEqual(1, scores.Count(s => s > best));
        Assert.AreEqual(7f, AnomalyThreshold.Fixed(7).Choose([], []));
    }

    [TestMethod]
    public void Thresholds_OutOfRange_AreRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyThreshold.Fixed(float.NaN));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyThreshold.Contamination(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyThreshold.Contamination(1));
    }
}
