using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

/// <summary>The meta device has shapes and types but no elements: forward and backward run without memory.</summary>
[TestClass]
public class MetaDeviceTests
{
    [TestMethod]
    public void CreationGivesShapesOnly()
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in new[] { zeros(2, 3, device: META), ones(2, 3, device: META), rand(2, 3, device: META),
            randn(2, 3, device: META), empty(2, 3, device: META), full(2, 3, 1.5, device: META) })
        {
            TensorAssert.HasShape([2, 3], tensor);
            Assert.AreEqual(DeviceType.META, tensor.device_type);
            Assert.IsTrue(tensor.is_meta);
        }
    }

    [TestMethod]
    public void ForwardAndBackwardRun()
    {
        using var scope = NewDisposeScope();
        var input = empty(1_000_000, 100_000, device: META);
        var weight = empty(100_000, 7, device: META, requires_grad: true);
        var bias = empty(7, device: META, requires_grad: true);
        var loss = (input.matmul(weight) + bias).relu().square().mean();
        loss.backward();
        TensorAssert.HasShape([100_000, 7], weight.grad!);
        TensorAssert.HasShape([7], bias.grad!);
        Assert.IsTrue(weight.grad!.is_meta);
    }

    [TestMethod]
    public void AnExistingTensorGoesToMeta()
    {
        using var scope = NewDisposeScope();
        Assert.IsTrue(ones(2).to(META).is_meta);
        Assert.AreEqual("meta", META.ToString());
        Assert.AreEqual("cpu", CPU.ToString());
    }
}
