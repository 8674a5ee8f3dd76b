using Microsoft.ML.Anomaly.Prototypes.Calibration;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class OutOfBagCalibrationTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void WithTooFewLabels_TheUsualFunctionIsTaken()
    {
        OutOfBagCalibration calibration = OutOfBagCalibration.Fit([0.1f, 0.2f, 0.9f], [0.8f, 0.9f]);
        Assert.AreEqual(1 / (1 + Math.Exp(-0.34)), calibration.Probability(0.5f), 1e-6);
        Assert.AreEqual(1 / (1 + Math.Exp(-((1.58 * Math.Log(0.8 / 0.2)) + 0.34))), calibration.Probability(0.8f), 1e-6);
        Assert.IsTrue(float.IsNaN(calibration.Probability(float.NaN)));
        foreach (float[] nothing in new[] { [], new[] { float.NaN } })
            Assert.AreEqual(calibration.Probability(0.3f), OutOfBagCalibration.Fit(nothing, [0.5f, 0.6f, 0.7f]).Probability(0.3f));
    }

    // 1,000 rows in the middle, where the usual function sees hundreds of anomalies; but the labelled ones are all far above, and so would the
    // hidden ones be.
    [TestMethod]
    public void LabelledAnomaliesBoundTheShareOfHiddenOnes()
    {
        float[] unlabelled = [.. Enumerable.Repeat(0.4f, 1000), .. Enumerable.Repeat(0.9f, 20)];
        float[] labelled = [.. Enumerable.Range(0, 30).Select(i => 0.85f + (0.001f * i))];
        OutOfBagCalibration calibration = OutOfBagCalibration.Fit(unlabelled, labelled);
        double usual = unlabelled.Average(score => 1 / (1 + Math.Exp(-((1.58 * Math.Log(score / (1 - score))) + 0.34))));
        // Half of the labelled anomalies, and 20 and a half of 1,020 rows, are above their median: twice that is the share.
        double byLabels = 20.5 / 1020 / 0.5, weight = 15.0 / 45;
        double expected = Math.Exp((weight * Math.Log(usual)) + ((1 - weight) * Math.Log(byLabels)));
        Assert.IsLessThan(usual / 3, expected);
        // New rows are like all of these: the labelled anomalies are anomalies among them.
        Assert.AreEqual(((expected * 1020) + 30) / 1050, unlabelled.Concat(labelled).Average(score => calibration.Probability(score)), 1e-3);

        var payload = new ModelPayload("x", [], [.. calibration.ToTensors("p.")]);
        Assert.AreEqual(calibration.Probability(0.37f), ScoreCalibration.FromPayload("OutOfBag", payload, "p.").Probability(0.37f));
        Assert.ThrowsExactly<FormatException>(
            () => ScoreCalibration.FromPayload("OutOfBag", new ModelPayload("x", [], [new PayloadTensor("p.logit", [2], [1, float.NaN])]), "p."));
    }

    // Where every anomaly is labelled, nothing hides: by the unlabelled rows alone a new row would hardly ever be one.
    [TestMethod]
    public void WhereAllAreLabelled_ProbabilitiesAreThoseOfTheWholeTable()
    {
        float[] unlabelled = [.. Enumerable.Range(0, 600).Select(i => 0.02f + (0.3f * i / 600))], labelled = [.. Enumerable.Range(0, 400).Select(i => 0.5f + (0.45f * i / 400))];
        OutOfBagCalibration calibration = OutOfBagCalibration.Fit(unlabelled, labelled);
        float[] all = [.. unlabelled, .. labelled];
        Assert.AreEqual(0.4, all.Average(score => calibration.Probability(score)), 0.01);
        float threshold = AnomalyThreshold.ExpectedF1.Choose(all, [.. all.Select((_, i) => i >= unlabelled.Length)], calibration);
        Assert.IsTrue(threshold is > 0.3f and < 0.55f, $"{threshold}");
    }

    [TestMethod]
    public void ExpectedF1_IsLargestWhereTheRowsAboveAreMostlyAnomalies()
    {
        float[] scores = [0.05f, 0.1f, 0.7f, 0.1f, 0.9f, 0.02f, 0.4f, 0.4f];
        ScoreCalibration calibration = OutOfBagCalibration.Fit([], []);
        float threshold = AnomalyThreshold.ExpectedF1.Choose(scores, new bool[scores.Length], calibration);
        double best = scores.Concat([0f]).Max(Merit);
        Assert.AreEqual(best, Merit(threshold), 1e-9);
        Assert.IsFalse(scores.Contains(threshold));
        Assert.AreEqual(0.5f, AnomalyThreshold.ExpectedF1.Choose([], [], calibration));

        double Merit(float t)
        {
            float[] above = [.. scores.Where(score => score > t)];
            return 2.0 * above.Sum(score => (double)calibration.Probability(score)) / (above.Length + scores.Sum(score => (double)calibration.Probability(score)));
        }
    }

    // A single anomaly is in every bag, and without bagging all rows are: nothing is known out of bag.
    [TestMethod]
    [DataRow(1, true)]
    [DataRow(6, false)]
    public void WhereNothingIsOutOfBag_ThresholdsAreStillChosen(int anomalies, bool bagging)
    {
        foreach (AnomalyThreshold threshold in new[] { AnomalyThreshold.ExpectedF1, AnomalyThreshold.BestF1, AnomalyThreshold.Contamination(0.1), AnomalyThreshold.Recall(0.9) })
        {
            PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
            (options.Threshold, options.Bagging) = (threshold, bagging);
            var trainer = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options);
            float chosen = trainer.Fit(EnsembleData.View(Context, EnsembleData.Rows(80, anomalies, 3))).Threshold;
            Assert.IsTrue(chosen is > 0 and < 1, $"{threshold}: {chosen}");
        }
    }

    [TestMethod]
    public void Ensemble_DecidesAndGivesProbabilities_FromTheStart()
    {
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        var trainer = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options);
        IDataView data = ToyData.View(Context, ToyData.Rows(normal: 600, anomalies: 40)), test = ToyData.View(Context, ToyData.Rows(normal: 600, anomalies: 40, seed: 9));
        PrototypeTransformer<PrototypeEnsembleModel> model = trainer.Fit(data);
        Assert.AreEqual(CalibrationMethod.OutOfBag, model.Calibration);
        IDataView scored = model.Transform(test);
        bool[] predicted = [.. scored.GetColumn<bool>("PredictedLabel")], truth = [.. scored.GetColumn<bool>("IsAnomaly")];
        double hits = predicted.Zip(truth).Count(pair => pair.First && pair.Second);
        Assert.IsGreaterThan(0.8, 2 * hits / (predicted.Count(p => p) + 40));
        float[] probabilities = [.. scored.GetColumn<float>("Probability")];
        Assert.AreEqual(40 / 640.0, probabilities.Average(), 0.05);
        var loaded = Context.Model.Load(new MemoryStream(ModelFile.Save(Context, model, data.Schema)), out _);
        CollectionAssert.AreEqual(probabilities, loaded.Transform(test).GetColumn<float>("Probability").ToArray());

        // The same threshold by other rows, and only where there are probabilities.
        Assert.AreEqual(model.Threshold, model.WithThreshold(test, AnomalyThreshold.ExpectedF1, "IsAnomaly").Threshold, 0.2f);
        var others = new MultiNormalPrototypesTrainer.Options { Threshold = AnomalyThreshold.ExpectedF1 };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Context.AnomalyDetection.Trainers.MultiNormalPrototypes(others)).Message, "ExpectedF1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Calibrate(test, "IsAnomaly", CalibrationMethod.OutOfBag));
    }
}
