using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The managed embedding against the torch forward pass in evaluation mode.</summary>
[TestClass]
public sealed class EmbeddingParityTests
{
    private static readonly ImageNetworkPlan[] Plans =
    [
        ImageNetworkPlan.Compact(new(1, 8, 8)),
        ImageNetworkPlan.Compact(new(3, 9, 21)),
        ImageNetworkPlan.Compact(new(2, 33, 16)),
        ImageNetworkPlan.Paper28,
        // The paper's steps for 64x64 with fewer channels, which alone decide its cost.
        ImageNetworkPlan.Paper64 with { Trunk = [.. ImageNetworkPlan.Paper64.Trunk.Select(step => step with { Channels = step.Channels / 32 })] },
    ];

    [TestMethod]
    public void Images_AgreeWithTorch()
    {
        foreach (ImageNetworkPlan plan in Plans)
        {
            using var scope = NewDisposeScope();
            using var trunk = new Network(plan.TrunkPlan(), new Random(1), CPU);
            AssertParity(trunk, plan.Shape.Size, plan.Shape.ToString());
        }
    }

    [TestMethod]
    [DataRow(1, 8, 8)]
    [DataRow(3, 9, 21)]
    [DataRow(1, 28, 28)]
    [DataRow(2, 33, 16)]
    public void RotationNetworks_AgreeWithTorch(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(channels, height, width);
        using var trunk = new Network(RotationNetwork.TrunkPlan(shape, 12, 10), new Random(1), CPU);
        AssertParity(trunk, shape.Size, shape.ToString());
    }

    [TestMethod]
    public void SeveralNetworks_StandOneAfterAnother_EachOfLengthOne()
    {
        using var scope = NewDisposeScope();
        const int inputs = 5;
        var random = new Random(4);
        using Network first = Vectors(inputs, 7, 3, random), second = Vectors(inputs, 7, 4, random);
        first.eval();
        second.eval();
        FeatureScaling scaling = FeatureScaling.Create(new float[inputs], [.. Enumerable.Repeat(1f, inputs)], normalize: false);
        var embedding = new Embedding(scaling, [first.Freeze(), second.Freeze()], hasUnitLength: true);
        Tensor x = Rows(1, inputs, random);
        float[] expected = TensorValues.ToArray(cat([nn.functional.normalize(first.Forward(x)), nn.functional.normalize(second.Forward(x))], 1));
        ReadOnlySpan<float> actual = embedding.Embed(TensorValues.ToArray(x), embedding.CreateScratch());
        Assert.AreEqual(7, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"value {i}");
    }

    [TestMethod]
    [DataRow(5, 7, 3)]
    [DataRow(36, 128, 64)]
    public void Vectors_AgreeWithTorch(int inputs, int hidden, int embedding)
    {
        using var scope = NewDisposeScope();
        using var trunk = Vectors(inputs, hidden, embedding, new Random(1));
        AssertParity(trunk, inputs, "vectors");
    }

    [TestMethod]
    [DataRow(1, 8, 8)]
    [DataRow(3, 9, 21)]
    [DataRow(1, 28, 28)]
    [DataRow(3, 64, 64)]
    public void CompactGenerator_MakesImagesOfTheSizeAskedFor(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(channels, height, width);
        ImageNetworkPlan plan = ImageNetworkPlan.Compact(shape);
        using var generator = new Network(plan.GeneratorPlan(5), new Random(1), CPU);
        float[] images = TensorValues.ToArray(generator.Forward(ones(3, 5)));
        Assert.HasCount(3 * shape.Size, images);
        Assert.IsTrue(images.All(pixel => Math.Abs(pixel) <= 1));
        using var trunk = new Network(plan.TrunkPlan(), new Random(1), CPU);
        Assert.AreEqual(trunk.Outputs, trunk.Freeze().Outputs);
    }

    [TestMethod]
    public void PaperNetworks_HaveThePapersSizes()
    {
        using var scope = NewDisposeScope();
        using var small = new Network(ImageNetworkPlan.Paper28.TrunkPlan(), new Random(1), CPU);
        using var large = new Network(ImageNetworkPlan.Paper64.TrunkPlan(), new Random(1), CPU);
        Assert.AreEqual(3136, small.Outputs);
        Assert.AreEqual(8192, large.Outputs);
        foreach (ImageNetworkPlan plan in new[] { ImageNetworkPlan.Paper28, ImageNetworkPlan.Paper64 })
        {
            using var generator = new Network(plan.GeneratorPlan(100), new Random(1), CPU);
            CollectionAssert.AreEqual(new long[] { 4, plan.Shape.Size }, generator.Forward(zeros(4, 100, device: CPU)).shape);
        }
    }

    [TestMethod]
    public void Score_AgreesWithTorch()
    {
        using var scope = NewDisposeScope();
        const int inputs = 12, rows = 40;
        var random = new Random(3);
        using var trunk = Vectors(inputs, 16, 8, random);
        trunk.eval();
        Embedding embedding = Managed(trunk, inputs);
        float[] prototypes = TensorValues.ToArray(trunk.Forward(Rows(6, inputs, random)));
        var density = new KernelDensity(prototypes, [3, 1, 2], 8, 1.5f, DensityScore.LogDensity);
        var scorer = new PrototypeDataDescriptionModel(embedding, density, ["a", "b", "c"], new float[6 * inputs]).CreateRowScorer();

        Tensor x = Rows(rows, inputs, random);
        Tensor squared = cdist(trunk.Forward(x), tensor(prototypes, [6, 8])).square() / (-2 * 1.5f * 1.5f);
        float[][] expected = [.. new[] { (0, 3), (3, 1), (4, 2) }.Select(c => TensorValues.ToArray(logsumexp(squared.narrow(1, c.Item1, c.Item2), 1) - Math.Log(c.Item2)))];
        float[] features = TensorValues.ToArray(x);
        var actual = new float[3];
        for (int row = 0; row < rows; row++)
        {
            scorer.Run(features.AsSpan(row * inputs, inputs));
            scorer.WriteVector(PrototypeColumns.ClassDensities, actual);
            for (int n = 0; n < 3; n++)
                Assert.AreEqual(expected[n][row], actual[n], 1e-4, $"row {row}, class {n}");
            Assert.AreEqual(Array.IndexOf(actual, actual.Max()), scorer.Key(PrototypeColumns.NearestClass));
            Assert.AreEqual(-Enumerable.Range(0, 3).Max(n => density.Closeness(actual[n], n)), scorer.Score);
        }
    }

    [TestMethod]
    public void Scorer_AllocatesNothingPerRow()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(1, 10, 10);
        using var trunk = new Network(ImageNetworkPlan.Compact(shape).TrunkPlan(), new Random(1), CPU);
        var embedding = new Embedding(FeatureScaling.CreateForPixels(new float[shape.Size], [.. Enumerable.Repeat(1f, shape.Size)], normalize: true), [trunk.Freeze()]);
        var prototypes = new float[2 * embedding.Width];
        prototypes.AsSpan(embedding.Width).Fill(1);
        var density = new KernelDensity(prototypes, [1, 1], embedding.Width, 1, DensityScore.LogDensity);
        RowScorer scorer = new PrototypeDataDescriptionModel(embedding, density, ["a", "b"], shape, [0]).CreateRowScorer();
        var row = new float[shape.Size];
        scorer.Run(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            scorer.Run(row);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Statistics and affine parameters away from those that batch normalization begins with.
    private static void AssertParity(Network trunk, int inputs, string name)
    {
        var random = new Random(7);
        using var noGradient = no_grad();
        foreach (Tensor state in trunk.State.Where(state => state.dtype == ScalarType.Float32 && state.ndim == 1))
            state.copy_(state + tensor([.. Enumerable.Range(0, (int)state.shape[0]).Select(_ => random.NextSingle() / 2)], state.shape));
        trunk.train();
        trunk.Forward(Rows(8, inputs, random));
        trunk.eval();
        const int count = 6;
        Tensor x = Rows(count, inputs, random);
        float[] expected = TensorValues.ToArray(trunk.Forward(x)), features = TensorValues.ToArray(x);
        Embedding embedding = Managed(trunk, inputs);
        Assert.AreEqual(trunk.Outputs, embedding.Width);
        Embedding.Scratch scratch = embedding.CreateScratch();
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> actual = embedding.Embed(features.AsSpan(row * inputs, inputs), scratch);
            for (int i = 0; i < actual.Length; i++)
            {
                float value = expected[(row * actual.Length) + i];
                Assert.AreEqual(value, actual[i], 1e-4 * Math.Max(1, Math.Abs(value)), $"{name}, row {row}, value {i}");
            }
        }
    }

    private static Network Vectors(int inputs, int hidden, int embedding, Random random)
    {
        LayerActivation leaky = LayerActivation.LeakyRelu(0.01f);
        return new(NetworkPlan.Input(inputs).Dense(hidden, leaky, normalized: true).Dense(embedding, leaky, normalized: true), random, CPU);
    }

    private static Embedding Managed(Network trunk, int inputs) =>
        new(FeatureScaling.Create(new float[inputs], [.. Enumerable.Repeat(1f, inputs)], normalize: false), [trunk.Freeze()]);

    private static Tensor Rows(int count, int width, Random random) =>
        tensor([.. Enumerable.Range(0, count * width).Select(_ => (2 * random.NextSingle()) - 1)], [count, width]);
}
