using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

[TestClass]
public class FactoryTests
{
    [TestMethod]
    public void DefaultsAreFloatOnTheCpu()
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in new[] { zeros(2), ones(2), empty(2), full(2, 1.5), rand(2), randn(2), eye(2), linspace(0, 1, 3) })
        {
            Assert.AreEqual(float32, tensor.dtype);
            Assert.AreEqual(DeviceType.CPU, tensor.device_type);
            Assert.IsFalse(tensor.requires_grad);
        }
        Assert.AreEqual(int64, arange(3).dtype);
        Assert.AreEqual(float32, arange(3.0).dtype);
        Assert.AreEqual(int64, randint(5, [2]).dtype);
        Assert.AreEqual(int64, randperm(5).dtype);
    }

    [TestMethod]
    public void ShapesTypesAndGradientsAreAsAsked()
    {
        using var scope = NewDisposeScope();
        TensorAssert.HasShape([2, 3, 4, 5], zeros(2, 3, 4, 5));
        TensorAssert.HasShape([2, 3], ones([2, 3], int64));
        TensorAssert.HasShape([], zeros([]));
        Assert.AreEqual(float64, full(2, 3, 7, float64).dtype);
        Assert.IsTrue(rand(2, 3, requires_grad: true).requires_grad);
        Assert.AreEqual(int32, zeros_like(ones(2), int32).dtype);
        TensorAssert.AreEqual([0, 0.5, 1], linspace(0, 1, 3));
        TensorAssert.AreEqual([1, 3], arange(1, 5, 2));
        TensorAssert.AreEqual([1, 0, 0, 0, 1, 0], eye(2, 3));
        TensorAssert.AreEqual([7, 7], full_like(ones(2), 7));
    }

    [TestMethod]
    public void ArraysKeepTypeAndShape()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(float64, tensor(1.0).dtype);
        Assert.AreEqual(float32, tensor(1f).dtype);
        Assert.AreEqual(int64, tensor(1L).dtype);
        Assert.AreEqual(@bool, tensor(true).dtype);
        TensorAssert.HasShape([], tensor(1f));
        TensorAssert.HasShape([3], tensor(new[] { 1, 2, 3 }));
        var matrix = tensor(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } });
        TensorAssert.HasShape([3, 2], matrix);
        TensorAssert.AreEqual([1, 2, 3, 4, 5, 6], matrix);
        TensorAssert.HasShape([1, 2, 2], tensor(new[,,] { { { 1f, 2 }, { 3, 4 } } }));
        TensorAssert.AreEqual([1, 0], tensor(new[] { true, false }));
        Assert.AreEqual(float32, tensor(new[] { 1.0, 2 }, dtype: float32).dtype);
        TensorAssert.AreEqual([1, 2], tensor(new List<float> { 1, 2 }));
        Assert.ThrowsExactly<ArgumentException>(() => tensor(new[] { 1f, 2 }, [3]));
    }

    [TestMethod]
    public void TensorCopiesAndFromArrayShares()
    {
        using var scope = NewDisposeScope();
        float[] values = [1, 2, 3, 4];
        var copy = tensor(values);
        var shared = from_array(values);
        var part = frombuffer(values, float32, count: 2, offset: 2);
        values[3] = 9;
        TensorAssert.AreEqual([1, 2, 3, 4], copy);
        TensorAssert.AreEqual([1, 2, 3, 9], shared);
        TensorAssert.AreEqual([3, 9], part);
        shared[0] = tensor(5f);
        Assert.AreEqual(5f, values[0]);
        TensorAssert.HasShape([2, 2], from_array(new[,] { { 1L, 2 }, { 3, 4 } }));
        Assert.ThrowsExactly<ArgumentException>(() => frombuffer(values, float32, offset: 4));
    }

    [TestMethod]
    public void SharedArraysOutliveTheirTensorsOnly()
    {
        for (var i = 0; i < 100; i++)
            from_array(new float[100_000]).Dispose();
        GC.Collect();
        Assert.IsLessThan(30_000_000, GC.GetTotalMemory(forceFullCollection: true));
    }

    [TestMethod]
    public void ConversionsChangeTypeAndCopyIfAsked()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.7f, -1.7f });
        TensorAssert.AreEqual([1, -1], x.to(int64));
        Assert.AreEqual(float64, x.@double().dtype);
        Assert.AreEqual(int32, x.type(int32).dtype);
        x.to(float32, copy: true).zero_();
        TensorAssert.AreEqual([1.7f, -1.7f], x);
        x.to(CPU).zero_();
        TensorAssert.AreEqual([0, 0], x);
    }

    [TestMethod]
    public void NumbersComeOut()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.75f);
        Assert.AreEqual(2.75f, x.ToSingle());
        Assert.AreEqual(2.75, x.ToDouble());
        Assert.AreEqual(2, x.ToInt32());
        Assert.AreEqual(2L, (long)x);
        Assert.IsTrue((bool)tensor(true));
        Assert.AreEqual(3L, tensor(3L).item<long>());
        Assert.ThrowsExactly<ArgumentException>(() => zeros(2).item<float>());
    }

    [TestMethod]
    public void AccessorsFollowStrides()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32).reshape(2, 3).t();
        var data = x.data<float>();
        CollectionAssert.AreEqual(new[] { 0f, 3, 1, 4, 2, 5 }, data.ToArray());
        Assert.AreEqual(4f, data[1, 1]);
        Assert.AreEqual(3f, data[1]);
        data[2, 0] = 9;
        Assert.AreEqual(9f, x[2, 0].ToSingle());
        var target = new float[3];
        data.CopyTo(target, 1, 2);
        CollectionAssert.AreEqual(new[] { 0f, 1, 4 }, target);
        data.CopyFrom([7f, 8f], 0, 0);
        CollectionAssert.AreEqual(new[] { 7f, 8, 1, 4, 9, 5 }, data.ToArray());
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => data[6]);
        Assert.AreEqual(6, data.Count);
    }

    [TestMethod]
    public void PropertiesDescribeTheTensor()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3, float64);
        Assert.AreEqual(2, x.ndim);
        Assert.AreEqual(6, x.numel());
        Assert.AreEqual(8, x.element_size());
        Assert.AreEqual(3, x.size(1));
        CollectionAssert.AreEqual(new long[] { 1, 3 }, x.t().stride());
        Assert.IsFalse(x.t().is_contiguous());
        Assert.IsTrue(x.t().contiguous().is_contiguous());
        Assert.AreEqual("[2x3], type = Float64, device = cpu", x.ToString());
        Assert.IsTrue(x.Equals(zeros(2, 3, float64)));
        Assert.IsTrue(x.allclose(zeros(2, 3, float64) + 1e-9));
    }

    [TestMethod]
    public void SeedsRepeatNumbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var first = TensorAssert.Elements(rand(5));
        manual_seed(7);
        CollectionAssert.AreEqual(first, TensorAssert.Elements(rand(5)));

        using var generator = new Generator(7);
        CollectionAssert.AreEqual(first, TensorAssert.Elements(rand(5, generator: generator)));
        using var state = generator.get_state();
        var next = TensorAssert.Elements(randn(5, generator: generator));
        generator.set_state(state);
        CollectionAssert.AreEqual(next, TensorAssert.Elements(randn(5, generator: generator)));
        generator.manual_seed(7);
        Assert.AreEqual(7, generator.initial_seed());
        CollectionAssert.AreEqual(first, TensorAssert.Elements(empty(5).uniform_(0, 1, generator)));
    }

    [TestMethod]
    public void RandomNumbersAreWhereTheyShouldBe()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var normal = empty(10_000).normal_(2, 3, generator);
        Assert.AreEqual(2, normal.mean().ToDouble(), 0.15);
        Assert.AreEqual(3, normal.std().ToDouble(), 0.15);
        var dice = randint(1, 7, [1000], generator: generator);
        Assert.AreEqual(1, dice.min().ToInt64());
        Assert.AreEqual(6, dice.max().ToInt64());
        TensorAssert.AreEqual([0, 1, 2, 3, 4], randperm(5, generator: generator).sort().Values);
        TensorAssert.AreEqual([2, 2, 2], tensor(new[] { 0f, 0, 1 }).multinomial(3, replacement: true, generator));
        TensorAssert.AreEqual([0, 1], tensor(new[] { 0f, 1 }).bernoulli(generator));
    }

    [TestMethod]
    public void ThreadsCanBeSet()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.AreEqual(1, get_num_threads());
        set_num_threads(before);
    }
}
