using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class NetworkHeadTests
{
    [TestMethod]
    [DataRow(1, 7, 5, 3)]
    [DataRow(3, 42, 64, 32)]
    [DataRow(2, 16, 20, 17)]
    public void Scorer_AgreesWithTheTorchForwardPass(int members, int inputs, int firstHidden, int secondHidden)
    {
        using var scope = NewDisposeScope();
        const int rows = 37;
        var random = new Random(inputs);
        using var head = new NetworkHead(members, inputs, firstHidden, secondHidden, [random], CPU);
        float[] x = EnsembleData.GaussianVector(rows * inputs, random);
        float[] expected;
        using (no_grad())
            expected = TensorValues.ToArray(head.Forward(tensor(x, [1, rows, inputs]).expand(members, rows, inputs)).mean([0]));
        var committee = new NetworkCommittee(head.ToTensors()[0], NetworkHead.NegativeSlope);
        var scratch = new float[committee.ScratchLength];
        var together = new float[rows];
        committee.MeanLogits(x, rows, together, scratch);
        for (int row = 0; row < rows; row++)
        {
            var alone = new float[1];
            committee.MeanLogits(x.AsSpan(row * inputs, inputs), 1, alone, scratch);
            Assert.AreEqual(expected[row], together[row], 1e-5);
            Assert.AreEqual(together[row], alone[0], "a row's result is the same alone and among others");
        }
    }

    [TestMethod]
    public void Loss_IsTheWeightedCrossEntropyOfEachMember()
    {
        using var scope = NewDisposeScope();
        const int members = 2, rows = 3;
        var random = new Random(1);
        using var head = new NetworkHead(members, 4, 5, 6, [random], CPU);
        Tensor x = tensor(EnsembleData.GaussianVector(members * rows * 4, random), [members, rows, 4]);
        float[] targets = [0, 1, 0.25f, 1, 0, 0.5f], weights = [0.5f, 0.25f, 0.25f];
        float[] logits = TensorValues.ToArray(head.Forward(x));
        double expected = logits.Select((logit, i) =>
        {
            double probability = 1 / (1 + Math.Exp(-logit));
            return -weights[i % rows] * ((targets[i] * Math.Log(probability)) + ((1 - targets[i]) * Math.Log(1 - probability)));
        }).Sum();
        Assert.AreEqual(expected, head.Loss(x, tensor(targets, [members, rows]), tensor(weights, [rows])).item<float>(), 1e-5);
    }

    [TestMethod]
    public void LearningRate_WarmsUpForATenth_ThenFallsToZero()
    {
        var options = new PrototypeEnsembleTrainer.Options { NumberOfSteps = 100, LearningRate = 1 };
        NetworkHeadTraining training = Training(options);
        Assert.AreEqual(0.1, training.LearningRate(0), 1e-12);
        Assert.AreEqual(1, training.LearningRate(9), 1e-12);
        Assert.AreEqual(1, training.LearningRate(10), 1e-12);
        Assert.AreEqual(0.5, training.LearningRate(55), 1e-12);
        Assert.IsLessThan(0.001, training.LearningRate(99));
        options.NumberOfSteps = 1;
        Assert.AreEqual(1, Training(options).LearningRate(0));
    }

    [TestMethod]
    public void Networks_LearnToTellTheClasses()
    {
        var options = new PrototypeEnsembleTrainer.Options { NumberOfNetworks = 2, NumberOfSteps = 60 };
        (NetworkTensors[] folds, int steps) = Run(Training(options));
        Assert.AreEqual((1, 60), (folds.Length, steps));
        var committee = new NetworkCommittee(folds[0], NetworkHead.NegativeSlope);
        var logit = new float[1];
        committee.MeanLogits([3, 0], 1, logit, new float[committee.ScratchLength]);
        Assert.IsGreaterThan(1f, logit[0]);
        committee.MeanLogits([-1, 0], 1, logit, new float[committee.ScratchLength]);
        Assert.IsLessThan(-1f, logit[0]);
    }

    [TestMethod]
    public void FoldsTrainedTogether_AreThoseTrainedAlone()
    {
        var options = new PrototypeEnsembleTrainer.Options { NumberOfNetworks = 3, NumberOfSteps = 20 };
        (NetworkTensors[] together, _) = Run(new NetworkHeadTraining([Draws(options, 1), Draws(options, 2)], options));
        for (int fold = 0; fold < 2; fold++)
        {
            NetworkTensors alone = Run(new NetworkHeadTraining([Draws(options, fold + 1)], options)).Folds[0];
            AssertClose(alone.FirstWeight, together[fold].FirstWeight);
            AssertClose(alone.FirstBias, together[fold].FirstBias);
            AssertClose(alone.SecondWeight, together[fold].SecondWeight);
            AssertClose(alone.SecondBias, together[fold].SecondBias);
            AssertClose(alone.OutputWeight, together[fold].OutputWeight);
            AssertClose(alone.OutputBias, together[fold].OutputBias);
        }
        Assert.AreNotEqual(together[0].FirstWeight[0], together[1].FirstWeight[0], 1e-3f, "folds have random numbers of their own");

        static void AssertClose(float[] expected, float[] actual)
        {
            Assert.HasCount(expected.Length, actual);
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], actual[i], 1e-4);
        }
    }

    [TestMethod]
    public void Steps_EndWhereTheCallerCancels()
    {
        using var source = new CancellationTokenSource();
        var options = new PrototypeEnsembleTrainer.Options { NumberOfSteps = 20, CancellationToken = source.Token };
        var losses = new List<double>();
        (_, int steps) = Run(Training(options), new Callback(report =>
        {
            Assert.AreEqual(("Networks", losses.Count + 1, 20), (report.Phase, report.Epoch, report.MaximumEpochs));
            losses.Add(report.Loss);
            if (report.Epoch == 7)
                source.Cancel();
        }));
        Assert.AreEqual(7, steps);
        // Two classes, of which nothing is known yet.
        Assert.AreEqual(Math.Log(2), losses[0], 0.1);
    }

    private static (NetworkTensors[] Folds, int Steps) Run(NetworkHeadTraining training, IProgress<TrainingProgress>? progress = null)
    {
        using var channel = ((Microsoft.ML.Runtime.IHostEnvironment)new MLContext()).Start("test");
        return training.Run(CPU, new TrainingReporter(channel, progress));
    }

    private static NetworkHeadTraining Training(PrototypeEnsembleTrainer.Options options) => new([Draws(options, 1)], options);

    private static NetworkDraws Draws(PrototypeEnsembleTrainer.Options options, int seed)
    {
        var random = new Random(3);
        float[][] unlabelled = [.. Enumerable.Range(0, 60).Select(_ => new[] { -1 + (0.3f * EnsembleData.Gaussian(random)), EnsembleData.Gaussian(random) })];
        return new NetworkDraws(unlabelled, [[3, 0], [3, 1], [2.5f, -1]], [1, 1, 1], options, new SeedSequence(seed));
    }
}
