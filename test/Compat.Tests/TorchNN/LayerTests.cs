using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ProtoAnomaly.Compat.Tests.TorchNN;

[TestClass]
public class LayerTests
{
    private static void AssertValues(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        using var scope = NewDisposeScope();
        var values = actual.detach().to(ScalarType.Float64).contiguous().flatten().data<double>().ToArray();
        Assert.AreEqual(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.AreEqual(expected[i], values[i], tolerance, $"element {i}");
    }

    private static Parameter Values(float[] values, params long[] shape) => nn.Parameter(tensor(values, shape));

    [TestMethod]
    public void LinearIsAMatrixProductPlusBias()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 3);
        layer.weight = Values([1, 2, 3, 4, 5, 6], 3, 2);
        layer.bias = Values([10, 20, 30], 3);
        var x = tensor(new float[] { 1, -1, 2, 0 }, 2, 2);
        AssertValues([9, 19, 29, 12, 26, 40], layer.call(x));
        AssertValues([9, 19, 29], layer.call(x[0]));
        Assert.AreEqual(2, layer.in_features);
        Assert.AreEqual(3, layer.out_features);
        using var plain = nn.Linear(2, 3, hasBias: false);
        Assert.IsNull(plain.bias);
        CollectionAssert.AreEqual(new long[] { 4, 5, 3 }, plain.call(ones(4, 5, 2)).shape);
    }

    [TestMethod]
    public void DefaultWeightsAreUniformWithinTheRootOfTheInputs()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(100, 500);
        using var conv = nn.Conv2d(4, 200, 5);
        foreach (var tensor in new[] { linear.weight, linear.bias, conv.weight, conv.bias })
        {
            var values = tensor!.detach();
            double highest = values.abs().max().ToDouble();
            Assert.IsTrue(highest <= 0.1 + 1e-6 && highest > 0.095, $"{highest}");
            Assert.AreEqual(0.1 / Math.Sqrt(3), values.std().ToDouble(), 0.005);
        }
    }

    [TestMethod]
    public void ConvolutionsByHand()
    {
        using var scope = NewDisposeScope();
        var x = arange(9, dtype: ScalarType.Float32).reshape(1, 1, 3, 3);
        using var conv = nn.Conv2d(1, 1, 2);
        conv.weight = Values([1, 0, 0, 2], 1, 1, 2, 2);
        conv.bias = Values([1], 1);
        AssertValues([9, 12, 18, 21], conv.call(x));

        using var same = nn.Conv2d(1, 1, 3, Padding.Same);
        CollectionAssert.AreEqual(new long[] { 1, 1, 3, 3 }, same.call(x).shape);
        using var reflected = nn.Conv2d(1, 1, (3, 1), padding: (1, 0), padding_mode: PaddingModes.Reflect, bias: false);
        reflected.weight = Values([1, 1, 1], 1, 1, 3, 1);
        AssertValues([6, 9, 12, 9, 12, 15, 12, 15, 18], reflected.call(x));

        using var transposed = nn.ConvTranspose2d(1, 1, 2, stride: 2, bias: false);
        transposed.weight = Values([1, 2, 3, 4], 1, 1, 2, 2);
        var small = tensor(new float[] { 1, 10 }, 1, 1, 1, 2);
        AssertValues([1, 2, 10, 20, 3, 4, 30, 40], transposed.call(small));
        CollectionAssert.AreEqual(new long[] { 1, 1, 3, 5 }, transposed.forward(small, [3, 5]).shape);
        Assert.ThrowsExactly<ArgumentException>(() => transposed.forward(small, [4, 5]));
        Assert.ThrowsExactly<ArgumentException>(() => conv.call(ones(1, 2, 3, 3)));
    }

    [TestMethod]
    public void BatchNormKeepsRunningStatistics()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm1d(1, momentum: 0.5);
        var x = tensor(new float[] { 1, 3 }, 2, 1);
        double unit = 1 / Math.Sqrt(1 + 1e-5);
        AssertValues([-unit, unit], layer.call(x));
        AssertValues([1], layer.running_mean!);
        AssertValues([1.5], layer.running_var!);
        Assert.AreEqual(1, layer.num_batches_tracked!.ToInt64());

        layer.eval();
        AssertValues([0, 2 / Math.Sqrt(1.5 + 1e-5)], layer.call(x));
        Assert.AreEqual(1, layer.num_batches_tracked!.ToInt64());

        using var images = nn.BatchNorm2d(2);
        Assert.ThrowsExactly<ArgumentException>(() => images.call(ones(2, 2)));
        var normalized = images.call(randn(4, 2, 3, 3));
        AssertValues([0, 0], normalized.mean([0, 2, 3]), 1e-5);
    }

    [TestMethod]
    public void LayerNormNormalizesEachRow()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LayerNorm(2, eps: 0);
        layer.weight = Values([1, 2], 2);
        layer.bias = Values([0, 1], 2);
        AssertValues([-1, 3, 1, -1], layer.call(tensor(new float[] { 0, 4, 9, 3 }, 2, 2)));
    }

    [TestMethod]
    public void DropoutFollowsTheSeedAndRestsInEvaluation()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Dropout(0.25);
        var x = ones(1000);
        manual_seed(7);
        var first = layer.call(x);
        manual_seed(7);
        var second = layer.call(x);
        Assert.IsTrue(first.allclose(second));
        double kept = first.count_nonzero().ToDouble() / 1000;
        Assert.AreEqual(0.75, kept, 0.06);
        Assert.AreEqual(4.0 / 3, first.max().ToDouble(), 1e-6);
        layer.eval();
        Assert.IsTrue(layer.call(x).allclose(x));
    }

    [TestMethod]
    public void ActivationsByFormula()
    {
        using var scope = NewDisposeScope();
        double[] x = [-2, -0.5, 0.5, 3];
        var input = tensor(x);
        void Check(nn.Module<Tensor, Tensor> module, Func<double, double> formula)
        {
            using (module)
                AssertValues(Array.ConvertAll(x, v => formula(v)), module.call(input));
        }
        double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

        Check(nn.ReLU(), v => Math.Max(v, 0));
        Check(nn.LeakyReLU(0.2), v => v > 0 ? v : 0.2 * v);
        Check(nn.ELU(2), v => v > 0 ? v : 2 * (Math.Exp(v) - 1));
        Check(nn.SELU(), v => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * (Math.Exp(v) - 1)));
        Check(nn.SiLU(), v => v * Sigmoid(v));
        Check(nn.Tanh(), Math.Tanh);
        Check(nn.Sigmoid(), Sigmoid);
        Check(nn.LogSigmoid(), v => Math.Log(Sigmoid(v)));
        Check(nn.Softplus(2), v => Math.Log(1 + Math.Exp(2 * v)) / 2);
        Check(nn.Softmax(0), v => Math.Exp(v) / x.Sum(Math.Exp));
        Check(nn.LogSoftmax(0), v => v - Math.Log(x.Sum(Math.Exp)));
        Check(nn.Identity(), v => v);
        AssertValues([0.5 * 0.6914624612740131], F.gelu(tensor(new[] { 0.5 })));

        var changed = input.clone();
        AssertValues([0, 0, 0.5, 3], F.relu(changed, inplace: true));
        AssertValues([0, 0, 0.5, 3], changed);
    }

    [TestMethod]
    public void PoolingAndPaddingByHand()
    {
        using var scope = NewDisposeScope();
        var x = arange(16, dtype: ScalarType.Float32).reshape(1, 1, 4, 4);
        using var max = nn.MaxPool2d(2);
        AssertValues([5, 7, 13, 15], max.call(x));
        AssertValues([5, 7, 13, 15], max.forward_with_indices(x).Indices);
        using var average = nn.AvgPool2d(2);
        AssertValues([2.5, 4.5, 10.5, 12.5], average.call(x));
        using var adaptive = nn.AdaptiveAvgPool2d(1);
        AssertValues([7.5], adaptive.call(x));
        AssertValues([9, 1, 2, 9], F.pad(tensor(new[] { 1f, 2f }), (1, 1), value: 9));
        AssertValues([2, 1, 2, 1], F.pad(tensor(new[] { 1f, 2f }, 1, 2), (1, 1), PaddingModes.Reflect));
    }

    [TestMethod]
    public void ShapesDistancesAndTables()
    {
        using var scope = NewDisposeScope();
        using var flatten = nn.Flatten();
        using var unflatten = nn.Unflatten(1, [2, 3]);
        CollectionAssert.AreEqual(new long[] { 4, 6 }, flatten.call(ones(4, 2, 3)).shape);
        CollectionAssert.AreEqual(new long[] { 4, 2, 3 }, unflatten.call(ones(4, 6)).shape);

        var a = tensor(new[] { 3.0, 4.0 }, 1, 2);
        var b = tensor(new[] { 4.0, 3.0 }, 1, 2);
        AssertValues([0.6, 0.8], F.normalize(a));
        AssertValues([0.96], F.cosine_similarity(a, b));
        AssertValues([Math.Sqrt(2)], F.pairwise_distance(a, b), 1e-5);
        AssertValues([0, 1, 0, 0, 0, 1], F.one_hot(tensor(new long[] { 1, 2 }), 3));

        using var table = nn.Embedding(4, 2, padding_idx: 1);
        var rows = table.call(tensor(new long[] { 1, 3 }));
        AssertValues([0, 0], rows[0]);
        Assert.IsTrue(rows[1].allclose(table.weight![3]));
    }

    [TestMethod]
    public void GradientsAgreeWithDifferences()
    {
        using var scope = NewDisposeScope();
        var rows = Gradients.Input(3, 4);
        var images = Gradients.Input(2, 2, 4, 4);
        void Check(nn.Module<Tensor, Tensor> module, Tensor x)
        {
            module.to(ScalarType.Float64);
            // The cube makes the gradient depend on the output.
            Gradients.Check(() => module.call(x).pow(3).sum(), [x, .. module.parameters()]);
            module.Dispose();
        }

        Check(nn.Linear(4, 3), rows);
        Check(nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2)), rows);
        Check(nn.LayerNorm(4), rows);
        Check(nn.BatchNorm1d(4), rows);
        Check(nn.Conv2d(2, 3, 3, stride: 2, padding: 1), images);
        Check(nn.ConvTranspose2d(2, 2, 3, stride: 2, padding: 1, output_padding: 1), images);
        Check(nn.BatchNorm2d(2), images);
        Check(nn.MaxPool2d(2), images);
        Check(nn.AvgPool2d(2), images);
        foreach (var activation in new nn.Module<Tensor, Tensor>[] { nn.ReLU(), nn.LeakyReLU(0.2), nn.ELU(), nn.SELU(), nn.GELU(), nn.SiLU(), nn.Sigmoid(), nn.Softplus(), nn.Softmax(1), nn.LogSoftmax(1) })
            Check(activation, rows);
    }

    [TestMethod]
    public void LayersRunOnTheMetaDevice()
    {
        using var scope = NewDisposeScope();
        using var made = nn.Sequential(nn.Linear(4, 8, device: META), nn.BatchNorm1d(8, device: META), nn.LeakyReLU(),
            nn.LayerNorm(8, device: META), nn.Linear(8, 2, device: META));
        using var moved = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)).to(META);
        foreach (var model in new[] { made, moved })
        {
            Assert.IsTrue(model.parameters().All(parameter => parameter.device_type == DeviceType.META));
            var output = model.call(empty(3, 4, device: META));
            CollectionAssert.AreEqual(new long[] { 3, 2 }, output.shape);
            output.sum().backward();
            Assert.IsTrue(model.parameters().All(parameter => parameter.grad!.device_type == DeviceType.META));
        }
    }

    [TestMethod]
    public void ConvolutionsRunOnTheMetaDevice()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(
            nn.Conv2d(1, 4, 4, stride: 2, padding: 1), nn.BatchNorm2d(4), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(4, 1, 4, stride: 2, padding: 1), nn.Tanh(), nn.ReLU(), nn.LogSigmoid(), nn.Dropout(),
            nn.Softplus(), nn.GELU(), nn.SELU(), nn.SiLU(), nn.ELU(), nn.Sigmoid()).to(META);
        var output = model.call(empty(2, 1, 8, 8, device: META));
        CollectionAssert.AreEqual(new long[] { 2, 1, 8, 8 }, output.shape);
        var pooled = F.adaptive_avg_pool2d(F.max_pool2d(F.avg_pool2d(output, 2), 2), 1);
        var target = empty(2, 1, 1, 1, device: META);
        (F.binary_cross_entropy(pooled, target) + F.binary_cross_entropy_with_logits(pooled, target)
            + F.mse_loss(pooled, target) + F.smooth_l1_loss(pooled, target) + F.huber_loss(pooled, target)
            + F.l1_loss(pooled, target)).backward();
        foreach (var parameter in model.parameters())
            CollectionAssert.AreEqual(parameter.shape, parameter.grad!.shape);
    }
}
