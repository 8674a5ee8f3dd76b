using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class WvadTrainerTests
{
    private static readonly MLContext MlContext = new(seed: 1);

    // Each switch that leaves out or changes a part of the method.
    private static readonly Dictionary<string, Action<WvadTrainer.Options>> Switches = new()
    {
        ["ScoreFeatures without ClusterProbabilities"] = o => o.ScoreFeatures &= ~WvadFeatures.ClusterProbabilities,
        ["ScoreFeatures without Latent"] = o => o.ScoreFeatures &= ~WvadFeatures.Latent,
        ["ScoreFeatures without ClusterEntropy"] = o => o.ScoreFeatures &= ~WvadFeatures.ClusterEntropy,
        ["ScoreFeatures without ReconstructionError"] = o => o.ScoreFeatures &= ~WvadFeatures.ReconstructionError,
        ["ScoreFeatures without CosineSimilarity"] = o => o.ScoreFeatures &= ~WvadFeatures.CosineSimilarity,
        ["ScoreFeatures = Latent"] = o => o.ScoreFeatures = WvadFeatures.Latent,
        ["NumberOfClusters = 1"] = o => o.NumberOfClusters = 1,
        ["NumberOfClusters = 7"] = o => o.NumberOfClusters = 7,
        ["AnomalyTerm = Entropy"] = o => o.AnomalyTerm = AnomalyTerm.Entropy,
        ["AnomalyTerm = NegativeElbo"] = o => o.AnomalyTerm = AnomalyTerm.NegativeElbo,
        ["AnomalyTerm = Normal"] = o => o.AnomalyTerm = AnomalyTerm.Normal,
        ["AnomalyTerm = None"] = o => o.AnomalyTerm = AnomalyTerm.None,
        ["FirstStageScoreWeight = 1"] = o => o.FirstStageScoreWeight = 1,
        ["NumberOfFirstStageEpochs = 0"] = o => o.NumberOfFirstStageEpochs = 0,
        ["NumberOfPretrainingEpochs = 0"] = o => o.NumberOfPretrainingEpochs = 0,
        ["MixtureInitialization = Random"] = o => o.MixtureInitialization = MixtureInitialization.Random,
        ["DetachFeatures"] = o => o.DetachFeatures = true,
        ["ScheduleIsCumulative"] = o => o.ScheduleIsCumulative = true,
        ["AveragedShare = 0"] = o => o.AveragedShare = 0,
        ["UnlabelledDraw = 100"] = o => o.UnlabelledDraw = 100,
        ["DecoderPrecision = 1"] = o => o.DecoderPrecision = 1,
        ["NormalizeFeatures = false"] = o => o.NormalizeFeatures = false,
    };

    private static float[] _default = null!;

    public static IEnumerable<object[]> Names => Switches.Keys.Select(name => new object[] { name });

    [ClassInitialize]
    public static void TrainTheDefault(TestContext context) => _default = Scores(Fit(_ => { }, ToyData.Rows()), ToyData.Rows());

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Switch_TrainsAnotherModelThatTellsRowsApart(string name)
    {
        float[] scores = Scores(Fit(Switches[name], ToyData.Rows()), ToyData.Rows());
        AssertUsable(scores);
        CollectionAssert.AreNotEqual(_default, scores);
    }

    // Not among the switches above: the latent vectors of that data lie so close that every variance has its lowest value, isotropic or not.
    [TestMethod]
    public void Isotropic_TrainsAnotherModel()
    {
        float[][] scores = [.. new[] { false, true }.Select(isotropic =>
            Scores(Fit(o => (o.Isotropic, o.MixtureInitialization) = (isotropic, MixtureInitialization.Random), ToyData.Rows()), ToyData.Rows()))];
        AssertUsable(scores[1]);
        CollectionAssert.AreNotEqual(scores[0], scores[1]);
    }

    // Not among the switches above: with the default precision the labelled anomalies of that data never get past either margin.
    [TestMethod]
    public void AnomalyMargin_TrainsAnotherModel()
    {
        float[][] scores = [.. new[] { 5f, 0f }.Select(margin =>
            Scores(Fit(o => (o.AnomalyMargin, o.DecoderPrecision) = (margin, 20), ToyData.Rows()), ToyData.Rows()))];
        AssertUsable(scores[1]);
        CollectionAssert.AreNotEqual(scores[0], scores[1]);
    }

    [TestMethod]
    public void Fit_TellsAnomaliesFromSeveralClustersOfNormalRows()
    {
        PrototypeTransformer<WvadModel> model = Fit(o => (o.NumberOfSecondStageEpochs, o.AveragedShare) = (30, 0), ToyData.Rows());
        IDataView scored = model.Transform(ToyData.View(MlContext, ToyData.Rows(seed: 6)));
        Assert.IsGreaterThan(.95, MlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly").AveragePrecision);
        ScoredRow[] rows = [.. MlContext.Data.CreateEnumerable<ScoredRow>(scored, reuseRowObject: false, ignoreMissingColumns: true)];
        foreach (ScoredRow row in rows)
        {
            Assert.HasCount(3, row.ClusterProbabilities);
            Assert.AreEqual(1, row.ClusterProbabilities.Sum(), 1e-5);
            Assert.IsInRange(-1e-6f, MathF.Log(3) + 1e-6f, row.ClusterEntropy);
            Assert.IsInRange(-1 - 1e-6f, 1 + 1e-6f, row.CosineSimilarity);
            Assert.IsInRange(0, WvadEvidence.LargestReconstructionError, row.ReconstructionError);
        }
    }

    [TestMethod]
    public void WithoutANumberOfClusters_OneIsChosen() =>
        Assert.IsInRange(2, 6, Fit(o => (o.NumberOfClusters, o.MaximumNumberOfClusters) = (0, 6), ToyData.Rows()).Model.NumberOfPrototypes);

    [TestMethod]
    [DataRow(1, 300, 8, 8)]
    [DataRow(1, 300, 20, 1)]
    [DataRow(3, 300, 1, 1)]
    [DataRow(3, 20, 2, 1)]
    [DataRow(0, 3, 1, 1)]
    public void FewRows_OneLabelledAnomaly_OneCluster(int clusters, int normal, int anomalies, int labelled) =>
        AssertUsable(Scores(Fit(o => o.NumberOfClusters = clusters, ToyData.Rows(normal, anomalies, labelled)), ToyData.Rows()));

    // Rows of which some become all zeros when they are scaled: they have no length, and a relative error that could be anything.
    [TestMethod]
    public void RowsOfZeros_DoNotSpoilTheOthers()
    {
        ToyData.Row[] rows = ToyData.Rows();
        float[] smallest = [.. Enumerable.Range(0, ToyData.Width).Select(d => rows.Min(r => r.Features[d]))];
        foreach (ToyData.Row row in rows.Where((r, i) => i % 10 == 0 && !r.IsAnomaly))
            smallest.CopyTo(row.Features, 0);
        PrototypeTransformer<WvadModel> model = Fit(o => (o.NumberOfSecondStageEpochs, o.AveragedShare) = (30, 0), rows);
        IDataView scored = model.Transform(ToyData.View(MlContext, rows));
        Assert.IsTrue(scored.GetColumn<float>("Score").All(float.IsFinite));
        Assert.IsGreaterThan(.9, MlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly").AveragePrecision);
    }

    [TestMethod]
    public void DecoderPrecision_IsRelativeToTheVariance()
    {
        Assert.AreEqual(60 / .125f, WvadPrecision.Of([.25f, .25f]), 1e-3f);
        Assert.AreEqual(1e6f, WvadPrecision.Of([0, 0]));
    }

    [TestMethod]
    public void CollapsedLatentVectors_FallBackToOneCluster_WithAWarning()
    {
        using var scope = NewDisposeScope();
        ToyData.Row[] rows = ToyData.Rows();
        var features = new FeatureRows(ToyData.Width);
        foreach (ToyData.Row row in rows)
            row.Features.CopyTo(features.Add());
        var scaling = FeatureScaling.Create(new float[ToyData.Width], [.. Enumerable.Repeat(1f, ToyData.Width)], normalize: true);
        var random = new Random(1);
        using var autoencoder = new WvadAutoencoder(ToyData.Width, 8, 6, 4, random, CPU);
        using (no_grad())
            autoencoder.Encoder.Layers[^1].Weight.zero_();
        using var deviceRows = new DeviceRows(features, scaling, CPU);
        var messages = new List<string>();
        var mlContext = new MLContext();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        using var channel = ((Microsoft.ML.Runtime.IHostEnvironment)mlContext).Start("test");
        var start = new WvadMixtureStart(
            new WvadTrainer.Options { NumberOfClusters = 3, LatentSize = 4 }, [.. Enumerable.Range(0, rows.Length)], deviceRows,
            random, new TrainingReporter(channel, null));
        GaussianMixture mixture = start.Fit(autoencoder);
        Assert.AreEqual(1, mixture.Count);
        Assert.IsTrue(mixture.Variances[0].All(v => v == ExpectationMaximization.SmallestVariance));
        Assert.IsTrue(messages.Any(m => m.Contains("one cluster is used", StringComparison.Ordinal)), string.Join('\n', messages));
    }

    [TestMethod]
    [DataRow(false, 4, 12)]
    [DataRow(true, 4, 5)]
    public void Schedule_CountsStagesOrTheirEnds(bool cumulative, int pretraining, int joint)
    {
        var reports = new List<TrainingProgress>();
        Fit(o => (o.ScheduleIsCumulative, o.NumberOfFirstStageEpochs, o.NumberOfSecondStageEpochs, o.Progress) = (cumulative, 4 + (cumulative ? 2 : 0), cumulative ? 9 : 8, new Callback(reports.Add)), ToyData.Rows());
        Assert.AreEqual(pretraining, reports.Count(r => r.Phase == "Pre-training"));
        Assert.AreEqual(joint, reports.Count(r => r.Phase == "Joint training"));
    }

    // 312 unlabelled rows are five batches: 8 steps take two epochs. The first stage has four.
    [TestMethod]
    [DataRow(8, 6)]
    [DataRow(10, 6)]
    [DataRow(0, 12)]
    [DataRow(1, 5)]
    public void StepsOfTheSecondStage_LimitItsEpochs(int limit, int joint)
    {
        var reports = new List<TrainingProgress>();
        Fit(o => (o.MaximumNumberOfSecondStageSteps, o.Progress) = (limit, new Callback(reports.Add)), ToyData.Rows());
        Assert.AreEqual(joint, reports.Count(r => r.Phase == "Joint training"));
        Assert.IsTrue(reports.Where(r => r.Phase == "Joint training").All(r => r.MaximumEpochs == joint));
    }

    // The second stage has eight epochs. A draw of 100 rows makes two batches, so that 8 steps take four epochs instead of two.
    [TestMethod]
    [DataRow(100, 8, 8)]
    [DataRow(100, 0, 12)]
    [DataRow(1_000_000, 8, 6)]
    public void UnlabelledDraw_MakesShorterEpochs(int draw, int limit, int joint)
    {
        var reports = new List<TrainingProgress>();
        Fit(o => (o.UnlabelledDraw, o.MaximumNumberOfSecondStageSteps, o.Progress) = (draw, limit, new Callback(reports.Add)), ToyData.Rows());
        Assert.AreEqual(joint, reports.Count(r => r.Phase == "Joint training"));
    }

    [TestMethod]
    public void UnlabelledDraw_OfMoreRowsThanThereAre_TakesAll() =>
        AssertUsable(Scores(Fit(o => o.UnlabelledDraw = 1_000_000, ToyData.Rows()), ToyData.Rows()));

    [TestMethod]
    public void Published_HasThePapersSchedule()
    {
        WvadTrainer.Options options = WvadTrainer.Options.Published();
        Assert.AreEqual((50, 100, 400), options.Schedule);
        Assert.AreEqual((.01f, 1f, 0.0, 0), (options.FirstStageScoreWeight, options.SecondStageScoreWeight, options.AveragedShare, options.MaximumNumberOfSecondStageSteps));
        options.ScheduleIsCumulative = true;
        Assert.AreEqual((50, 50, 300), options.Schedule);
    }

    [TestMethod]
    public void MoreClustersThanRows_AreRefused()
    {
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(o => o.NumberOfClusters = 500, ToyData.Rows())).Message;
        StringAssert.Contains(message, "NumberOfClusters is 500");
    }

    [TestMethod]
    public void OptionsOutOfRange_NameTheOption()
    {
        foreach ((string option, Action<WvadTrainer.Options> change) in new (string, Action<WvadTrainer.Options>)[]
        {
            ("NumberOfClusters", o => o.NumberOfClusters = -1),
            ("MaximumNumberOfClusters", o => o.MaximumNumberOfClusters = 0),
            ("LatentSize", o => o.LatentSize = 0),
            ("OuterHiddenSize", o => o.OuterHiddenSize = 0),
            ("InnerHiddenSize", o => o.InnerHiddenSize = 0),
            ("ScoreHiddenSize", o => o.ScoreHiddenSize = 0),
            ("DecoderPrecision", o => o.DecoderPrecision = -1),
            ("AnomalyTerm", o => o.AnomalyTerm = (AnomalyTerm)9),
            ("AnomalyMargin", o => o.AnomalyMargin = -1),
            ("ScoreFeatures", o => o.ScoreFeatures = 0),
            ("MixtureInitialization", o => o.MixtureInitialization = (MixtureInitialization)9),
            ("NumberOfPretrainingEpochs", o => o.NumberOfPretrainingEpochs = -1),
            ("NumberOfFirstStageEpochs", o => o.NumberOfFirstStageEpochs = -1),
            ("NumberOfFirstStageEpochs", o => (o.ScheduleIsCumulative, o.NumberOfFirstStageEpochs) = (true, 3)),
            ("NumberOfSecondStageEpochs", o => (o.NumberOfFirstStageEpochs, o.NumberOfSecondStageEpochs) = (0, 0)),
            ("NumberOfSecondStageEpochs", o => (o.ScheduleIsCumulative, o.NumberOfFirstStageEpochs, o.NumberOfSecondStageEpochs) = (true, 4, 4)),
            ("MaximumNumberOfSecondStageSteps", o => o.MaximumNumberOfSecondStageSteps = -1),
            ("FirstStageScoreWeight", o => o.FirstStageScoreWeight = -1),
            ("SecondStageScoreWeight", o => o.SecondStageScoreWeight = float.NaN),
            ("AveragedShare", o => o.AveragedShare = 1.1),
            ("BatchSize", o => o.BatchSize = 0),
            ("AnomalyBatchSize", o => o.AnomalyBatchSize = 0),
            ("UnlabelledDraw", o => o.UnlabelledDraw = -1),
            ("LearningRate", o => o.LearningRate = 0),
        })
        {
            Assert.AreEqual(option, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(change), option).ParamName);
        }
    }

    [TestMethod]
    public void CatalogMethod_TakesColumnsAndClusters()
    {
        IDataView data = MlContext.Transforms.CopyColumns("Values", "Features").Append(MlContext.Transforms.CopyColumns("Marked", "Label"))
            .Append(MlContext.Transforms.DropColumns("Features", "Label")).Fit(ToyData.View(MlContext, ToyData.Rows(4, 1, 1))).Transform(ToyData.View(MlContext, ToyData.Rows(4, 1, 1)));
        WvadTrainer trainer = MlContext.AnomalyDetection.Trainers.Wvad("Marked", "Values", numberOfClusters: 9);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(data)).Message, "NumberOfClusters is 9");
    }

    private static WvadTrainer Trainer(Action<WvadTrainer.Options> change)
    {
        WvadTrainer.Options options = WvadContract.QuickOptions();
        change(options);
        return MlContext.AnomalyDetection.Trainers.Wvad(options);
    }

    private static PrototypeTransformer<WvadModel> Fit(Action<WvadTrainer.Options> change, ToyData.Row[] rows) => Trainer(change).Fit(ToyData.View(MlContext, rows));

    private static float[] Scores(ITransformer model, ToyData.Row[] rows) => [.. model.Transform(ToyData.View(MlContext, rows)).GetColumn<float>("Score")];

    private static void AssertUsable(float[] scores)
    {
        Assert.IsTrue(scores.All(s => s is >= 0 and <= 1));
        Assert.IsGreaterThan(.9 * scores.Length, scores.Distinct().Count(), "a collapsed detector gives every row the same score");
    }
}
