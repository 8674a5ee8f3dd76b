using Microsoft.ML.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The latent distribution of a variational encoder, and what it adds to the losses.</summary>
[TestClass]
public sealed class VariationalEncoderTests
{
    private const int Latent = 4, Copies = 20_000;
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    // (1 + 1 - 1 - log 1) / 2 + (4 + 4 - 1 - log 4) / 2, and 0 for the standard normal distribution itself.
    [TestMethod]
    public void Divergence_IsThatOfNormalDistributions()
    {
        Tensor mean = tensor(new float[] { 1, -2, 0, 0 }, [2, 2]), logVariance = tensor(new float[] { 0, MathF.Log(4), 0, 0 }, [2, 2]);
        float[] divergence = TensorValues.ToArray(Autoencoder.Divergence(mean, logVariance));
        Assert.AreEqual(((1 + 1 - 1) + (4 + 4 - 1 - Math.Log(4))) / 2, divergence[0], 1e-5);
        Assert.AreEqual(0, divergence[1], 1e-6);
    }

    // Mean and variance are estimated from what is drawn.
    [TestMethod]
    public void LatentVectors_AreDrawnAroundTheMean_AsTheDivergenceSays()
    {
        using Autoencoder autoencoder = Create();
        Tensor x = tensor(new float[] { 0.2f, 0.9f, 0.4f, 0.1f, 0.7f, 0.3f }, [1, 6]);
        using var noise = new DeviceNoise(new Random(4), CPU);
        (Tensor drawn, Tensor? divergence) = autoencoder.Encode(x.expand(Copies, 6), noise);
        float[] values = TensorValues.ToArray(drawn), mean = TensorValues.ToArray(autoencoder.Encode(x, null).Latent);
        CollectionAssert.AreEqual(TensorValues.ToArray(autoencoder.Encoder.Forward(x)), mean);
        double expected = 0;
        for (int j = 0; j < Latent; j++)
        {
            double[] ofComponent = [.. Enumerable.Range(0, Copies).Select(i => (double)values[(i * Latent) + j])];
            double average = ofComponent.Average(), variance = ofComponent.Average(v => (v - average) * (v - average));
            Assert.AreEqual(mean[j], average, 5 * Math.Sqrt(variance / Copies));
            expected += ((average * average) + variance - 1 - Math.Log(variance)) / 2;
        }
        Assert.AreEqual(expected, TensorValues.ToArray(divergence!)[0], 0.05);
    }

    [TestMethod]
    public void ThePlainEncoder_GivesPoints()
    {
        using var autoencoder = new Autoencoder(6, 5, Latent, new Random(1), CPU);
        using var noise = new DeviceNoise(new Random(4), CPU);
        Tensor x = ones(3, 6);
        (Tensor latent, Tensor? divergence) = autoencoder.Encode(x, noise);
        Assert.IsNull(divergence);
        CollectionAssert.AreEqual(TensorValues.ToArray(autoencoder.Encoder.Forward(x)), TensorValues.ToArray(latent));
    }

    // By hand: weights of 1/2 each where beta is 0, KL / D of 2 and 4, a variance of 0.1; the anomaly's 100 does not count.
    [TestMethod]
    public void TheDivergenceOfUnlabelledRows_AddsToTheReconstructionLossAlone()
    {
        var options = new MultiNormalPrototypesTrainer.Options { WeightSlope = 0, DecoderVariance = 0.1f };
        var loss = new MultiNormalPrototypesLoss(options);
        Tensor similarity = tensor(new float[] { 0.9f, 0.8f, 0.3f }, [3, 1]);
        var plain = new MultiNormalPrototypesOutput(tensor(new float[] { 0.01f, 0.02f, 0.1f }), similarity, similarity.squeeze(1), tensor(new float[] { 0.1f, 0.2f, 0.9f }));
        float[] without = TensorValues.ToArray(loss.Losses(plain, 2)), with = TensorValues.ToArray(loss.Losses(plain with { Divergence = tensor(new float[] { 2, 4, 100 }) }, 2));
        Assert.AreEqual(without[0] + (0.1 * 3), with[0], 1e-6);
        CollectionAssert.AreEqual(without[1..], with[1..]);
    }

    [TestMethod]
    public void TheReconstructionLoss_MovesTheVarianceToo()
    {
        using Autoencoder autoencoder = Create();
        using var network = new MultiNormalPrototypesNetwork(autoencoder, [[1, 0, 0, 0]], 8, 1, ScoreInputs.All, new Random(2), CPU);
        using var noise = new DeviceNoise(new Random(4), CPU);
        Tensor x = rand(12, 6, generator: new Generator(5));
        new MultiNormalPrototypesLoss(new()).Losses(network.Forward(x, noise), 8)[0].backward();
        Assert.IsTrue(autoencoder.parameters().All(parameter => parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0));
        // Encoder and decoder have two layers each with weights and biases, the variance one.
        Assert.AreEqual(10, autoencoder.parameters().Count());
    }

    // The outer layers have no latent vector; what follows has, and pays for its divergence.
    [TestMethod]
    public void Pretraining_CountsTheDivergence()
    {
        Dictionary<string, double> little = FirstLosses(1e-6f), much = FirstLosses(100);
        Assert.AreEqual(little["Pre-training of the outer layers"], much["Pre-training of the outer layers"]);
        Assert.IsGreaterThan(10 * little["Pre-training of the inner layers"], much["Pre-training of the inner layers"]);
        Assert.IsGreaterThan(little["Pre-training of the autoencoder"], much["Pre-training of the autoencoder"]);

        static Dictionary<string, double> FirstLosses(float variance)
        {
            var losses = new Dictionary<string, double>();
            var mlContext = new MLContext(seed: 1);
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            (options.Encoder, options.DecoderVariance) = (EncoderKind.Variational, variance);
            options.Progress = new Callback(report => losses.TryAdd(report.Phase, report.Loss));
            mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(mlContext, ToyData.Rows()));
            return losses;
        }
    }

    // Where nothing is learned and every batch has all rows, only what is drawn can make a difference between epochs.
    [TestMethod]
    [DataRow(EncoderKind.Plain, false)]
    [DataRow(EncoderKind.Variational, true)]
    public void JointTraining_DrawsLatentVectors(EncoderKind kind, bool differ)
    {
        const int unlabelled = 40, epochs = 4;
        var scores = new List<double>();
        var mlContext = new MLContext(seed: 1);
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        (options.Encoder, options.JointNoiseScale, options.MaximumNumberOfPretrainingEpochs, options.LearningRate, options.L2Regularization) = (kind, 0, 0, 1e-12, 0);
        (options.BatchSize, options.BatchesPerEpoch, options.NumberOfEpochsWithoutValidation) = (unlabelled, 1, epochs);
        options.Progress = new Callback(report => scores.Add(report.Losses["Score"]));
        mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(mlContext, ToyData.Rows(unlabelled, 1, 1)));
        Assert.HasCount(epochs, scores);
        Assert.AreEqual(differ, scores.Max() - scores.Min() > 1e-5, $"{scores.Min()} to {scores.Max()}");
    }

    [TestMethod]
    public void TheSameSeed_GivesTheSameModel_WhichIsSavedWhole()
    {
        var mlContext = new MLContext(seed: 1);
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.Encoder = EncoderKind.Variational;
        IDataView data = ToyData.View(mlContext, ToyData.Rows());
        PrototypeTransformer<MultiNormalPrototypesModel> Fit() => mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
        PrototypeTransformer<MultiNormalPrototypesModel> model = Fit();
        CollectionAssert.AreEqual(ModelFile.Payload(mlContext, model, data.Schema), ModelFile.Payload(mlContext, Fit(), data.Schema));
        ITransformer loaded = mlContext.Model.Load(new MemoryStream(ModelFile.Save(mlContext, model, data.Schema)), out _);
        CollectionAssert.AreEqual(Scores(model), Scores(loaded));

        float[] Scores(ITransformer transformer) => [.. transformer.Transform(data).GetColumn<float>("Score")];
    }

    private static Autoencoder Create() => new(6, 5, Latent, new Random(1), CPU, EncoderKind.Variational);
}
