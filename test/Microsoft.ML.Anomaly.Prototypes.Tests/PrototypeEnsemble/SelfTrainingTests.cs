using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class SelfTrainingTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void Posterior_IsThatOfTheSpecification()
    {
        // sigmoid(1.56 ln(s / (1 - s)) + 0.67)
        Assert.AreEqual(1 / (1 + Math.Exp(-0.67)), SelfTraining.Posterior(0.5), 1e-12);
        Assert.AreEqual(1 / (1 + Math.Exp(-((1.56 * Math.Log(4)) + 0.67))), SelfTraining.Posterior(0.8), 1e-12);
        Assert.AreEqual(0.6, SelfTraining.Posterior(0.458), 2e-3);
        Assert.IsTrue(SelfTraining.Posterior(0) is > 0 and < 1e-3 && SelfTraining.Posterior(1) is < 1 and > 0.999);
    }

    [TestMethod]
    public void Promotion_TakesTheMostProbable_AndWeighsThemNoMoreThanTheLabelled()
    {
        float[] scores = new float[100];
        (scores[3], scores[50], scores[99], scores[7]) = (0.9f, 0.5f, 0.99f, 0.4f);
        (int[] rows, float[] weights) = SelfTraining.Promote(scores, labelled: 4, probability: 0.6);
        CollectionAssert.AreEqual(new[] { 99, 3, 50 }, rows);
        for (int i = 0; i < rows.Length; i++)
            Assert.AreEqual(SelfTraining.Posterior(scores[rows[i]]), weights[i], 1e-6);

        (_, weights) = SelfTraining.Promote(scores, labelled: 1, probability: 0.6);
        Assert.AreEqual(1, weights.Sum(), 1e-6);
        Assert.IsGreaterThan(weights[1], weights[0]);

        float[] high = [.. Enumerable.Repeat(0.9f, 100)];
        Assert.HasCount(10, SelfTraining.Promote(high, 1, 0.6).Rows, "ten for each labelled anomaly");
        Assert.HasCount(15, SelfTraining.Promote(high, 50, 0.6).Rows, "15 % of the rows");
        Assert.IsEmpty(SelfTraining.Promote(scores, 4, 1).Rows);
        Assert.IsEmpty(SelfTraining.Promote([float.NaN, float.NaN], 4, 0.6).Rows);
    }

    // Three heads and four rows: row 0 was learned by none, row 1 by two, row 2 by all.
    [TestMethod]
    public void OutOfBag_IsTheMeanOfHeadsThatHaveNotLearnedFromTheRow()
    {
        var mean = new OutOfBag(4);
        mean.Add([1, 2, 3, 4], [2]);
        mean.Add([3, 4, 5, 6], [1, 2]);
        mean.Add([8, 9, 10, 11], [1, 2]);
        CollectionAssert.AreEqual(new[] { 4f, 2f, 4f, 7f }, mean.Means(), "row 2 gets the median of 2, 4 and 7");

        var all = new OutOfBag(2);
        all.Add([1, 2], [0, 1]);
        Assert.IsTrue(all.Means().All(float.IsNaN));
    }

    [TestMethod]
    public void TreesOutOfBag_DoNotKnowTheirOwnRows()
    {
        // Unlabelled and anomalous rows are drawn alike: nothing can be learned, so rows out of bag can't be told apart, though each tree is
        // sure of the rows that it has learned from.
        var random = new Random(3);
        float[][] unlabelled = [.. Enumerable.Range(0, 300).Select(_ => EnsembleData.GaussianVector(3, random))];
        float[][] anomalies = [.. Enumerable.Range(0, 60).Select(_ => EnsembleData.GaussianVector(3, random))];
        var options = new PrototypeEnsembleTrainer.Options { NumberOfBags = 40 };
        TreeHead head = TreeHead.Train(unlabelled, anomalies, [.. anomalies.Select(_ => 1f)], anomalies.Length, options, random, default);
        (float[] ofUnlabelled, float[] ofAnomalies) = head.OutOfBag(unlabelled, anomalies);
        Assert.AreEqual(ofUnlabelled.Average(), ofAnomalies.Average(), 0.06);
        var value = new float[1];
        double inBag = anomalies.Average(row =>
        {
            head.Trees.Mean(row, 3, 1, value);
            return value[0];
        });
        Assert.IsGreaterThan(ofAnomalies.Average() + 0.2, inBag);
    }

    // Forty anomalies hide among the unlabelled rows: the second round learns most of them.
    [TestMethod]
    public void SecondRound_LearnsWhatTheFirstHasFound()
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 600, anomalies: 48, labelled: 8);
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        PrototypeEnsembleModel model = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(EnsembleData.QuickOptions()).Fit(ToyData.View(mlContext, rows)).Model;
        Assert.HasCount(3, model.Partitions);
        Assert.AreEqual(1, model.Partitions.Sum(p => p.TreeWeight + p.NetworkWeight), 1e-6);
        Assert.AreEqual(2 * model.Partitions[0].TreeWeight, model.Partitions[2].TreeWeight, 1e-6);
        Assert.IsNull(model.Partitions[1].Folds[0].Networks);
        Assert.AreSame(model.Partitions[0].Anomalies, model.Partitions[1].Anomalies);
        int promoted = model.Partitions[2].Anomalies.Count - 8;
        Assert.IsTrue(promoted is >= 15 and <= 45, $"{promoted}");
        Assert.IsTrue(messages.Any(m => m.Contains($"Round 2 takes {promoted} of 640 unlabelled rows", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(EnsembleHeads.Trees, 8, 3)]
    [DataRow(EnsembleHeads.Networks, 8, 2)]
    [DataRow(EnsembleHeads.Both, 3, 2)]
    public void SecondRound_NeedsLabelsEnough(EnsembleHeads heads, int labelled, int partitions)
    {
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        options.Heads = heads;
        var trainer = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options);
        Assert.HasCount(partitions, trainer.Fit(ToyData.View(Context, ToyData.Rows(anomalies: 30, labelled: labelled))).Model.Partitions);
        options.Rounds = 1;
        trainer = Context.AnomalyDetection.Trainers.PrototypeEnsemble(options);
        Assert.HasCount(1, trainer.Fit(ToyData.View(Context, ToyData.Rows(anomalies: 30, labelled: labelled))).Model.Partitions);
    }

    [TestMethod]
    [DataRow("Folds, second partition", 1, 1)]
    [DataRow("Folds, round 2", 1, 2)]
    [DataRow("Networks, round 2", 1, 2)]
    public void CancelledInALaterPartition_KeepsTheEarlierOnes(string phase, int epoch, int partitions)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        using var source = new CancellationTokenSource();
        PrototypeEnsembleTrainer.Options options = EnsembleData.QuickOptions();
        options.CancellationToken = source.Token;
        options.Progress = new Callback(report =>
        {
            if (report.Phase == phase && report.Epoch == epoch)
                source.Cancel();
        });
        PrototypeEnsembleModel model = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options).Fit(ToyData.View(mlContext, ToyData.Rows(anomalies: 40))).Model;
        Assert.HasCount(partitions, model.Partitions);
        Assert.IsTrue(messages.Any(m => m.Contains("Cancelled; the model has what was learned before", StringComparison.Ordinal)));
    }
}
