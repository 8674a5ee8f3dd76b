using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>A detector inside an ML.NET pipeline: schemas, lazy scoring, cursors, prediction engines.</summary>
[TestClass]
public sealed class PipelineTests
{
    private static readonly MLContext MlContext = new(seed: 1);
    private static PrototypeTransformer<MultiNormalPrototypesModel> _model = null!;

    [ClassInitialize]
    public static void Train(TestContext context) =>
        _model = MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(ToyData.QuickOptions()).Fit(ToyData.View(MlContext, ToyData.Rows()));

    [TestMethod]
    public void OutputColumns_AreThoseOfMlNetsDetectors_ThenOurs()
    {
        IDataView scored = _model.Transform(ToyData.View(MlContext, ToyData.Rows()));
        CollectionAssert.AreEqual(
            new[] { "Label", "IsAnomaly", "Features", "PredictedLabel", "Score", "ReconstructionError", "NearestPrototype", "PrototypeSimilarity", "FeatureContributions" },
            scored.Schema.Select(c => c.Name).ToArray());
        int k = _model.Model.NumberOfPrototypes;
        Assert.AreEqual(BooleanDataViewType.Instance, scored.Schema["PredictedLabel"].Type);
        Assert.AreEqual(NumberDataViewType.Single, scored.Schema["Score"].Type);
        Assert.AreEqual(NumberDataViewType.Single, scored.Schema["ReconstructionError"].Type);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), k), scored.Schema["NearestPrototype"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, k), scored.Schema["PrototypeSimilarity"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, ToyData.Width), scored.Schema["FeatureContributions"].Type);
    }

    // RandomizedPca is ML.NET's own detector: whatever its columns carry, ours carry.
    [TestMethod]
    public void Annotations_AreThoseOfRandomizedPca()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        IDataView pca = MlContext.AnomalyDetection.Trainers.RandomizedPca(rank: 2, seed: 1).Fit(data).Transform(data);
        IDataView ours = _model.Transform(data);
        foreach (string column in new[] { "PredictedLabel", "Score" })
            CollectionAssert.AreEquivalent(Describe(pca.Schema[column]), Describe(ours.Schema[column]));

        // A second detector in a pipeline makes a set of columns of its own.
        uint setId = 0;
        _model.Transform(ours).Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref setId);
        Assert.AreEqual(2u, setId);

        static string[] Describe(DataViewSchema.Column column) =>
        [
            .. column.Annotations.Schema.Select(a => $"{a.Name} {a.Type} " + (a.Type is TextDataViewType ? Text(column, a.Name) : Number(column, a.Name))),
        ];

        static string Text(DataViewSchema.Column column, string kind)
        {
            ReadOnlyMemory<char> value = default;
            column.Annotations.GetValue(kind, ref value);
            return value.ToString();
        }

        static string Number(DataViewSchema.Column column, string kind)
        {
            uint value = 0;
            column.Annotations.GetValue(kind, ref value);
            return value.ToString();
        }
    }

    [TestMethod]
    [DataRow(PrototypeColumns.All)]
    [DataRow(PrototypeColumns.None)]
    [DataRow(PrototypeColumns.NearestPrototype | PrototypeColumns.FeatureContributions)]
    public void PromisedShape_IsThatOfTheRealOutput(PrototypeColumns columns)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.OutputColumns = columns;
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        var named = MlContext.Transforms.Concatenate("Features", "Features", "Features");
        var promised = new SchemaRecorder();
        var real = new SchemaRecorder();
        // A chain shows each estimator the shape that the ones before it promise, or that of the data it really gets.
        named.Append(MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options)).Append(promised).Fit(data);
        IDataView scored = named.Append(MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options)).Fit(data).Transform(data);
        new EstimatorChain<ITransformer>().Append(real).Append(MlContext.Transforms.CopyColumns("Copy", "Score")).Fit(scored);
        CollectionAssert.AreEqual(Describe(real.Seen!), Describe(promised.Seen!));

        static string[] Describe(SchemaShape shape) =>
        [
            .. shape.Where(c => c.Name != "Label" && c.Name != "IsAnomaly").Select(c => $"{c.Name} {c.Kind} {c.ItemType} key={c.IsKey} "
                + string.Join(", ", c.Annotations.Select(a => $"{a.Name}: {a.Kind} {a.ItemType} key={a.IsKey}").Order(StringComparer.Ordinal))),
        ];
    }

    [TestMethod]
    public void FeatureContributions_CarryTheFeaturesNames()
    {
        IDataView data = MlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 60).Select(i => new Person { Label = i % 20 == 0, Height = i % 7, Weight = i % 11 + (i % 20 == 0 ? 9 : 0) }));
        var pipeline = MlContext.Transforms.Concatenate("Features", "Height", "Weight")
            .Append(MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(ToyData.QuickOptions()));
        VBuffer<ReadOnlyMemory<char>> names = default;
        pipeline.Fit(data).Transform(data).Schema["FeatureContributions"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "Height", "Weight" }, names.DenseValues().Select(n => n.ToString()).ToArray());
    }

    [TestMethod]
    public void Values_AgreeWithEachOther()
    {
        IDataView scored = _model.Transform(ToyData.View(MlContext, ToyData.Rows()));
        float[] scores = [.. scored.GetColumn<float>("Score")];
        bool[] labels = [.. scored.GetColumn<bool>("PredictedLabel")];
        uint[] nearest = [.. scored.GetColumn<uint>("NearestPrototype")];
        float[][] similarities = [.. scored.GetColumn<float[]>("PrototypeSimilarity")];
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.AreEqual(scores[i] > _model.Threshold, labels[i]);
            Assert.AreEqual(similarities[i].Max(), similarities[i][nearest[i] - 1], "keys count from 1");
        }
    }

    [TestMethod]
    public void WithThreshold_ChangesOnlyThePredictedLabel()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        float[] scores = [.. _model.Transform(data).GetColumn<float>("Score")];
        float middle = scores.Order().ElementAt(scores.Length / 2);
        IDataView scored = _model.WithThreshold(middle).Transform(data);
        CollectionAssert.AreEqual(scores, scored.GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(scores.Select(s => s > middle).ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _model.WithThreshold(float.NaN));
    }

    [TestMethod]
    public void PredictionEngine_GivesWhatTransformGives()
    {
        ToyData.Row[] rows = ToyData.Rows();
        Scored[] batch = [.. MlContext.Data.CreateEnumerable<Scored>(_model.Transform(ToyData.View(MlContext, rows)), reuseRowObject: false)];
        using var engine = MlContext.Model.CreatePredictionEngine<ToyData.Row, Scored>(_model);
        for (int i = 0; i < rows.Length; i++)
        {
            Scored one = engine.Predict(rows[i]);
            Assert.AreEqual(batch[i].Score, one.Score);
            Assert.AreEqual(batch[i].PredictedLabel, one.PredictedLabel);
            Assert.AreEqual(batch[i].NearestPrototype, one.NearestPrototype);
            CollectionAssert.AreEqual(batch[i].FeatureContributions, one.FeatureContributions);
        }
    }

    [TestMethod]
    public void Transform_ReadsNothingBeforeItIsAsked_AndNoFeaturesForOtherColumns()
    {
        int read = 0;
        IDataView data = MlContext.Data.LoadFromEnumerable(ToyData.Rows().Select(r =>
        {
            read++;
            return r;
        }));
        IDataView scored = _model.Transform(data);
        Assert.AreEqual(0, read);
        using (DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]))
        {
            cursor.MoveNext();
            Assert.IsLessThan(10, read, "one row was asked for");
            Assert.IsTrue(cursor.IsColumnActive(scored.Schema["Score"]));
            Assert.IsFalse(cursor.IsColumnActive(scored.Schema["ReconstructionError"]));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(scored.Schema["ReconstructionError"]));
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(scored.Schema["Score"]));
        }
        var needed = ((ITransformer)_model).GetRowToRowMapper(data.Schema);
        CollectionAssert.AreEqual(new[] { "Label" }, needed.GetDependencies([scored.Schema["Label"]]).Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Features" }, needed.GetDependencies([scored.Schema["Score"], scored.Schema["Features"]]).Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void FourCursorsInParallel_GiveTheSameScores()
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 3000);
        IDataView scored = _model.Transform(MlContext.Data.Cache(ToyData.View(MlContext, rows)));
        float[] expected = [.. scored.GetColumn<float>("Score")];
        DataViewRowCursor[] cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 4);
        var found = new System.Collections.Concurrent.ConcurrentBag<float>();
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                ValueGetter<float> getter = cursor.GetGetter<float>(scored.Schema["Score"]);
                float value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    found.Add(value);
                }
            }
        });
        CollectionAssert.AreEqual(expected.Order().ToArray(), found.Order().ToArray());
    }

    [TestMethod]
    public void StandardEvaluator_TakesTheColumns_AndAgreesWithOurs()
    {
        IDataView data = ToyData.View(MlContext, ToyData.Rows(seed: 8));
        IDataView scored = MlContext.Transforms.Conversion.ConvertType("Truth", "IsAnomaly", DataKind.Single).Append(new Given(_model)).Fit(data).Transform(data);
        AnomalyDetectionMetrics theirs = MlContext.AnomalyDetection.Evaluate(scored, labelColumnName: "Truth");
        AnomalyRankingMetrics ours = MlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "Truth");
        Assert.AreEqual(theirs.AreaUnderRocCurve, ours.AreaUnderRocCurve, 1e-9);
        Assert.AreEqual(ours.AveragePrecision, MlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly").AveragePrecision);
    }

    private sealed class Person
    {
        public bool Label { get; set; }

        public float Height { get; set; }

        public float Weight { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public uint NearestPrototype { get; set; }

        public float[] FeatureContributions { get; set; } = [];
    }

    /// <summary>Remembers the shape that a chain shows it.</summary>
    private sealed class SchemaRecorder : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => MlContext.Transforms.CopyColumns("Recorded", "Features").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }

    /// <summary>Puts a trained transformer into a chain of estimators.</summary>
    private sealed class Given(ITransformer transformer) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => transformer;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
