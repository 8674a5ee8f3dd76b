using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Each loss moves the parameters that it should move, and no others.</summary>
[TestClass]
public sealed class GradientFlowTests
{
    private const int Unlabelled = 24, Anomalies = 5;

    // Parts of the network, in the order of the letters below: encoder, decoder, prototypes, head.
    private const string Parts = "EDPH";
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    // The weights of the unlabelled rows depend on encoder and prototypes, and through them every loss does.
    [TestMethod]
    [DataRow(0, "EDP")]
    [DataRow(1, "EDPH")]
    [DataRow(2, "EP")]
    public void EachLoss_MovesItsParts(int loss, string expected) => Assert.AreEqual(expected, Moved(new(), loss));

    [TestMethod]
    [DataRow(0, ScoreInputs.All, "ED")]
    [DataRow(1, ScoreInputs.Latent, "EH")]
    [DataRow(1, ScoreInputs.ReconstructionError, "EDH")]
    [DataRow(1, ScoreInputs.Similarity, "EPH")]
    [DataRow(2, ScoreInputs.All, "EP")]
    public void EachLoss_WithConstantWeightsOfTheRows_MovesOnlyWhatItIsMadeOf(int loss, ScoreInputs inputs, string expected) =>
        Assert.AreEqual(expected, Moved(new() { WeightSlope = 0, ScoreInputs = inputs }, loss));

    [TestMethod]
    [DataRow(1f, 0f, "EP")]
    [DataRow(0f, 1f, "EP")]
    [DataRow(0f, 0f, "")]
    public void PrototypeLoss_OfEitherPart_MovesEncoderAndPrototypes(float contrast, float clustering, string expected) =>
        Assert.AreEqual(expected, Moved(new() { ContrastWeight = contrast, ClusteringWeight = clustering, WeightSlope = 0 }, 2));

    // The largest similarity sends its gradient to the nearest prototype only; the clustering reaches all of them.
    [TestMethod]
    public void Contrast_LeavesAPrototypeThatIsNearestToNoRow_WhereTheClusteringMovesIt()
    {
        var contrast = new MultiNormalPrototypesTrainer.Options { ClusteringWeight = 0, WeightSlope = 0 };
        var clustering = new MultiNormalPrototypesTrainer.Options { ContrastWeight = 0, WeightSlope = 0 };
        float[] ofContrast = PrototypeGradients(contrast, out bool[] isNearest), ofClustering = PrototypeGradients(clustering, out _);
        CollectionAssert.Contains(isNearest, false);
        CollectionAssert.Contains(isNearest, true);
        CollectionAssert.AreEqual(isNearest, ofContrast.Select(g => g > 0).ToArray());
        Assert.IsTrue(ofClustering.All(g => g > 0));
    }

    [TestMethod]
    public void TotalLoss_MovesEverything()
    {
        foreach (LossBalancing mode in Enum.GetValues<LossBalancing>())
        {
            var options = new MultiNormalPrototypesTrainer.Options { Balancing = mode };
            using MultiNormalPrototypesNetwork network = Network(options);
            using var balancing = new DynamicWeightAveraging(mode, options.BalancingTemperature, 3, CPU);
            balancing.Total(Losses(network, options, out _)).backward();
            Assert.AreEqual(Parts, Moved(network));
        }
    }

    private static string Moved(MultiNormalPrototypesTrainer.Options options, int loss)
    {
        using MultiNormalPrototypesNetwork network = Network(options);
        Tensor value = Losses(network, options, out _)[loss];
        // A loss with no part left is a constant.
        if (value.requires_grad)
            value.backward();
        return Moved(network);
    }

    // The letters of the parts with a gradient; within a part, every parameter has one or none has.
    private static string Moved(MultiNormalPrototypesNetwork network)
    {
        Autoencoder a = network.Autoencoder;
        (char Part, Tensor?[] Parameters)[] parts =
        [
            ('E', [.. a.Encoder.parameters()]),
            ('D', [.. a.Decoder.parameters()]),
            ('P', [network.Prototypes]),
            ('H', [.. network.ScoreHead.parameters()]),
        ];
        foreach ((char part, Tensor?[] parameters) in parts)
            Assert.AreEqual(1, parameters.Select(p => HasGradient(p!)).Distinct().Count(), part.ToString());
        return string.Concat(parts.Where(p => p.Parameters.Any(q => HasGradient(q!))).Select(p => p.Part));
    }

    private static bool HasGradient(Tensor parameter) => parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0;

    private static float[] PrototypeGradients(MultiNormalPrototypesTrainer.Options options, out bool[] isNearest)
    {
        using MultiNormalPrototypesNetwork network = Network(options);
        Losses(network, options, out MultiNormalPrototypesOutput output)[2].backward();
        long[] nearest = output.Similarity.argmax(1).data<long>().ToArray();
        isNearest = [.. Enumerable.Range(0, (int)network.Prototypes.shape[0]).Select(k => nearest.Contains(k))];
        return network.Prototypes.grad!.abs().sum(1).data<float>().ToArray();
    }

    private static MultiNormalPrototypesNetwork Network(MultiNormalPrototypesTrainer.Options options)
    {
        var random = new Random(2);
        var autoencoder = new Autoencoder(ToyData.Width, 6, 4, random, CPU);
        // Two prototypes where the encoder puts rows, and one at the opposite end.
        using Tensor latent = autoencoder.Encoder.Forward(Rows()).detach();
        float[] values = latent.data<float>().ToArray();
        float[][] prototypes = [values[..4], values[4..8], [.. values[..4].Select(v => -v)]];
        return new MultiNormalPrototypesNetwork(autoencoder, prototypes, 16, options.KernelDegree, options.ScoreInputs, random, CPU);
    }

    private static Tensor Losses(MultiNormalPrototypesNetwork network, MultiNormalPrototypesTrainer.Options options, out MultiNormalPrototypesOutput output)
    {
        output = network.Forward(Rows());
        return new MultiNormalPrototypesLoss(options).Losses(output, Unlabelled);
    }

    private static Tensor Rows()
    {
        ToyData.Row[] rows = [.. ToyData.Rows(Unlabelled, Anomalies, Anomalies).OrderBy(r => r.IsAnomaly)];
        return tensor(rows.SelectMany(r => r.Features).ToArray(), [rows.Length, ToyData.Width]);
    }
}
