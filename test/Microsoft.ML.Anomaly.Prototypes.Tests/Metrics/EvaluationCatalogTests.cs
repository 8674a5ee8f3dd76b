using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Tests.Metrics;

[TestClass]
public sealed class EvaluationCatalogTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void BooleanLabels_GiveWhatMlNetGivesForSingleOnes()
    {
        var random = new Random(2);
        Scored[] rows = [.. Enumerable.Range(0, 200).Select(i => new Scored { Truth = i % 9 == 0, Label = i % 9 == 0 ? 1 : 0, Score = random.NextSingle() + (i % 9 == 0 ? 0.4f : 0) })];
        foreach (Scored row in rows)
            row.PredictedLabel = row.Score > 0.8f;
        IDataView data = _mlContext.Data.LoadFromEnumerable(rows);
        AnomalyDetectionMetrics theirs = _mlContext.AnomalyDetection.Evaluate(data), ours = _mlContext.AnomalyDetection.EvaluateDetection(data, "Truth");
        Assert.AreEqual(theirs.AreaUnderRocCurve, ours.AreaUnderRocCurve);
        Assert.AreEqual(theirs.DetectionRateAtFalsePositiveCount, ours.DetectionRateAtFalsePositiveCount);
    }

    // The label follows the first feature alone: without it nothing is left of the ranking, without the other all of it.
    [TestMethod]
    public void Importance_IsOfTheFeatureThatDecides()
    {
        var random = new Random(5);
        var rows = new List<Row>();
        for (int i = 0; i < 300; i++)
        {
            float first = random.NextSingle();
            rows.Add(new Row { Features = [first, random.NextSingle()], Label = first > 0.9f });
        }
        IDataView data = _mlContext.Data.LoadFromEnumerable(rows);
        ITransformer detector = _mlContext.Transforms.CustomMapping<Input, Score>((row, score) => score.Value = row.Features[0], contractName: null).Fit(data);
        IReadOnlyList<FeatureImportance> found = _mlContext.AnomalyDetection.PermutationImportance(detector, data);
        double share = rows.Count(row => row.Label) / 300.0;
        Assert.AreEqual(1 - share, found[0].Loss, 0.12);
        Assert.AreEqual(0, found[1].Loss);
        Assert.AreEqual(0, found[1].Deviation);
    }

    [TestMethod]
    public void OneEngine_GivesAllColumnsThatADetectorHas()
    {
        Row[] rows = [.. Enumerable.Range(0, 200).Select(i => new Row { Features = [i % 20 == 0 ? 9 : i % 2, i % 3], Label = i % 40 == 0 })];
        IDataView data = _mlContext.Data.LoadFromEnumerable(rows);
        var options = new MultiNormalPrototypesTrainer.Options { MaximumNumberOfPretrainingEpochs = 1, NumberOfEpochsWithoutValidation = 2, BatchesPerEpoch = 2, NumberOfPrototypes = 2, LatentSize = 2 };
        var detector = _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
        using PredictionEngine<Row, DetectedAnomaly> engine = _mlContext.Model.CreatePredictionEngine<Row, DetectedAnomaly>(detector);
        DetectedAnomaly detected = engine.Predict(rows[0]);
        Assert.AreEqual(detected.Score > detector.Threshold, detected.PredictedLabel);
        Assert.IsTrue(detected.NearestPrototype is 1 or 2);
        Assert.HasCount(2, detected.FeatureContributions);
        Assert.HasCount(2, detected.PrototypeSimilarity);
        Assert.HasCount(2, detected.LatentVector);
        Assert.IsTrue(float.IsFinite(detected.ReconstructionError));
        Assert.IsTrue(float.IsNaN(detected.Probability), "it is not calibrated");
        Assert.IsEmpty(detected.ClusterProbabilities);
    }

    private sealed class Scored
    {
        public bool Truth { get; set; }

        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Input
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Score
    {
        [ColumnName("Score")]
        public float Value { get; set; }
    }
}
