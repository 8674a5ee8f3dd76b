using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Lazy scoring, cursors, prediction engines, evaluation.
public sealed partial class TrainerContractTests
{
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Scores_AreDiverse(string trainer)
    {
        AssertUsable(Trained(trainer));
        float[] scores = Scores(Trained(trainer), ToyData.Rows());
        Assert.IsGreaterThanOrEqualTo((int)Math.Ceiling(0.9 * scores.Length), scores.Distinct().Count());
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void PredictedLabel_FollowsTheScore_AndTheNearestPrototypeTheSimilarity(string trainer)
    {
        IDataView scored = Trained(trainer).Transform(ToyData.View(Context, ToyData.Rows()));
        ScoredRow[] rows = [.. Context.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: false, ignoreMissingColumns: true)];
        float lowestAnomaly = rows.Where(r => r.PredictedLabel).Select(r => r.Score).DefaultIfEmpty(float.PositiveInfinity).Min();
        Assert.IsTrue(rows.Where(r => !r.PredictedLabel).All(r => r.Score < lowestAnomaly));
        foreach (ScoredRow row in rows)
        {
            if (row.NearestPrototype > 0)
                Assert.AreEqual(row.PrototypeSimilarity.Max(), row.PrototypeSimilarity[row.NearestPrototype - 1], "keys count from 1");
            Assert.IsTrue(float.IsFinite(row.ReconstructionError) && row.FeatureContributions.All(float.IsFinite));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Prototypes_LieInTheSpaceOfTheLatentVector(string trainer)
    {
        var model = Trained(trainer);
        IDataView scored = model.Transform(ToyData.View(Context, ToyData.Rows()));
        dynamic detector = model;
        IReadOnlyList<float[]> prototypes = ((PrototypeModel)detector.Model).GetPrototypes();
        if (!TrainerRegistry.Get(trainer).Columns.HasFlag(PrototypeColumns.LatentVector))
        {
            Assert.IsEmpty(prototypes);
            return;
        }
        int size = ((VectorDataViewType)scored.Schema["LatentVector"].Type).Size;
        Assert.HasCount(((PrototypeModel)detector.Model).NumberOfPrototypes, prototypes);
        Assert.IsTrue(prototypes.All(prototype => prototype.Length == size && prototype.All(float.IsFinite)));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void PredictionEngine_GivesWhatTransformGives(string trainer)
    {
        ITransformer model = Trained(trainer);
        ToyData.Row[] rows = ToyData.Rows();
        ScoredRow[] batch = [.. Context.Data.CreateEnumerable<ScoredRow>(
            model.Transform(ToyData.View(Context, rows)), reuseRowObject: false, ignoreMissingColumns: true)];
        using var engine = Context.Model.CreatePredictionEngine<ToyData.Row, ScoredRow>(model, ignoreMissingColumns: true);
        for (int i = 0; i < rows.Length; i++)
        {
            ScoredRow one = engine.Predict(rows[i]);
            Assert.AreEqual(batch[i].Score, one.Score);
            Assert.AreEqual(batch[i].PredictedLabel, one.PredictedLabel);
            Assert.AreEqual(batch[i].ReconstructionError, one.ReconstructionError);
            Assert.AreEqual(batch[i].NearestPrototype, one.NearestPrototype);
            CollectionAssert.AreEqual(batch[i].PrototypeSimilarity, one.PrototypeSimilarity);
            CollectionAssert.AreEqual(batch[i].FeatureContributions, one.FeatureContributions);
            CollectionAssert.AreEqual(batch[i].ClusterProbabilities, one.ClusterProbabilities);
            Assert.AreEqual(batch[i].ClusterEntropy, one.ClusterEntropy);
            Assert.AreEqual(batch[i].CosineSimilarity, one.CosineSimilarity);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Transform_ReadsNothingBeforeItIsAsked_AndNoFeaturesForOtherColumns(string trainer)
    {
        ITransformer model = Trained(trainer);
        int read = 0;
        IDataView data = Context.Data.LoadFromEnumerable(ToyData.Rows().Select(r =>
        {
            read++;
            return r;
        }));
        IDataView scored = model.Transform(data);
        Assert.AreEqual(0, read);
        using (DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]))
        {
            cursor.MoveNext();
            Assert.IsLessThan(10, read, "one row was asked for");
            Assert.IsTrue(cursor.IsColumnActive(scored.Schema["Score"]));
            Assert.IsFalse(cursor.IsColumnActive(scored.Schema["PredictedLabel"]));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<bool>(scored.Schema["PredictedLabel"]));
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(scored.Schema["Score"]));
        }
        IRowToRowMapper needed = model.GetRowToRowMapper(data.Schema);
        CollectionAssert.AreEqual(new[] { "Label" }, needed.GetDependencies([scored.Schema["Label"]]).Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "Features" }, needed.GetDependencies([scored.Schema["Score"], scored.Schema["Features"]]).Select(c => c.Name).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void FourCursorsInParallel_GiveTheSameScores(string trainer)
    {
        IDataView scored = Trained(trainer).Transform(Context.Data.Cache(ToyData.View(Context, ToyData.Rows(normal: 3000))));
        float[] expected = [.. scored.GetColumn<float>("Score")];
        DataViewRowCursor[] cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 4);
        var found = new ConcurrentBag<float>();
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
    [DynamicData(nameof(Trainers))]
    public void StandardEvaluator_TakesTheColumns_AndAgreesWithOurs(string trainer)
    {
        IDataView data = ToyData.View(Context, ToyData.Rows(seed: 8));
        IDataView truth = Context.Transforms.Conversion.ConvertType("Truth", "IsAnomaly", DataKind.Single).Fit(data).Transform(data);
        IDataView scored = Trained(trainer).Transform(truth);
        AnomalyDetectionMetrics theirs = Context.AnomalyDetection.Evaluate(scored, labelColumnName: "Truth");
        AnomalyRankingMetrics ours = Context.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "Truth");
        Assert.AreEqual(theirs.AreaUnderRocCurve, ours.AreaUnderRocCurve, 1e-9);
        Assert.AreEqual(ours.AveragePrecision, Context.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly").AveragePrecision);
    }

    // Rows are pulled in blocks that grow; whatever is read beside the score has to be that of the same row.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ColumnsOfTheSource_StayBesideTheirRow(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 500);
        ITransformer model = Trained(trainer);
        float[] scores = Scores(model, rows);
        IDataView scored = model.Transform(ToyData.View(Context, rows));
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
        ValueGetter<bool> label = cursor.GetGetter<bool>(scored.Schema["IsAnomaly"]);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(scored.Schema["Features"]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(row, cursor.Position);
            bool isAnomaly = false;
            label(ref isAnomaly);
            Assert.AreEqual(rows[row].IsAnomaly, isAnomaly);
            // Some rows are left out, as by a reader that seeks something.
            if (row % 7 == 3)
                continue;
            float value = 0;
            VBuffer<float> vector = default;
            DataViewRowId id = default;
            score(ref value);
            features(ref vector);
            getId(ref id);
            Assert.AreEqual(scores[row], value);
            CollectionAssert.AreEqual(rows[row].Features, vector.DenseValues().ToArray());
            Assert.IsTrue(ids.Add(id));
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        float none = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => score(ref none));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Cursor_BeforeTheFirstRow_HasNoValues(string trainer)
    {
        IDataView scored = Trained(trainer).Transform(ToyData.View(Context, ToyData.Rows()));
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        Assert.AreEqual(-1, cursor.Position);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Score"])(ref value));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NoRows_GiveNoScores(string trainer) => Assert.IsEmpty(Scores(Trained(trainer)));

    // The scores of a row alone, of all rows, and of rows beside each other in any order are the same bits.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Score_DoesNotDependOnTheOtherRows(string trainer)
    {
        ITransformer model = Trained(trainer);
        ToyData.Row[] rows = ToyData.Rows();
        float[] scores = Scores(model, rows), reversed = Scores(model, rows.Reverse());
        CollectionAssert.AreEqual(scores, reversed.Reverse().ToArray());
        for (int row = 0; row < rows.Length; row += 40)
            Assert.AreEqual(scores[row], Scores(model, rows[row]).Single());
    }

    [TestMethod]
    [DynamicData(nameof(TrainersAndNotFinite))]
    public void RowsWithMissingFeatures_HaveNoScore_AndAreCountedInAWarning(string trainer, float value)
    {
        var mlContext = new MLContext(seed: 1);
        var warnings = new List<string>();
        mlContext.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.Message);
        };
        ITransformer model = Fit(trainer, mlContext, new(), ToyData.View(mlContext, ToyData.Rows()));
        ToyData.Row[] rows = ToyData.Rows();
        float[] expected = Scores(model, rows);
        Assert.IsEmpty(warnings);
        foreach (int row in new[] { 41, 77 })
            rows[row].Features[2] = value;
        ScoredRow[] scored = [.. mlContext.Data.CreateEnumerable<ScoredRow>(model.Transform(ToyData.View(mlContext, rows)), reuseRowObject: false, ignoreMissingColumns: true)];
        Assert.HasCount(1, warnings);
        StringAssert.Contains(warnings[0], $"2 of {rows.Length} rows have no score");
        StringAssert.Contains(warnings[0], "'Features'");
        for (int row = 0; row < rows.Length; row++)
        {
            bool missing = row is 41 or 77;
            Assert.AreEqual(missing ? float.NaN : expected[row], scored[row].Score);
            if (missing)
            {
                Assert.IsFalse(scored[row].PredictedLabel);
                PrototypeColumns columns = TrainerRegistry.Get(trainer).Columns;
                Assert.AreEqual(0u, scored[row].NearestPrototype, "a missing key");
                Assert.IsTrue(!columns.HasFlag(PrototypeColumns.ReconstructionError) || float.IsNaN(scored[row].ReconstructionError));
                Assert.IsTrue(scored[row].FeatureContributions.All(float.IsNaN));
            }
        }
        using (var engine = mlContext.Model.CreatePredictionEngine<ToyData.Row, ScoredRow>(model, ignoreMissingColumns: true))
        {
            Assert.AreEqual(expected[0], engine.Predict(rows[0]).Score);
            Assert.AreEqual(float.NaN, engine.Predict(rows[41]).Score);
            Assert.IsFalse(engine.Predict(rows[77]).PredictedLabel);
            Assert.AreEqual(expected[1], engine.Predict(rows[1]).Score);
        }
    }

    // A prototype that can be decoded is a row like those that the detector was trained on, in their units.
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void DecodedPrototypes_AreRows(string trainer)
    {
        const float constant = 3, unit = 100;
        IEnumerable<WiderRow> wider = ToyData.Rows().Select(r => new WiderRow { Label = r.Label, Class = r.Class, Features = [constant, .. r.Features.Select(f => f * unit)] });
        dynamic detector = Fit(trainer, Context, new(), Context.Data.LoadFromEnumerable(wider));
        var model = (PrototypeModel)detector.Model;
        IReadOnlyList<float[]> prototypes = model.DecodePrototypes();
        if (prototypes.Count == 0)
            return;
        Assert.HasCount(model.NumberOfPrototypes, prototypes);
        foreach (float[] prototype in prototypes)
        {
            Assert.HasCount(ToyData.Width + 1, prototype);
            Assert.AreEqual(constant, prototype[0]);
            Assert.IsTrue(prototype.Skip(1).All(value => value is > -unit and < 2 * unit), string.Join(' ', prototype));
        }
    }
}
