using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Metrics;
using Microsoft.ML.Anomaly.Prototypes.Model;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class CalibrationTests
{
    // Labels drawn from a known sigmoid give that sigmoid back, whatever the unit of the scores.
    [TestMethod]
    [DataRow(1f, 0f)]
    [DataRow(1e-4f, 7f)]
    [DataRow(1000f, -300f)]
    public void Platt_FindsTheSigmoidThatTheLabelsComeFrom(float unit, float shift)
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(_ => (6 * random.NextDouble()) - 3)];
        bool[] isAnomaly = [.. x.Select(v => random.NextDouble() < Truth(v))];
        ScoreCalibration platt = ScoreCalibration.Fit(CalibrationMethod.Platt, [.. x.Select(v => (float)((v * unit) + shift))], isAnomaly);
        for (double v = -3; v <= 3; v += 0.5)
            Assert.AreEqual(Truth(v), platt.Probability((float)((v * unit) + shift)), 0.03, $"at {v}");
        static double Truth(double v) => 1 / (1 + Math.Exp(-((2 * v) - 1)));
    }

    // At the optimum the gradient vanishes: the residuals from Platt's targets have sum 0, and are uncorrelated with the scores.
    [TestMethod]
    public void Platt_IsTheMaximumOfItsLikelihood()
    {
        float[] scores = [0, 1, 2, 3, 4, 5];
        bool[] isAnomaly = [false, false, true, false, true, true];
        ScoreCalibration platt = ScoreCalibration.Fit(CalibrationMethod.Platt, scores, isAnomaly);
        double[] residuals = [.. scores.Select((s, i) => platt.Probability(s) - (isAnomaly[i] ? 4 / 5.0 : 1 / 5.0))];
        Assert.AreEqual(0, residuals.Sum(), 1e-6);
        Assert.AreEqual(0, residuals.Select((r, i) => r * scores[i]).Sum(), 1e-5);
    }

    [TestMethod]
    public void Platt_OfSeparableScores_StaysFinite()
    {
        ScoreCalibration platt = ScoreCalibration.Fit(CalibrationMethod.Platt, [0, 0, 0, 1], [false, false, false, true]);
        Assert.AreEqual(1 / 5.0, platt.Probability(0), 1e-3, "Platt's target of three normal rows");
        Assert.AreEqual(2 / 3.0, platt.Probability(1), 1e-3, "Platt's target of one anomaly");
    }

    [TestMethod]
    public void Platt_OfEqualScores_IsTheShareOfAnomalies() =>
        Assert.AreEqual(0.5, ScoreCalibration.Fit(CalibrationMethod.Platt, [3, 3, 3, 3], [true, false, true, false]).Probability(3), 1e-6);

    // Scores 1..6, labels 0 1 0 0 1 1: the second to the fourth row are pooled to 1/3.
    [TestMethod]
    public void Isotonic_ByHand()
    {
        ScoreCalibration isotonic = ScoreCalibration.Fit(CalibrationMethod.Isotonic, [6, 1, 3, 2, 5, 4], [true, false, false, true, true, false]);
        foreach ((float score, double expected) in new (float, double)[]
            { (0, 0), (1, 0), (1.5f, 1 / 6.0), (2, 1 / 3.0), (3.2f, 1 / 3.0), (4, 1 / 3.0), (4.5f, 2 / 3.0), (5, 1), (5.5f, 1), (9, 1) })
        {
            Assert.AreEqual(expected, isotonic.Probability(score), 1e-6, $"at {score}");
        }
    }

    [TestMethod]
    public void Isotonic_GivesEqualScoresOneProbability()
    {
        foreach (bool[] labels in new bool[][] { [true, false, true], [false, true, true], [true, true, false] })
            Assert.AreEqual(2 / 3.0, ScoreCalibration.Fit(CalibrationMethod.Isotonic, [1, 1, 1], labels).Probability(1), 1e-6);
    }

    [TestMethod]
    [DataRow(CalibrationMethod.Platt)]
    [DataRow(CalibrationMethod.Isotonic)]
    public void Probability_NeverFalls_LiesInItsRange_AndIsKeptInThePayload(CalibrationMethod method)
    {
        var random = new Random(3);
        float[] scores = [.. Enumerable.Range(0, 500).Select(_ => random.NextSingle())];
        bool[] isAnomaly = [.. scores.Select(s => random.NextSingle() < s * s)];
        ScoreCalibration calibration = ScoreCalibration.Fit(method, scores, isAnomaly);
        Assert.AreEqual(method, calibration.Method);
        var payload = new ModelPayload("Kind", [], [.. calibration.ToTensors("c.")]);
        ScoreCalibration loaded = ScoreCalibration.FromPayload(method.ToString(), payload, "c.");
        float previous = 0;
        for (float score = -1; score < 2; score += 0.01f)
        {
            float probability = calibration.Probability(score);
            Assert.IsTrue(probability >= previous && probability <= 1);
            Assert.AreEqual(probability, loaded.Probability(score));
            previous = probability;
        }
        Assert.IsTrue(float.IsNaN(calibration.Probability(float.NaN)));
    }

    [TestMethod]
    public void NonsenseInThePayload_IsAFormatException()
    {
        void Refused(string method, params PayloadTensor[] tensors) => Assert.ThrowsExactly<FormatException>(
            () => ScoreCalibration.FromPayload(method, new ModelPayload("Kind", [], tensors), ""), string.Join(", ", tensors.Select(t => t.Name)));
        Refused("Magic");
        Refused("Platt");
        Refused("Platt", new PayloadTensor("platt", [3], [0, float.NaN, 0]));
        Refused("Isotonic", new PayloadTensor("scores", [0], []), new("probabilities", [0], []));
        Refused("Isotonic", new PayloadTensor("scores", [1], [1]), new("probabilities", [2], [0, 1]));
        Refused("Isotonic", new PayloadTensor("scores", [2], [1, 1]), new("probabilities", [2], [0, 1]));
        Refused("Isotonic", new PayloadTensor("scores", [2], [1, 2]), new("probabilities", [2], [1, 0]));
        Refused("Isotonic", new PayloadTensor("scores", [2], [1, 2]), new("probabilities", [2], [0, 2]));
        Refused("Isotonic", new PayloadTensor("scores", [2], [1, float.NaN]), new("probabilities", [2], [0, 1]));
    }

    // Anomalies at ranks 1, 2, 4 of six: precision 1, 1, 2/3, 3/4, 3/5, 1/2, recall 1/3, 2/3, 2/3, 1, 1, 1.
    [TestMethod]
    public void Thresholds_ReachThePrecisionOrRecallAskedFor()
    {
        float[] scores = [6, 5, 4, 3, 2, 1];
        bool[] isAnomaly = [true, true, false, true, false, false];
        int Called(AnomalyThreshold threshold) => scores.Count(s => s > threshold.Choose(scores, isAnomaly));
        Assert.AreEqual(2, Called(AnomalyThreshold.Precision(1)));
        Assert.AreEqual(4, Called(AnomalyThreshold.Precision(0.7)));
        Assert.AreEqual(1, Called(AnomalyThreshold.Recall(0.3)), "of equal precisions the highest threshold");
        Assert.AreEqual(4, Called(AnomalyThreshold.Recall(0.9)));
        Assert.AreEqual(4, Called(AnomalyThreshold.BestF1));
        float[] upsideDown = [1, 2, 3, 4, 5, 6];
        Assert.AreEqual(6, upsideDown.Count(s => s > AnomalyThreshold.Precision(0.9).Choose(upsideDown, isAnomaly)), "the best that there is");
    }

    [TestMethod]
    public void ThresholdsOutOfTheirRange_AreRefused()
    {
        foreach (double share in new[] { 0, -1, 1.01, double.NaN })
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyThreshold.Precision(share));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AnomalyThreshold.Recall(share));
        }
        Assert.AreEqual("Precision(0.5)", AnomalyThreshold.Precision(0.5).ToString());
        Assert.IsTrue(double.IsNaN(RankingMetrics.Best([1, 2], [false, false], (p, r) => p).Merit));
    }
}
