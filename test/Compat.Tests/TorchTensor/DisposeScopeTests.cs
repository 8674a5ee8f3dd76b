using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

[TestClass]
public class DisposeScopeTests
{
    [TestInitialize]
    public void Reset() => DisposeScopeManager.Statistics.Reset();

    [TestMethod]
    public void ScopeDisposesWhatWasMadeInIt()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = ones(2) + 1;
            Assert.AreEqual(2, scope.DisposablesCount);
            Assert.IsTrue(scope.Contains(inside));
            Assert.IsFalse(inside.IsInvalid);
        }
        Assert.IsTrue(inside.IsInvalid);
        Assert.AreEqual(2, DisposeScopeManager.Statistics.CreatedInScopeCount);
        Assert.AreEqual(2, DisposeScopeManager.Statistics.DisposedInScopeCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void TensorsOutsideAScopeAreTheCallers()
    {
        var tensor = ones(2);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.CreatedOutsideScopeCount);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        tensor.Dispose();
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DisposedOutsideScopeCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void MovingToTheOuterScopeSavesATensorOnce()
    {
        Tensor kept;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                Assert.AreSame(kept = ones(2), kept.MoveToOuterDisposeScope());
                _ = ones(3);
            }
            Assert.IsFalse(kept.IsInvalid);
            Assert.AreEqual(1, outer.DisposablesCount);
        }
        Assert.IsTrue(kept.IsInvalid);
    }

    [TestMethod]
    public void MovingOutOfTheLastScopeDetaches()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = ones(2).MoveToOuterDisposeScope();
        Assert.IsFalse(kept.IsInvalid);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DetachedFromScopeCount);
        kept.Dispose();
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DisposedOutsideScopeCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void DetachedTensorsOutliveEveryScope()
    {
        Tensor kept;
        using (NewDisposeScope())
        using (NewDisposeScope())
            kept = ones(2).DetachFromDisposeScope();
        Assert.IsFalse(kept.IsInvalid);
        kept.Dispose();
    }

    [TestMethod]
    public void AttachTakesATensorInAndOutOfItsOldScope()
    {
        using var free = ones(2);
        using (var outer = NewDisposeScope())
        {
            outer.Attach(free);
            Assert.IsTrue(outer.Contains(free));
            Assert.AreEqual(1, DisposeScopeManager.Statistics.AttachedToScopeCount);
            using var inner = NewDisposeScope();
            inner.Attach(free);
            Assert.IsFalse(outer.Contains(free));
            Assert.IsTrue(inner.Contains(free));
        }
        Assert.IsTrue(free.IsInvalid);
    }

    [TestMethod]
    public void MoveToOtherPutsATensorWhereAnotherIs()
    {
        using var outer = NewDisposeScope();
        var home = ones(1);
        using (NewDisposeScope())
        {
            var first = ones(2).MoveToOtherDisposeScope(home);
            var second = ones(2).MoveToOtherDisposeScope(outer);
            Assert.IsTrue(outer.Contains(first));
            Assert.IsTrue(outer.Contains(second));
        }
        Assert.AreEqual(3, outer.DisposablesCount);
    }

    [TestMethod]
    public void ScopesMoveAndDetachUpToThreeAtOnce()
    {
        using var outer = NewDisposeScope();
        using (var inner = NewDisposeScope())
        {
            var (a, b) = inner.MoveToOuter(ones(1), ones(2));
            var (c, d, e) = inner.Detach(ones(1), ones(2), ones(3));
            Assert.IsTrue(outer.Contains(a) && outer.Contains(b));
            Assert.AreEqual(0, inner.DisposablesCount);
            outer.Attach(c, d, e);
        }
        Assert.AreEqual(5, outer.DisposablesCount);
    }

    [TestMethod]
    public void DisposeEverythingButGoesOnWithTheRest()
    {
        using var scope = NewDisposeScope();
        var (kept, gone) = (ones(1), ones(2));
        Assert.AreSame(kept, scope.DisposeEverythingBut(kept));
        Assert.IsFalse(kept.IsInvalid);
        Assert.IsTrue(gone.IsInvalid);
        Assert.AreEqual(1, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.IsTrue(kept.IsInvalid);
        _ = ones(3);
        Assert.AreEqual(1, scope.DisposablesCount);
    }

    [TestMethod]
    public void DisposingATensorTakesItOutOfItsScope()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();
        Assert.AreEqual(0, scope.DisposablesCount);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DisposedInScopeCount);
    }

    [TestMethod]
    public void AnEndedScopeRefusesWork()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        using var tensor = ones(1);
        Assert.ThrowsExactly<ObjectDisposedException>(() => scope.Attach(tensor));
        Assert.ThrowsExactly<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [TestMethod]
    public void ScopesMayEndInAnyOrder()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        var tensor = ones(1);
        Assert.IsTrue(inner.Contains(tensor));
        inner.Dispose();
        Assert.IsTrue(tensor.IsInvalid);
        Assert.IsNull(CurrentDisposeScope);
    }

    [TestMethod]
    public void AWrappedExpressionLeavesOnlyItsResult()
    {
        using var scope = NewDisposeScope();
        var sum = WrappedTensorDisposeScope(() => (ones(2) + 1).sum());
        Assert.AreEqual(1, scope.DisposablesCount);
        Assert.AreEqual(4f, sum.item<float>());
    }

    [TestMethod]
    public void ScopesBelongToTheirThread()
    {
        using var scope = NewDisposeScope();
        var worker = new Thread(() =>
        {
            Assert.IsNull(CurrentDisposeScope);
            ones(2).Dispose();
        });
        worker.Start();
        worker.Join();
        Assert.AreEqual(0, scope.DisposablesCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.CreatedInScopeCount);
    }
}
