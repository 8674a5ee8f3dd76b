using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Augmentation, loss, pseudo-labels and pooling, each against something independent.</summary>
[TestClass]
public sealed class RotationPartsTests
{
    [TestMethod]
    public void WithoutVariations_ImagesAreTurnedByQuarters()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(2, 9, 9);
        using var augmentation = new ImageAugmentation(shape, strength: 0, new Random(1), CPU);
        using var noise = new DeviceNoise(new Random(2), CPU);
        Tensor images = noise.Next(4, shape.Size);
        Tensor turned = augmentation.Apply(images, arange(4, device: CPU).to_type(ScalarType.Float32));
        Tensor square = images.reshape(4, 2, 9, 9);
        for (int k = 0; k < 4; k++)
        {
            // In one direction or the other, all alike.
            float difference = (turned[k] - square[k].rot90(k, (1, 2))).abs().max().item<float>();
            Assert.IsLessThan(1e-4f, difference, $"{k} quarters");
        }
    }

    [TestMethod]
    public void OblongImages_StayWhereTheyAre_WhenNotTurned()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(1, 8, 13);
        using var augmentation = new ImageAugmentation(shape, strength: 0, new Random(1), CPU);
        using var noise = new DeviceNoise(new Random(2), CPU);
        Tensor images = noise.Next(3, shape.Size);
        float[] same = TensorValues.ToArray(augmentation.Apply(images, zeros(3, device: CPU))), expected = TensorValues.ToArray(images);
        for (int i = 0; i < same.Length; i++)
            Assert.AreEqual(expected[i], same[i], 1e-4);
    }

    [TestMethod]
    public void Variations_AreSmall_AndComeFromTheGenerator()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(1, 28, 28);
        // A bright square of 8x8 in the middle.
        var image = new float[shape.Size];
        for (int y = 10; y < 18; y++)
            image.AsSpan((y * 28) + 10, 8).Fill(1);
        const int copies = 200;
        Tensor images = tensor(Enumerable.Repeat(image, copies).SelectMany(p => p).ToArray(), [copies, shape.Size], device: CPU);
        float[] Draw(int seed)
        {
            using var augmentation = new ImageAugmentation(shape, strength: 1, new Random(seed), CPU);
            return TensorValues.ToArray(augmentation.Apply(images, zeros(copies, device: CPU)));
        }
        float[] first = Draw(1);
        CollectionAssert.AreEqual(first, Draw(1));
        CollectionAssert.AreNotEqual(first, Draw(2));
        for (int copy = 0; copy < copies; copy++)
        {
            ReadOnlySpan<float> pixels = first.AsSpan(copy * shape.Size, shape.Size);
            double mass = 0, x = 0, y = 0;
            for (int i = 0; i < pixels.Length; i++)
                (mass, x, y) = (mass + pixels[i], x + (pixels[i] * (i % 28)), y + (pixels[i] * (i / 28)));
            // Shifts by up to 3 pixels, areas and contrasts by 30 % or so, and noise of 0.1 in each of 784 pixels.
            Assert.IsTrue(mass is > 22 and < 150, $"copy {copy} has {mass} of 64");
            Assert.IsTrue(Math.Abs((x / mass) - 13.5) < 8 && Math.Abs((y / mass) - 13.5) < 8, $"copy {copy} lies at {x / mass}, {y / mass}");
        }
    }

    [TestMethod]
    public void Turns_AreNoneForHalf_ElseOneToThree()
    {
        using var scope = NewDisposeScope();
        using var augmentation = new ImageAugmentation(new ImageShape(1, 8, 8), strength: 1, new Random(3), CPU);
        float[] turns = TensorValues.ToArray(augmentation.Turns(6000));
        int[] counts = [.. Enumerable.Range(0, 4).Select(k => turns.Count(t => t == k))];
        Assert.AreEqual(6000, counts.Sum());
        Assert.AreEqual(3000, counts[0], 200);
        for (int k = 1; k < 4; k++)
            Assert.AreEqual(1000, counts[k], 150);
    }

    // Kernels of 5x5 and 3x3 without biases, a scale and a shift for each channel, nine pooled values of each, a linear layer.
    [TestMethod]
    [DataRow(12)]
    [DataRow(20)]
    public void TheTrunk_HasItsChannels(int c)
    {
        using var trunk = new Network(RotationNetwork.TrunkPlan(new ImageShape(1, 28, 28), c, 64), new Random(1), CPU);
        long expected = (25 * c) + (9 * c * 2 * c) + (9 * 2 * c * 4 * c) + (9 * 4 * c * 64) + (2 * (c + (2 * c) + (4 * c) + 64));
        Assert.AreEqual(expected, trunk.parameters().Sum(parameter => parameter.numel()));
    }

    [TestMethod]
    public void CrossEntropy_IsAWeightedMean()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new float[] { 1, 2, 0, 0, 3, -1 }, [3, 2], device: CPU), targets = tensor(new long[] { 0, 1, 0 }, [3], device: CPU);
        // -log p: log(1 + e), log 2, log(1 + e^-4).
        double[] each = [Math.Log(1 + Math.E), Math.Log(2), Math.Log(1 + Math.Exp(-4))];
        Tensor some = tensor(new float[] { 1, 0, 1 }, [3], device: CPU);
        Assert.AreEqual((each[0] + each[2]) / 2, RotationLoss.CrossEntropy(logits, targets, some).item<float>(), 1e-6);
        Assert.AreEqual(0, RotationLoss.CrossEntropy(logits, targets, zeros(3, device: CPU)).item<float>());
    }

    [TestMethod]
    public void Margins_CountPairsOfRowsWithAWeight()
    {
        using var scope = NewDisposeScope();
        // On a circle of radius 4, whatever their lengths are: at 0, 90, 180, 270 degrees, and a row that doesn't count.
        Tensor embedded = tensor(new float[] { 1, 0, 0, 5, -2, 0, 0, -3, 7, 7 }, [5, 2], device: CPU);
        Tensor targets = tensor(new long[] { 0, 0, 0, 1, 1 }, [5], device: CPU), weights = tensor(new float[] { 1, 1, 1, 1, 0 }, [5], device: CPU);
        double near = 4 * Math.Sqrt(2), far = 8;
        // Within: near, near, far, whose median is near: (far - near) / 3. Between: near, near, far; the quarter quantile is near, so that none is too short.
        var options = new PrototypeDataDescriptionTrainer.Options { InterWeight = 3 };
        using var loss = new RotationLoss(options, CPU);
        Assert.AreEqual((far - near) / 3, loss.Margins(embedded, targets, weights).item<float>(), 1e-4);
        // With the margin between classes at the longest distance: (far - near) 2 / 3, three times.
        options.InterQuantile = 1;
        using var wide = new RotationLoss(options, CPU);
        Assert.AreEqual(((far - near) / 3) + (3 * 2 * (far - near) / 3), wide.Margins(embedded, targets, weights).item<float>(), 1e-4);
        Assert.AreEqual(0, loss.Margins(embedded, targets, zeros(5, device: CPU)).item<float>());
    }

    [TestMethod]
    public void PseudoLabels_TakeTheLikeliest_AndAverageWhatNetworksSay()
    {
        using var scope = NewDisposeScope();
        var draw = new PrototypeDraw([0, 1], [0, 1], [2, 3, 4, 5]);
        using var labels = new PseudoLabels(6, draw, 2, CPU);
        Assert.AreEqual(1, labels.ClassOf(1));
        Assert.AreEqual(-1, labels.ClassOf(2));
        labels.TakePropagated([2, 3, 4, 5], LabelPropagation.Recognise([0.9f, 0.1f, 0.45f, 0.55f, 0.2f, 0.8f, 0.3f, 0.7f], 2, 0.7));
        CollectionAssert.AreEqual(new[] { 0, 1, 0, -1, 1, 1 }, Classes(labels));
        labels.TakePredicted([0.95f, 0.05f, 0.1f, 0.9f, 0.5f, 0.5f, 0.7f, 0.3f]);
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 1, -1, -1 }, Classes(labels));
        labels.TakePredicted([0.6f, 0.4f, 0.2f, 0.8f, 0, 1, 1, 0]);
        // Means: 0.775, 0.85, 0.75, 0.85.
        CollectionAssert.AreEqual(new[] { 0, 1, -1, 1, -1, 0 }, Classes(labels));
        Tensor numbers = tensor(new long[] { 5, 3, 2 }, [3], device: CPU);
        CollectionAssert.AreEqual(new long[] { 0, 1, 0 }, labels.Classes(numbers).data<long>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 1, 0 }, TensorValues.ToArray(labels.Weights(numbers)));
    }

    [TestMethod]
    [DataRow(7, 7, 3)]
    [DataRow(4, 6, 3)]
    [DataRow(2, 3, 3)]
    public void Pooling_AgreesWithTorchsAdaptiveOne_OrHasAWindowForEachPixel(int height, int width, int size)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(2, height, width);
        var layer = new PoolingLayer(PoolingGeometry.Create(shape, size));
        using var noise = new DeviceNoise(new Random(5), CPU);
        Tensor x = noise.Next(1, shape.Size);
        float[] expected = TensorValues.ToArray(nn.functional.adaptive_avg_pool2d(x.reshape(1, 2, height, width), [Math.Min(size, height), Math.Min(size, width)]));
        var actual = new float[layer.Outputs];
        layer.Forward(TensorValues.ToArray(x), actual, []);
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < actual.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"value {i}");
    }

    [TestMethod]
    public void Background_IsTheMedianOfTheEdges_OfEachChannel()
    {
        var rows = new FeatureRows(2 * 9);
        for (int i = 0; i < 5; i++)
        {
            Span<float> row = rows.Add();
            row[..9].Fill(3);
            row[4] = 100;
            row[9..].Fill(i < 3 ? 7 : 8);
        }
        CollectionAssert.AreEqual(new float[] { 3, 7 }, ImageBackground.Measure(rows, new ImageShape(2, 3, 3)));
    }

    private static int[] Classes(PseudoLabels labels) => [.. Enumerable.Range(0, 6).Select(labels.ClassOf)];
}
