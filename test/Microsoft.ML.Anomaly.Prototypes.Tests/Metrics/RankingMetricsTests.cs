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

    [TestMethod]
    public void PrecisionAndRecallAtK_ByHand()
    {
        var metrics = new AnomalyRankingMetrics(Nine, Labels);
        Assert.AreEqual(9, metrics.NumberOfRows);
        Assert.AreEqual(3, metrics.NumberOfAnomalies);
        Assert.IsNull(metrics.Undefined);
        foreach ((int k, int found) in new[] { (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3) })
        {
            Assert.AreEqual(found / (double)k, metrics.PrecisionAt(k), 1e-12);
            Assert.AreEqual(found / 3.0, metrics.RecallAt(k), 1e-12);
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => metrics.PrecisionAt(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => metrics.RecallAt(10));
    }

    // One anomaly above four equal scores with one anomaly among them: each of the four is it with a chance of a quarter.
    [TestMethod]
    public void PrecisionAtK_WithinTies_IsTheExpectedOne()
    {
        foreach (bool[] labels in new bool[][] { [true, true, false, false, false], [true, false, false, false, true] })
        {
            var metrics = new AnomalyRankingMetrics([2, 1, 1, 1, 1], labels);
            Assert.AreEqual((1 + (2 / 4.0)) / 3, metrics.PrecisionAt(3), 1e-12);
            Assert.AreEqual((1 + (2 / 4.0)) / 2, metrics.RecallAt(3), 1e-12);
        }
    }

    [TestMethod]
    public void Curves_ByHand()
    {
        var metrics = new AnomalyRankingMetrics([3, 2, 2, 1], [true, false, true, false]);
        CollectionAssert.AreEqual(
            new PrecisionRecallPoint[] { new(3, 1, 0.5), new(2, 2 / 3.0, 1), new(1, 0.5, 1) }, metrics.GetPrecisionRecallCurve().ToArray());
        CollectionAssert.AreEqual(new RocPoint[] { new(3, 0, 0.5), new(2, 0.5, 1), new(1, 1, 1) }, metrics.GetRocCurve().ToArray());
    }

    [TestMethod]
    public void FiguresThatAreNotDefined_AreNaNWithAReason()
    {
        foreach ((float[] scores, bool[] labels, string reason) in new (float[], bool[], string)[]
        {
            ([], [], "no rows"), ([1, 2], [false, false], "None of the rows"), ([1, 2], [true, true], "All rows"),
            ([1, float.NaN], [true, false], "1 of 2 scores"),
        })
        {
            var metrics = new AnomalyRankingMetrics(scores, labels);
            StringAssert.Contains(metrics.Undefined, reason);
            Assert.IsTrue(double.IsNaN(metrics.AreaUnderRocCurve));
            Assert.IsEmpty(metrics.GetRocCurve());
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => metrics.Bootstrap()).Message, reason);
        }
        Assert.IsTrue(double.IsNaN(new AnomalyRankingMetrics([1, float.NaN], [true, false]).PrecisionAt(1)));
        Assert.IsTrue(double.IsNaN(new AnomalyRankingMetrics([1, 2], [false, false]).RecallAt(1)));
    }

    [TestMethod]
    public void Bootstrap_HoldsTheFigure_NarrowsWithTheRows_AndRepeats()
    {
        static AnomalyRankingMetrics Metrics(int rows)
        {
            var random = new Random(1);
            bool[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 10 == 0)];
            return new([.. labels.Select(anomaly => random.NextSingle() + (anomaly ? 0.5f : 0))], labels);
        }
        AnomalyRankingMetrics few = Metrics(200), many = Metrics(3000);
        AnomalyRankingIntervals wide = few.Bootstrap(200), narrow = many.Bootstrap(200);
        foreach ((ConfidenceInterval interval, double figure) in new[]
        {
            (wide.AveragePrecision, few.AveragePrecision), (wide.AreaUnderRocCurve, few.AreaUnderRocCurve), (wide.BestF1, few.BestF1),
            (narrow.AveragePrecision, many.AveragePrecision), (narrow.TrapezoidalPrecisionRecallArea, many.TrapezoidalPrecisionRecallArea),
        })
        {
            Assert.IsTrue(interval.Lower < figure && figure < interval.Upper, $"{interval} {figure}");
        }
        Assert.IsLessThan(
            (wide.AreaUnderRocCurve.Upper - wide.AreaUnderRocCurve.Lower) / 2, narrow.AreaUnderRocCurve.Upper - narrow.AreaUnderRocCurve.Lower);
        ConfidenceInterval half = few.Bootstrap(200, confidence: 0.5).AveragePrecision;
        Assert.IsTrue(half.Lower > wide.AveragePrecision.Lower && half.Upper < wide.AveragePrecision.Upper);
        Assert.AreEqual(wide, few.Bootstrap(200));
        Assert.AreNotEqual(wide, few.Bootstrap(200, seed: 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => few.Bootstrap(9));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => few.Bootstrap(100, 1));
    }

    // The known spread of the area under the ROC curve of two equal distributions: about sqrt((n + m + 1) / (12 n m)).
    [TestMethod]
    public void Bootstrap_IsAsWideAsTheTheorySays()
    {
        const int anomalies = 50, normals = 450;
        var random = new Random(3);
        bool[] labels = [.. Enumerable.Range(0, anomalies + normals).Select(i => i < anomalies)];
        var metrics = new AnomalyRankingMetrics([.. labels.Select(_ => random.NextSingle())], labels);
        ConfidenceInterval interval = metrics.Bootstrap(1000).AreaUnderRocCurve;
        double expected = 2 * 1.96 * Math.Sqrt((anomalies + normals + 1) / (12.0 * anomalies * normals));
        Assert.AreEqual(expected, interval.Upper - interval.Lower, 0.15 * expected);
    }
}
