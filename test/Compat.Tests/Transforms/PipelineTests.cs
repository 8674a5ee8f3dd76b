using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Transforms one after the other.</summary>
[TestClass]
public sealed class PipelineTests
{
    private sealed class Scored
    {
        public float Score { get; set; }
        public bool PredictedLabel { get; set; }
    }

    private readonly MLContext _ml = new(seed: 1);

    private IEstimator<ITransformer> Pipeline() => _ml.Transforms.Categorical.OneHotEncoding("Hot", "Colour")
        .Append(_ml.Transforms.Conversion.ConvertType("FlagNumber", "Flag"))
        .Append(_ml.Transforms.Concatenate("Features", "A", "B", "FlagNumber", "Hot", "Vector"))
        .Append(_ml.Transforms.ReplaceMissingValues("Features"))
        .Append(_ml.Transforms.NormalizeMeanVariance("Features"))
        .Append(_ml.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1))
        .Append(_ml.Transforms.SelectColumns("Count", "Score", "PredictedLabel"));

    [TestMethod]
    public void SingleRowsScoreAsInAView()
    {
        IDataView data = SampleData.View(_ml);
        ITransformer model = Pipeline().Fit(data);
        float[] expected = model.Transform(data).GetColumn<float>("Score").ToArray();

        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = _ml.Model.Load(stream, out _);
        using PredictionEngine<SampleData.Row, Scored> engine = _ml.Model.CreatePredictionEngine<SampleData.Row, Scored>(loaded);
        Scored[] actual = SampleData.Rows(40).Select(engine.Predict).ToArray();

        CollectionAssert.AreEqual(expected, actual.Select(s => s.Score).ToArray());
        CollectionAssert.AreEqual(expected.Select(s => s > 0.5f).ToArray(), actual.Select(s => s.PredictedLabel).ToArray());
    }

    [TestMethod]
    public void FittedSchemaIsThatOfTheOutput()
    {
        IDataView data = SampleData.View(_ml);
        ITransformer model = Pipeline().Fit(data);
        DataViewSchema promised = model.GetOutputSchema(data.Schema), actual = model.Transform(data).Schema;

        CollectionAssert.AreEqual(new[] { "Count: Int32", "Score: Single", "PredictedLabel: Boolean" },
            promised.Select(c => $"{c.Name}: {c.Type}").ToArray());
        CollectionAssert.AreEqual(promised.Select(c => c.ToString()).ToArray(), actual.Select(c => c.ToString()).ToArray());
    }

    [TestMethod]
    public void ScoreColumnsAreNumberedApart()
    {
        IDataView data = SampleData.View(_ml);
        IDataView output = _ml.AnomalyDetection.Trainers.RandomizedPca("Sparse", rank: 1, seed: 1)
            .Append(_ml.AnomalyDetection.Trainers.RandomizedPca("Sparse", rank: 2, seed: 1)).Fit(data).Transform(data);

        uint[] ids = output.Schema.Where(c => c.Name == "Score").Select(c =>
        {
            uint id = 0;
            c.Annotations.GetValue("ScoreColumnSetId", ref id);
            return id;
        }).ToArray();
        CollectionAssert.AreEqual(new uint[] { 1, 2 }, ids);
    }
}
