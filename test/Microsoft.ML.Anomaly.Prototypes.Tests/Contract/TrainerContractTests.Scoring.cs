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
            Assert.AreEqual(row.PrototypeSimilarity.Max(), row.PrototypeSimilarity[row.NearestPrototype - 1], "keys count from 1");
            Assert.IsTrue(float.IsFinite(row.ReconstructionError) && row.FeatureContributions.All(float.IsFinite));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void PredictionEngine_GivesWhatTransformGives(string trainer)
    {
        ITransformer model = Trained(trainer);
        ToyData.Row[] rows = ToyData.Rows();
        ScoredRow[] batch = [.. Context.Data.CreateEnumerable<ScoredRow>(model.Transform(ToyData.View(Context, rows)), reuseRowObject: false, ignoreMissingColumns: true)];
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
}
