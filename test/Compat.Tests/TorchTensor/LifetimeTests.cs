using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

[TestClass]
public class LifetimeTests
{
    [TestMethod]
    public void ADisposedTensorIsInvalid()
    {
        var tensor = ones(2);
        tensor.Dispose();
        Assert.IsTrue(tensor.IsInvalid);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor.Handle);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor + 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor.shape);
        using var other = ones(2);
        Assert.ThrowsExactly<InvalidOperationException>(() => other.add(tensor));
    }

    [TestMethod]
    public void InPlaceOperationsReturnTheirTensor()
    {
        using var tensor = ones(2);
        Assert.AreSame(tensor, tensor.add_(1));
        Assert.AreSame(tensor, tensor.mul_(tensor));
        Assert.AreSame(tensor, tensor.fill_(2).clamp_(0, 1).sqrt_());
    }

    [TestMethod]
    public void ErrorsAreExternalExceptionsWithTheFirstLine()
    {
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsExactly<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message);
        Assert.ThrowsExactly<ExternalException>(() => ones(2).reshape(3));
        Assert.ThrowsExactly<ExternalException>(() => ones(2)[5]);
        Assert.ThrowsExactly<ExternalException>(() => ones(2).add(ones(3)));
    }

    [TestMethod]
    public void ElementTypesMustMatch()
    {
        using var tensor = ones(2);
        Assert.ThrowsExactly<ArgumentException>(() => tensor.data<double>());
        Assert.ThrowsExactly<ArgumentException>(() => tensor.item<float>());
        Assert.ThrowsExactly<ArgumentException>(() => rand(2, dtype: int64));
    }

    [TestMethod]
    public void AskingForCudaWithoutItIsAnError()
    {
        if (cuda.is_available())
            Assert.Inconclusive("This machine has CUDA.");
        using var tensor = ones(2);
        Assert.ThrowsExactly<InvalidOperationException>(() => tensor.cuda());
        Assert.ThrowsExactly<InvalidOperationException>(() => device("cuda:0"));
        Assert.AreEqual(0, cuda.device_count());
    }

    [TestMethod]
    public void ForgottenTensorsAreFinalized()
    {
        var before = Tensor.TotalCount;
        Forget(100);
        for (var i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.IsLessThanOrEqualTo(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void TenThousandTrainingStepsLeakNothing()
    {
        using var outer = NewDisposeScope();
        var data = randn(16, 8);
        var weight = randn(8, 1, requires_grad: true);
        Train(500);
        var (tensors, memory) = (Tensor.TotalCount, ResidentMegabytes());
        Train(10_000);
        Assert.AreEqual(tensors, Tensor.TotalCount);
        Assert.IsLessThan(memory + 48, ResidentMegabytes());

        void Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                weight.grad?.zero_();
                var loss = (data.matmul(weight).tanh() - 0.5).square().mean();
                loss.backward();
                using (no_grad())
                    weight.sub_(weight.grad! * 0.01);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
            _ = ones(4);
    }

    private static long ResidentMegabytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 >> 20;
    }
}
