using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TrainerTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    // A draw of a few rows is another training; one of more rows than there are takes all of them.
    [TestMethod]
    public void UnlabelledDraw_ChangesTheTraining()
    {
        float[] With(int draw)
        {
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            options.UnlabelledDraw = draw;
            return Scores(Fit(options, ToyData.Rows()), ToyData.Rows());
        }
        float[] all = With(0);
        CollectionAssert.AreNotEqual(all, With(16));
        Assert.IsTrue(With(1_000_000).All(float.IsFinite));
    }

    // 5 epochs of 16 batches: a limit of 40 steps ends the training in the middle of the third one.
    [TestMethod]
    public void MaximumNumberOfSteps_EndsTheJointTraining()
    {
        (int Epochs, float[] Scores) With(int steps, int batches = 16)
        {
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            var epochs = new List<TrainingProgress>();
            (options.MaximumNumberOfSteps, options.BatchesPerEpoch, options.AveragedShare) = (steps, batches, 0);
            // Batches of the pre-training are left out, since their number changes too.
            (options.MaximumNumberOfPretrainingEpochs, options.NumberOfPrototypes) = (0, 3);
            options.Balancing = LossBalancing.Equal;
            options.Progress = new Callback(epochs.Add);
            float[] scores = Scores(Fit(options, ToyData.Rows()), ToyData.Rows());
            return (epochs.Count(epoch => epoch.Phase == "Joint training"), scores);
        }
        Assert.AreEqual(5, With(0).Epochs);
        Assert.AreEqual(5, With(80).Epochs);
        Assert.AreEqual(3, With(40).Epochs);
        Assert.AreEqual(1, With(1).Epochs);
        // The same 40 steps, in one epoch: without averages and balancing, only the steps make the model.
        CollectionAssert.AreEqual(With(40).Scores, With(40, batches: 40).Scores);
        CollectionAssert.AreEqual(With(0).Scores, With(1000).Scores);
        CollectionAssert.AreNotEqual(With(0).Scores, With(79).Scores);
    }

    // Where the authors' code differs from our defaults.
    [TestMethod]
    public void Official_IsWithoutWhatTheAuthorsCodeDoesNotHave()
    {
        MultiNormalPrototypesTrainer.Options official = MultiNormalPrototypesTrainer.Options.Official();
        Assert.AreEqual(0, official.JointNoiseScale);
        Assert.AreEqual(0, official.UnlabelledDraw);
        Assert.AreEqual(0, official.MaximumNumberOfSteps);
        Assert.AreEqual(8, official.PretrainingBatchSize);
        Assert.AreEqual(LossBalancing.Differentiable, official.Balancing);
        Assert.AreEqual(PrototypeInitialization.ValidationNormals, official.PrototypeInitialization);
    }

    [TestMethod]
    public void JointNoiseScale_ChangesTheTraining()
    {
        float[] With(float scale)
        {
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            options.JointNoiseScale = scale;
            return Scores(Fit(options, ToyData.Rows()), ToyData.Rows());
        }
        CollectionAssert.AreNotEqual(With(0), With(0.4f));
    }

    [TestMethod]
    public void Fit_TellsAnomaliesFromSeveralGroupsOfNormalRows()
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfEpochsWithoutValidation = 20;
        options.NumberOfPrototypes = 3;
        var model = Fit(options, ToyData.Rows());
        IDataView scored = model.Transform(ToyData.View(_mlContext, ToyData.Rows(seed: 6)));
        AnomalyRankingMetrics metrics = _mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly");
        Assert.IsGreaterThan(0.95, metrics.AveragePrecision);
        Assert.AreEqual(3, model.Model.NumberOfPrototypes);
    }

    [TestMethod]
    public void Fit_WithoutANumberOfPrototypes_ChoosesOne()
    {
        var model = Fit(ToyData.QuickOptions(), ToyData.Rows());
        Assert.IsInRange(2, 10, model.Model.NumberOfPrototypes);
    }

    [TestMethod]
    [DataRow(1, 300, 8)]
    [DataRow(3, 20, 1)]
    public void Fit_OnFewRowsOrOnePrototype_GivesScoresInRange(int prototypes, int normal, int labelled)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfPrototypes = prototypes;
        var model = Fit(options, ToyData.Rows(normal, anomalies: labelled, labelled));
        float[] scores = Scores(model, ToyData.Rows());
        Assert.IsTrue(scores.All(s => s is >= 0 and <= 1));
        Assert.IsGreaterThan(0.9 * scores.Length, scores.Distinct().Count(), "a collapsed detector gives every row the same score");
    }

    [TestMethod]
    public void Fit_WithFewerFeaturesThanTheLatentSize_Works()
    {
        Assert.AreEqual(8, Autoencoder.DefaultHiddenSize(7, 8, maximum: 0));
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.LatentSize = 8;
        Assert.HasCount(320, Scores(Fit(options, ToyData.Rows()), ToyData.Rows()));
    }

    // Width by the rule h1 = D - floor((D - 8) / 2).
    [TestMethod]
    [DataRow(3, 6)]
    [DataRow(6, 7)]
    [DataRow(7, 8)]
    [DataRow(8, 8)]
    [DataRow(9, 9)]
    [DataRow(21, 15)]
    [DataRow(36, 22)]
    [DataRow(41, 25)]
    public void HiddenSize_RoundsDownBelowZeroToo(int features, int expected) =>
        Assert.AreEqual(expected, Autoencoder.DefaultHiddenSize(features, 8, maximum: 0));

    [TestMethod]
    public void HiddenSize_HasABound_ThatLeavesRoomForTheLatentSpace()
    {
        Assert.AreEqual(128, Autoencoder.DefaultHiddenSize(1555, 8, maximum: 128));
        Assert.AreEqual(200, Autoencoder.DefaultHiddenSize(1555, 200, maximum: 128));
        Assert.AreEqual(22, Autoencoder.DefaultHiddenSize(36, 8, maximum: 128));
    }

    [TestMethod]
    public void Fit_WithManyLabelledAnomalies_StopsEarlyOnThoseHeldOut()
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.MinimumAnomaliesForValidation = 10;
        options.MaximumNumberOfEpochs = 60;
        options.Patience = 3;
        var reports = new List<TrainingProgress>();
        options.Progress = new Callback(reports.Add);
        Fit(options, ToyData.Rows(anomalies: 60, labelled: 40));
        TrainingProgress[] joint = [.. reports.Where(r => r.Phase == "Joint training")];
        Assert.IsTrue(joint.All(r => r.Validation is >= 0 and <= 2));
        Assert.IsLessThan(60, joint.Length);
    }

    [TestMethod]
    public void Fit_CancelledInPreTraining_Throws()
    {
        using var source = new CancellationTokenSource();
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.CancellationToken = source.Token;
        options.Progress = new Callback(_ => source.Cancel());
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(options, ToyData.Rows()));
    }

    [TestMethod]
    public void Fit_CancelledInJointTraining_ReturnsTheModelSoFar()
    {
        using var source = new CancellationTokenSource();
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfEpochsWithoutValidation = 1000;
        options.AveragedShare = 0;
        options.CancellationToken = source.Token;
        int epochs = 0;
        options.Progress = new Callback(p =>
        {
            if (p.Phase == "Joint training" && ++epochs == 4)
                source.Cancel();
        });
        var cancelled = Fit(options, ToyData.Rows());
        Assert.AreEqual(4, epochs);

        // The same as a training that was asked for four epochs.
        MultiNormalPrototypesTrainer.Options four = ToyData.QuickOptions();
        four.NumberOfEpochsWithoutValidation = 4;
        four.AveragedShare = 0;
        CollectionAssert.AreEqual(Scores(Fit(four, ToyData.Rows()), ToyData.Rows()), Scores(cancelled, ToyData.Rows()));
    }

    [TestMethod]
    public void Fit_WithNormalization_IgnoresTheUnitsOfTheFeatures()
    {
        ToyData.Row[] rows = ToyData.Rows();
        // Powers of two, so that nothing is rounded.
        ToyData.Row[] scaled = [.. rows.Select(r => new ToyData.Row { Label = r.Label, Features = [.. r.Features.Select((f, i) => f * (1 << i))] })];
        CollectionAssert.AreEqual(Scores(Fit(ToyData.QuickOptions(), rows), rows), Scores(Fit(ToyData.QuickOptions(), scaled), scaled));
    }

    private PrototypeTransformer<MultiNormalPrototypesModel> Fit(MultiNormalPrototypesTrainer.Options options, ToyData.Row[] rows) =>
        _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(_mlContext, rows));

    private float[] Scores(ITransformer model, ToyData.Row[] rows) =>
        [.. model.Transform(ToyData.View(_mlContext, rows)).GetColumn<float>("Score")];
}
