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
}
