using System.Runtime.InteropServices;
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
        var input = empty(16, 100, device: META);
        var weight = empty(100, 7, device: META, requires_grad: true);
        var bias = empty(7, device: META, requires_grad: true);
        var loss = (input.matmul(weight) + bias).relu().square().mean();
        loss.backward();
        TensorAssert.HasShape([100, 7], weight.grad!);
        TensorAssert.HasShape([7], bias.grad!);
        Assert.IsTrue(weight.grad!.is_meta);
    }

    [TestMethod]
    public void OperationsOfAllKindsRun()
    {
        using var scope = NewDisposeScope();
        var x = empty(4, 3, device: META, requires_grad: true);
        var y = x.abs().clamp(0.1, 2).log().softmax(1).std(1).sum() + x.flip(1).roll(1, 0).flatten().var(0) + x.prod() + x.max()
            + cdist(x, x.detach()).topk(2, 1).values.mean() + x.logsumexp(1).norm() + where(x > 0, x, -x).sum();
        y.backward();
        TensorAssert.HasShape([4, 3], x.grad!);
        var buffer = zeros(4, 3, device: META);
        Assert.AreSame(buffer, buffer.mul_(0.9).addcmul_(x.detach(), x.detach(), 0.1).sqrt_().add_(1e-8));
        Assert.IsTrue(buffer.is_meta);
    }

    [TestMethod]
    public void DevicesDoNotMix()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<ExternalException>(() => ones(2) + ones(2, device: META));
        Assert.ThrowsExactly<ExternalException>(() => ones(2, device: META).dot(ones(2)));
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
