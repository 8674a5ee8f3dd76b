using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace ProtoAnomaly.Compat.Tests.Transforms;

[TestClass]
public sealed class RandomizedPcaTests
{
    private sealed class Row
    {
        [VectorType(3)] public float[] Features = [];
        public float Weight = 1;
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView View(IEnumerable<float[]> rows) => _ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }));

    // Points on the line through the origin along (2, 1, 2) / 3.
    private static IEnumerable<float[]> Line(int count) => Enumerable.Range(1, count).Select(i => new[] { 2f * i, i, 2 * i });

    private static float[] Scores(ITransformer model, IDataView data) => model.Transform(data).GetColumn<float>("Score").ToArray();

    [TestMethod]
    public void TheComponentPointsAlongTheLine()
    {
        var model = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, oversampling: 0, ensureZeroMean: false, seed: 1).Fit(View(Line(20)));

        VBuffer<float>[] vectors = [];
        model.Model.GetEigenVectors(ref vectors, out int rank);
        Assert.AreEqual(1, rank);
        float[] component = vectors[0].DenseValues().ToArray();
        float sign = MathF.Sign(component[0]);
        Assert.AreEqual(2 / 3f, sign * component[0], 1e-4f);
        Assert.AreEqual(1 / 3f, sign * component[1], 1e-4f);
        Assert.AreEqual(2 / 3f, sign * component[2], 1e-4f);
        VBuffer<float> mean = default;
        model.Model.GetMean(ref mean);
        Assert.IsTrue(mean.DenseValues().All(m => m == 0));
    }

    [TestMethod]
    public void TheScoreIsTheSineOfTheAngleToTheComponent()
    {
        var model = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, oversampling: 0, ensureZeroMean: false, seed: 1).Fit(View(Line(20)));

        // (1, 0, 0) has the cosine 2/3, (1, -2, 0) stands at a right angle.
        IDataView unseen = View([[1, 0, 0], [1, -2, 0], [0, 1, 0]]);
        float[] scores = Scores(model, unseen);
        Assert.AreEqual(Math.Sqrt(5) / 3, scores[0], 1e-3);
        Assert.AreEqual(1, scores[1], 1e-3);
        Assert.AreEqual(Math.Sqrt(8) / 3, scores[2], 1e-3);
        CollectionAssert.AreEqual(new[] { true, true, true }, model.Transform(unseen).GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void AnotherThresholdChangesTheLabelsOnly()
    {
        var model = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, oversampling: 0, ensureZeroMean: false, seed: 1).Fit(View(Line(20)));
        IDataView unseen = View([[1, 0, 0], [1, -2, 0], [0, 1, 0]]);

        var changed = _ml.AnomalyDetection.ChangeModelThreshold(model, 0.9f);

        CollectionAssert.AreEqual(new[] { false, true, true }, changed.Transform(unseen).GetColumn<bool>("PredictedLabel").ToArray());
        CollectionAssert.AreEqual(Scores(model, unseen), Scores(changed, unseen));
        Assert.AreSame(changed, _ml.AnomalyDetection.ChangeModelThreshold(changed, 0.9f));

        using var stream = new MemoryStream();
        _ml.Model.Save(changed, unseen.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out _);
        CollectionAssert.AreEqual(new[] { false, true, true }, loaded.Transform(unseen).GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void CentringMovesTheOrigin()
    {
        var random = new Random(1);
        IDataView data = View(Enumerable.Range(0, 2000).Select(_ =>
        {
            float t = 4 * random.NextSingle() - 2, noise = 0.02f * random.NextSingle();
            return new[] { 1 + t, 2 + noise, 3 - noise };
        }));
        var model = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, seed: 1).Fit(data);

        VBuffer<float> mean = default;
        model.Model.GetMean(ref mean);
        float[] values = mean.DenseValues().ToArray();
        Assert.AreEqual(1, values[0], 0.2);
        Assert.AreEqual(2, values[1], 0.2);
        Assert.AreEqual(3, values[2], 0.2);
        float[] scores = Scores(model, View([[3, 2, 3], [1, 8, 3]]));
        Assert.IsLessThan(0.1f, scores[0]);
        Assert.IsGreaterThan(0.9f, scores[1]);
    }

    [TestMethod]
    public void WeightsCountAsRepetitions()
    {
        Row[] rows = [new() { Features = [1, 0, 0.1f], Weight = 3 }, new() { Features = [0, 2, 0] }, new() { Features = [0.3f, 0.2f, 1], Weight = 2 }, new() { Features = [1, 1, 5], Weight = 0 }];
        IDataView weighted = _ml.Data.LoadFromEnumerable(rows), repeated = _ml.Data.LoadFromEnumerable(rows.SelectMany(r => Enumerable.Repeat(r, (int)r.Weight)));
        // Without a mean the number of rows does not matter, and with all dimensions neither does the random start.
        var first = _ml.AnomalyDetection.Trainers.RandomizedPca("Features", "Weight", rank: 1, ensureZeroMean: false, seed: 1).Fit(weighted);
        var second = _ml.AnomalyDetection.Trainers.RandomizedPca("Features", rank: 1, ensureZeroMean: false, seed: 2).Fit(repeated);

        foreach ((float a, float b) in Scores(first, weighted).Zip(Scores(second, weighted)))
            Assert.AreEqual(a, b, 1e-3f);
    }

    [TestMethod]
    public void RowsWithMissingFeaturesAreSkippedWithAWarning()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        float[][] good = [.. Line(10), [1, 5, 2], [0, 3, 1], [4, 0, -2]], bad = [[float.NaN, 0, 0], [0, float.PositiveInfinity, 0]];
        var clean = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, seed: 1).Fit(View(good));
        Assert.IsEmpty(warnings);
        var model = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 1, seed: 1).Fit(View(good.Concat(bad)));

        CollectionAssert.AreEqual(new[] { "Skipped 2 instances with missing features/weights during training" }, warnings);
        IDataView unseen = View([[1, 0, 0], [0, 5, 1]]);
        CollectionAssert.AreEqual(Scores(clean, unseen), Scores(model, unseen));
    }

    [TestMethod]
    public void OptionsAndArgumentsMeanTheSame()
    {
        IDataView data = View(Line(10).Concat([[1, 5, 2], [0, 3, 1]]));
        var options = new RandomizedPcaTrainer.Options { Rank = 2, Oversampling = 1, EnsureZeroMean = false, Seed = 7 };
        Assert.AreEqual("Features", options.FeatureColumnName);
        RandomizedPcaTrainer trainer = _ml.AnomalyDetection.Trainers.RandomizedPca(options);
        Assert.IsFalse(trainer.Info.WantCaching);

        CollectionAssert.AreEqual(
            Scores(_ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2, oversampling: 1, ensureZeroMean: false, seed: 7).Fit(data), data),
            Scores(trainer.Fit(data), data));
    }

    private sealed class WideRow
    {
        [VectorType(40)] public float[] Features = [];
    }

    [TestMethod]
    public void FewRandomVectorsFindTheStrongDirections()
    {
        // Two strong directions among forty: the slots 0..19 move together, and so do the slots 20..39, in turn.
        var random = new Random(5);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(_ =>
        {
            float u = 10 * (random.NextSingle() - 0.5f), v = 10 * (random.NextSingle() - 0.5f);
            return new WideRow { Features = Enumerable.Range(0, 40).Select(j => (j < 20 ? u : j % 2 == 0 ? v : -v) + 0.05f * random.NextSingle()).ToArray() };
        }));
        var model = _ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2, oversampling: 5, seed: 3).Fit(data);

        VBuffer<float>[] vectors = [];
        model.Model.GetEigenVectors(ref vectors, out _);
        float[] flat = Enumerable.Range(0, 40).Select(j => j < 20 ? 1f : 0).ToArray(), turning = Enumerable.Range(0, 40).Select(j => j < 20 ? 0f : j % 2 == 0 ? 1 : -1).ToArray();
        foreach (float[] direction in new[] { flat, turning })
        {
            double share = vectors.Sum(v => Math.Pow(v.DenseValues().Zip(direction, (a, b) => (double)a * b).Sum(), 2)) / 20;
            Assert.AreEqual(1, share, 1e-3);
        }
    }
}
