using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

[TestClass]
public class AutogradTests
{
    [TestMethod]
    public void GradientIsNullUntilBackwardAndThenAccumulates()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2f, 3f }, requires_grad: true);
        Assert.IsNull(x.grad);
        (x * x).sum().backward();
        TensorAssert.AreEqual([4, 6], x.grad!);
        (x * x).sum().backward();
        TensorAssert.AreEqual([8, 12], x.grad!);
        x.grad = null;
        Assert.IsNull(x.grad);
    }

    [TestMethod]
    public void LeavesAreWhatNoOperationMade()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        Assert.IsTrue(x.is_leaf);
        Assert.IsFalse(y.is_leaf);
        Assert.IsTrue(y.requires_grad);
        Assert.IsFalse(y.detach().requires_grad);
        y.retain_grad();
        y.sum().backward();
        TensorAssert.AreEqual([1, 1], y.grad!);
    }

    [TestMethod]
    public void NoGradNestsAndEnds()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Assert.IsTrue(is_grad_enabled());
        using (no_grad())
        {
            Assert.IsFalse(is_grad_enabled());
            Assert.IsFalse((x * 2).requires_grad);
            using (enable_grad())
                Assert.IsTrue((x * 2).requires_grad);
            Assert.IsFalse(is_grad_enabled());
        }
        Assert.IsTrue(is_grad_enabled());
        using (set_grad_enabled(false))
            Assert.IsFalse((x * 2).requires_grad);
        Assert.IsTrue((x * 2).requires_grad);
    }

    [TestMethod]
    public void InferenceModeRecordsNothing()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (inference_mode())
        {
            Assert.IsTrue(is_inference_mode_enabled());
            Assert.IsFalse((x * 2).requires_grad);
        }
        Assert.IsFalse(is_inference_mode_enabled());
    }

    [TestMethod]
    public void GradGivesGradientsWithoutStoringThem()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0, 3.0 }, requires_grad: true);
        var unused = ones(1, requires_grad: true);
        var gradients = autograd.grad([(x * x * x).sum()], [x, unused], allow_unused: true);
        TensorAssert.AreEqual([12, 27], gradients[0]);
        Assert.IsTrue(gradients[1].IsInvalid);
        Assert.IsNull(x.grad);
    }

    [TestMethod]
    public void SecondDerivativesGoThroughACreatedGraph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0, 3.0 }, requires_grad: true);
        var first = autograd.grad([(x * x * x).sum()], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];
        TensorAssert.AreEqual([12, 18], second);
    }

    /// <summary>The penalty on the norm of a critic's gradient, as in WGAN-GP, reaches the critic's weights.</summary>
    [TestMethod]
    public void GradientPenaltyReachesTheWeights()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { 0.6, -0.8, 1.2 }, requires_grad: true);
        var x = tensor(new[] { 1.0, 2, 3 }, requires_grad: true);
        var score = (weight * x.square()).sum();
        var slope = autograd.grad([score], [x], retain_graph: true, create_graph: true)[0];
        (slope.norm() - 1).square().backward();

        // slope = 2 w x, so d(|slope| - 1)^2 / dw = 2 (|slope| - 1) slope / |slope| * 2 x
        double[] slopes = [1.2, -3.2, 7.2];
        var norm = Math.Sqrt(slopes.Sum(s => s * s));
        double[] expected = [.. slopes.Select((s, i) => 2 * (norm - 1) * s / norm * 2 * (i + 1))];
        TensorAssert.AreEqual(expected, weight.grad!, 1e-12);
    }

    [TestMethod]
    public void BackwardTwiceNeedsARetainedGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = (x * x).sum();
        y.backward(retain_graph: true);
        y.backward();
        TensorAssert.AreEqual([4, 4], x.grad!);
        Assert.ThrowsExactly<ExternalException>(() => y.backward());
    }

    [TestMethod]
    public void BackwardTakesWeightsAndInputs()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = ones(2, requires_grad: true);
        (x * y * 2).backward([tensor(new[] { 1f, 10f })], inputs: [x]);
        TensorAssert.AreEqual([2, 20], x.grad!);
        Assert.IsNull(y.grad);
        autograd.backward([(x * 3).sum(), (x * 4).sum()]);
        TensorAssert.AreEqual([9, 27], x.grad!);
    }

    [TestMethod]
    public void ALeafThatNeedsAGradientMayNotChangeInPlace()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        Assert.ThrowsExactly<ExternalException>(() => x.add_(1));
        using (no_grad())
            x.add_(1);
        TensorAssert.AreEqual([2, 2], x);
    }
}
