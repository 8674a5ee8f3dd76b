using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What a trained detector says of itself beside its columns; see <see cref="TrainerContractTests"/> for the latter.</summary>
[TestClass]
public sealed class TransformerTests
{
    private static readonly MLContext MlContext = new(seed: 1);
    private static PrototypeTransformer<MultiNormalPrototypesModel> _model = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.Threshold = AnomalyThreshold.Contamination(0.1);
        options.OutputColumns = PrototypeColumns.NearestPrototype;
        _model = MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(MlContext, ToyData.Rows()));
    }

    [TestMethod]
    public void Properties_DescribeTheModel_AndAreKeptInTheFile()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        var stream = new MemoryStream();
        MlContext.Model.Save(_model, data.Schema, stream);
        stream.Position = 0;
        var loaded = (PrototypeTransformer<MultiNormalPrototypesModel>)MlContext.Model.Load(stream, out _);
        foreach (PrototypeTransformer<MultiNormalPrototypesModel> model in new[] { _model, loaded })
        {
            float[] scores = [.. model.Transform(data).GetColumn<float>("Score")];
            Assert.AreEqual("Features", model.FeatureColumnName);
            Assert.AreEqual(PrototypeColumns.NearestPrototype, model.OutputColumns);
            Assert.AreEqual(0.1, scores.Count(s => s > model.Threshold) / (double)scores.Length, 0.05);
            Assert.AreEqual(_model.Threshold, model.Threshold);
            Assert.AreEqual(ToyData.Width, model.Model.NumberOfFeatures);
            var prototypes = new KeyDataViewType(typeof(uint), model.Model.NumberOfPrototypes);
            Assert.AreEqual(prototypes, model.GetOutputSchema(data.Schema)["NearestPrototype"].Type);
        }
    }

    [TestMethod]
    public void WithThreshold_ChangesOnlyThePredictedLabel()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        float[] scores = [.. _model.Transform(data).GetColumn<float>("Score")];
        CollectionAssert.AreEqual(scores.Select(s => s > _model.Threshold).ToArray(), _model.Transform(data).GetColumn<bool>("PredictedLabel").ToArray());
        float middle = scores.Order().ElementAt(scores.Length / 2);
        IDataView scored = _model.WithThreshold(middle).Transform(data);
        CollectionAssert.AreEqual(scores, scored.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(scores.Select(s => s > middle).ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _model.WithThreshold(float.NaN));
    }

    [TestMethod]
    public void WithThreshold_ByLabelledRows_ChoosesAmongTheirScores()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows(seed: 9));
        PrototypeTransformer<MultiNormalPrototypesModel> chosen = _model.WithThreshold(data, AnomalyThreshold.Recall(1), "IsAnomaly");
        ToyData.Row[] rows = ToyData.Rows(seed: 9);
        bool[] called = [.. chosen.Transform(data).GetColumn<bool>("PredictedLabel")];
        Assert.IsTrue(rows.Zip(called).All(pair => pair.Second || !pair.First.IsAnomaly), "no anomaly is missed");
        Assert.AreEqual(5f, _model.WithThreshold(data, AnomalyThreshold.Fixed(5), "IsAnomaly").Threshold);
        IDataView normal = ToyData.View(MlContext, ToyData.Rows(anomalies: 0)), anomalous = ToyData.View(MlContext, ToyData.Rows(normal: 0));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _model.WithThreshold(normal, AnomalyThreshold.BestF1, "IsAnomaly")).Message, "'IsAnomaly'");
        Assert.ThrowsExactly<InvalidOperationException>(() => _model.WithThreshold(anomalous, AnomalyThreshold.BestF1, "IsAnomaly"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _model.WithThreshold(data, AnomalyThreshold.BestF1, "Nope")).Message, "'Nope'");
    }

    [TestMethod]
    public void WithContamination_CallsThatShareAnomalies()
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 380, anomalies: 20);
        rows[3].Features[0] = float.NaN;
        IDataView data = ToyData.View(MlContext, rows);
        Assert.AreEqual(40, _model.WithContamination(data, 0.1).Transform(data).GetColumn<bool>("PredictedLabel").Count(label => label), 1);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _model.WithContamination(data, 0));
        Assert.ThrowsExactly<InvalidOperationException>(() => _model.WithContamination(ToyData.View(MlContext, []), 0.1));
    }

    [TestMethod]
    [DataRow(CalibrationMethod.Platt)]
    [DataRow(CalibrationMethod.Isotonic)]
    public void Calibrate_AddsTheProbability_AndIsKeptInTheFile(CalibrationMethod method)
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows(seed: 9));
        Assert.IsNull(_model.Calibration);
        Assert.IsNull(_model.Transform(data).Schema.GetColumnOrNull("Probability"));
        PrototypeTransformer<MultiNormalPrototypesModel> calibrated = _model.Calibrate(data, "IsAnomaly", method);
        var loaded = (PrototypeTransformer<MultiNormalPrototypesModel>)MlContext.Model.Load(
            new MemoryStream(ModelFile.Save(MlContext, calibrated, data.Schema)), out _);
        float[] scores = [.. _model.Transform(data).GetColumn<float>("Score")];
        IDataView fresh = ToyData.View(MlContext, ToyData.Rows(seed: 10));
        foreach (PrototypeTransformer<MultiNormalPrototypesModel> model in new[] { calibrated, loaded, loaded.WithThreshold(0.3f) })
        {
            Assert.AreEqual(method, model.Calibration);
            IDataView scored = model.Transform(data);
            CollectionAssert.AreEqual(
                new[] { "PredictedLabel", "Score", "Probability", "NearestPrototype" }, scored.Schema.Skip(data.Schema.Count).Select(c => c.Name).ToArray());
            float[] probabilities = [.. scored.GetColumn<float>("Probability")];
            CollectionAssert.AreEqual(scores, scored.GetColumn<float>("Score").ToArray());
            CollectionAssert.AreEqual(calibrated.Transform(data).GetColumn<float>("Probability").ToArray(), probabilities);
            float[] ordered = [.. probabilities.Zip(scores).OrderBy(pair => pair.Second).Select(pair => pair.First)];
            CollectionAssert.AreEqual(ordered.Order().ToArray(), ordered, "it rises with the score");
            // Other rows of the same kind: on average the probability is the share of anomalies.
            Assert.AreEqual(20 / 320.0, model.Transform(fresh).GetColumn<float>("Probability").Average(), 0.02);
        }
        DataViewSchema.Column column = calibrated.GetOutputSchema(data.Schema)["Probability"];
        CollectionAssert.IsSubsetOf(
            new[] { "ScoreColumnSetId", "ScoreColumnKind", "ScoreValueKind", "IsNormalized" }, column.Annotations.Schema.Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void Calibrate_WithoutRowsOfBothKinds_SaysSo()
    {
        foreach (ToyData.Row[] rows in new[] { ToyData.Rows(anomalies: 0), ToyData.Rows(normal: 0), [] })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => _model.Calibrate(ToyData.View(MlContext, rows), "IsAnomaly")).Message, "'IsAnomaly'");
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _model.Calibrate(ToyData.View(MlContext, ToyData.Rows()), "IsAnomaly", (CalibrationMethod)7));
    }
}
