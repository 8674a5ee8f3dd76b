using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class EnsembleTrainerTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    [DataRow(EnsembleHeads.Trees)]
    [DataRow(EnsembleHeads.Networks)]
    [DataRow(EnsembleHeads.Both)]
    public void Anomalies_AreRankedFirst(EnsembleHeads heads)
    {
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        options.Heads = heads;
        ITransformer model = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(ToyData.View(Context, ToyData.Rows()));
        IDataView scored = model.Transform(ToyData.View(Context, ToyData.Rows(seed: 9)));
        Assert.IsGreaterThan(0.95, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AveragePrecision);
        Assert.IsTrue(scored.GetColumn<float>("Score").All(score => score is >= 0 and <= 1));
    }

    // Few rows, few anomalies or many, one feature, more features than the prototypes take, more features than rows, folds of which only some
    // have rows enough for a scale.
    [TestMethod]
    [DataRow(100, 1, 3)]
    [DataRow(100, 2, 3)]
    [DataRow(200, 50, 3)]
    [DataRow(2, 1, 3)]
    [DataRow(12, 5, 3)]
    [DataRow(25, 30, 3)]
    [DataRow(100, 5, 1)]
    [DataRow(150, 5, 70)]
    [DataRow(40, 5, 100)]
    [DataRow(42, 5, 3)]
    public void OddShapes_AreTrainedOn(int unlabelled, int anomalies, int width)
    {
        PrototypeEnsembleModel model = Fit(EnsembleData.QuickOptions(), EnsembleData.Rows(unlabelled, anomalies, width)).Model;
        Assert.HasCount(Math.Clamp(unlabelled / 10, 2, 6), model.Folds);
        RowScorer scorer = model.CreateRowScorer();
        float[] usual = new float[width], odd = new float[width];
        odd[0] = 8;
        scorer.Run(odd);
        float high = scorer.Score;
        scorer.Run(usual);
        Assert.IsTrue(float.IsFinite(high) && float.IsFinite(scorer.Score));
        if (unlabelled >= 12)
            Assert.IsGreaterThan(scorer.Score, high);
    }

    [TestMethod]
    public void EqualUnlabelledRows_AreTrainedOn()
    {
        EnsembleData.Row[] rows =
        [
            .. Enumerable.Range(0, 60).Select(_ => new EnsembleData.Row { Features = [1, 2, 3] }),
            .. Enumerable.Range(0, 4).Select(i => new EnsembleData.Row { Label = true, Features = [1, 2 + i, 4] }),
        ];
        PrototypeEnsembleModel model = Fit(EnsembleData.QuickOptions(), rows).Model;
        RowScorer scorer = model.CreateRowScorer();
        scorer.Run([1, 3, 4]);
        float anomalous = scorer.Score;
        scorer.Run([1, 2, 3]);
        Assert.IsGreaterThan(scorer.Score, anomalous);
    }

    [TestMethod]
    public void Model_IsTheSameForAnyNumberOfThreads()
    {
        byte[][] payloads =
        [
            .. new int?[] { 1, 2, 4, null }.Select(threads =>
            {
                PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
                options.NumberOfThreads = threads;
                return PayloadWriter.ToBytes(Fit(options, EnsembleData.Rows(200, 6, 5)).Model.ToPayload());
            }),
        ];
        foreach (byte[] payload in payloads)
            CollectionAssert.AreEqual(payloads[0], payload);
    }

    // Trees are done before the networks begin; networks alone are kept as far as they are.
    [TestMethod]
    [DataRow(EnsembleHeads.Both, "Networks", 2, "Cancelled in epoch 3 of the networks; the model has no networks, but all trees")]
    [DataRow(EnsembleHeads.Both, "Folds", 6, "Cancelled in epoch 1 of the networks; the model has no networks, but all trees")]
    [DataRow(EnsembleHeads.Networks, "Networks", 20, "Cancelled in epoch 21 of the networks; the model has them as they were then")]
    public void CancelledFit_KeepsWhatThereIs(EnsembleHeads heads, string phase, int epoch, string message)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        using var source = new CancellationTokenSource();
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        (options.Heads, options.CancellationToken) = (heads, source.Token);
        options.Progress = new Callback(report =>
        {
            if (report.Phase == phase && report.Epoch == epoch)
                source.Cancel();
        });
        var model = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(ToyData.View(mlContext, ToyData.Rows()));
        Assert.HasCount(6, model.Model.Folds);
        Assert.IsTrue(model.Model.Folds.All(fold => heads == EnsembleHeads.Both ? fold.Networks is null && fold.NetworkInput is null : fold.Trees is null));
        Assert.IsTrue(messages.Any(m => m.Contains(message, StringComparison.Ordinal)), string.Join('\n', messages));
        IDataView scored = model.Transform(ToyData.View(mlContext, ToyData.Rows(seed: 9)));
        Assert.IsGreaterThan(0.9, mlContext.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AveragePrecision);
    }

    [TestMethod]
    public void NetworksAlone_CancelledBeforeTheyBegin_GiveNoModel()
    {
        var mlContext = new MLContext(seed: 1);
        using var source = new CancellationTokenSource();
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        (options.Heads, options.CancellationToken) = (EnsembleHeads.Networks, source.Token);
        // When the rows have been read.
        mlContext.Log += (_, e) =>
        {
            if (e.Message.Contains("unlabelled rows", StringComparison.Ordinal))
                source.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(
            () => mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(EnsembleData.View(mlContext, EnsembleData.Rows(60, 4, 3))));
        Assert.IsTrue(source.IsCancellationRequested);
    }

    // Each anomaly differs from normal rows in one feature, a different one for each.
    [TestMethod]
    [DataRow(EnsembleHeads.Trees)]
    [DataRow(EnsembleHeads.Networks)]
    [DataRow(EnsembleHeads.Both)]
    public void FeatureContributions_NameTheCulprit(EnsembleHeads heads)
    {
        const int width = 6;
        var random = new Random(5);
        EnsembleData.Row[] Rows(int normal, int anomalies) =>
        [
            .. Enumerable.Range(0, normal).Select(_ => new EnsembleData.Row { Features = EnsembleData.GaussianVector(width, random) }),
            .. Enumerable.Range(0, anomalies).Select(i =>
            {
                float[] features = EnsembleData.GaussianVector(width, random);
                features[i % width] += random.Next(2) == 0 ? 7 : -7;
                return new EnsembleData.Row { Label = true, Features = features };
            }),
        ];
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        options.Heads = heads;
        options.NumberOfBags = 10;
        options.NumberOfSteps = 100;
        RowScorer scorer = Fit(options, Rows(400, 24)).Model.CreateRowScorer();
        EnsembleData.Row[] tests = Rows(0, 60);
        int hits = 0;
        for (int i = 0; i < tests.Length; i++)
        {
            scorer.Run(tests[i].Features);
            var contributions = new float[width];
            scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            hits += Array.IndexOf(contributions, contributions.Max()) == i % width ? 1 : 0;
        }
        Assert.IsGreaterThanOrEqualTo(57, hits);
    }

    [TestMethod]
    public void PrototypeSimilarity_FollowsTheDistanceInTheFinestScale()
    {
        PrototypeEnsembleModel model = Fit(EnsembleData.QuickOptions(), EnsembleData.Rows(200, 6, 3)).Model;
        Assert.AreEqual(6 * 4, model.NumberOfPrototypes, "six folds of four prototypes");
        RowScorer scorer = model.CreateRowScorer();
        float[] row = [0.5f, -1, 2];
        scorer.Run(row);
        var standardized = new float[3];
        model.Input.Standardize(row, standardized);
        var similarity = new float[model.NumberOfPrototypes];
        scorer.WriteVector(PrototypeColumns.PrototypeSimilarity, similarity);
        var prototype = new float[3];
        for (int k = 0; k < similarity.Length; k++)
        {
            model.WritePrototype(k, prototype);
            double squared = prototype.Zip(standardized, (p, x) => (p - x) * (p - x)).Sum();
            Assert.AreEqual(1 / (1 + (squared / 3)), similarity[k], 1e-5);
        }
        Assert.AreEqual(similarity.Max(), similarity[scorer.Key(PrototypeColumns.NearestPrototype)]);
    }

    [TestMethod]
    public void WithoutPrototypes_HeadsSeeTheFeaturesOnly()
    {
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        options.Scales = [];
        IDataView data = ToyData.View(Context, ToyData.Rows());
        ITransformer model = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(data);
        IDataView scored = model.Transform(data);
        Assert.IsNull(scored.Schema.GetColumnOrNull("PrototypeSimilarity"));
        Assert.IsGreaterThan(0.9, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AveragePrecision);
        ITransformer loaded = Context.Model.Load(new MemoryStream(ModelFile.Save(Context, model, data.Schema)), out _);
        CollectionAssert.AreEqual(scored.GetColumn<float>("Score").ToArray(), loaded.Transform(data).GetColumn<float>("Score").ToArray());
    }

    // None of the tensors of a wide model, with axes, may be lost or mixed up.
    [TestMethod]
    public void WideModel_IsSavedWhole()
    {
        PrototypeEnsembleModel model = Fit(EnsembleData.QuickOptions(), EnsembleData.Rows(100, 5, 70)).Model;
        byte[] bytes = PayloadWriter.ToBytes(model.ToPayload());
        var loaded = PrototypeEnsemblePayload.Read(PayloadReader.Read(new MemoryStream(bytes)));
        CollectionAssert.AreEqual(bytes, PayloadWriter.ToBytes(loaded.ToPayload()));
        RowScorer first = model.CreateRowScorer(), second = loaded.CreateRowScorer();
        foreach (EnsembleData.Row row in EnsembleData.Rows(20, 5, 70, seed: 2))
        {
            first.Run(row.Features);
            second.Run(row.Features);
            Assert.AreEqual(first.Score, second.Score);
        }
    }

    // A file may claim anything: nodes that lead back, beyond their tree, or to features that there aren't.
    [TestMethod]
    public void ImpossibleTrees_AreRefused()
    {
        PrototypeEnsembleModel model = Fit(EnsembleData.QuickOptions(), EnsembleData.Rows(60, 5, 3)).Model;
        foreach ((int column, float value) in new[] { (0, -1f), (0, 8f), (0, 0.5f), (3, -1f), (3, 1e6f), (3, float.NaN), (3, 0.5f) })
        {
            ModelPayload payload = model.ToPayload();
            float[] nodes = payload.Tensors.Single(t => t.Name == "partition0.fold1.trees.nodes").Values;
            nodes[column] = value;
            Assert.ThrowsExactly<FormatException>(() => PrototypeEnsemblePayload.Read(payload), $"{column}: {value}");
        }
        ModelPayload sizes = model.ToPayload();
        sizes.Tensors.Single(t => t.Name == "partition0.fold0.trees.sizes").Values[0]++;
        Assert.ThrowsExactly<FormatException>(() => PrototypeEnsemblePayload.Read(sizes));
        foreach (string list in new[] { "partitions", "folds" })
        {
            ModelPayload empty = model.ToPayload();
            JsonNode owner = list == "folds" ? empty.Settings["partitions"]![0]! : empty.Settings;
            owner[list] = new JsonArray();
            Assert.ThrowsExactly<FormatException>(() => PrototypeEnsemblePayload.Read(empty), list);
        }
        ModelPayload nameless = model.ToPayload();
        nameless.Settings["partitions"]![0]!["anomalies"] = 0;
        Assert.ThrowsExactly<FormatException>(() => PrototypeEnsemblePayload.Read(nameless), "no anomalies before the first partition");
    }

    [TestMethod]
    public void Scorer_AllocatesNothingPerRow()
    {
        RowScorer scorer = Fit(EnsembleData.QuickOptions(), EnsembleData.Rows(200, 6, 36)).Model.CreateRowScorer();
        float[] row = EnsembleData.GaussianVector(36, new Random(1)), contributions = new float[36];
        Score(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Score(100);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Score(int times)
        {
            for (int i = 0; i < times; i++)
            {
                scorer.Run(row);
                scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            }
        }
    }

    [TestMethod]
    public void OptionsOutOfRange_AreRefusedByName()
    {
        Action<PrototypeEnsembleTrainer.Options>[] mistakes =
        [
            o => o.Heads = 0, o => o.Rounds = 0, o => o.Rounds = 3, o => o.MinimumAnomaliesForRound2 = 0, o => o.PromotionProbability = 0, o => o.PromotionProbability = 1.1, o => o.NumberOfFolds = 1, o => o.NumberOfFolds = 51, o => o.Scales = [.. Enumerable.Range(1, 17)], o => o.Scales = [0], o => o.Scales = [8, 8], o => o.MaximumPrototypeRows = 1,
            o => o.MaximumFoldRows = 9, o => o.DrawRatio = 0, o => o.MinimumDraw = 0, o => o.MaximumDrawShare = 0, o => o.MaximumDrawShare = 1.1,
            o => o.NumberOfBags = 0, o => o.TreesPerBag = 0, o => o.SplitFeatureShare = 0, o => o.SplitFeatureShare = double.NaN,
            o => o.NumberOfNetworks = 0, o => o.FirstHiddenSize = 0, o => o.SecondHiddenSize = 0, o => o.NumberOfSteps = 0, o => o.BatchSize = 0,
            o => o.AnomalyBatchSize = 0, o => o.LearningRate = 0, o => o.WeightDecay = -1, o => o.NoiseScale = -1, o => o.MixupAlpha = 1.5,
            o => o.NumberOfThreads = 0,
        ];
        foreach (Action<PrototypeEnsembleTrainer.Options> mistake in mistakes)
        {
            var options = new PrototypeEnsembleTrainer.Options();
            mistake(options);
            var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Context.AnomalyDetection.Trainers.PrototypeEnsemble(options));
            Assert.IsNotNull(typeof(PrototypeEnsembleTrainer.Options).GetProperty(refused.ParamName!));
        }
    }

    private static PrototypeTransformer<PrototypeEnsembleModel> Fit(PrototypeEnsembleTrainer.Options options, EnsembleData.Row[] rows) =>
        Context.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(EnsembleData.View(Context, rows));
}
