using TorchSharp;
using static TorchSharp.torch;

namespace ProtoAnomaly.Compat.Tests.TorchTensor;

[TestClass]
public class IndexingTests
{
    private static Tensor Grid => arange(12).reshape(3, 4);

    [TestMethod]
    public void NumbersPickRowsAndElements()
    {
        using var scope = NewDisposeScope();
        TensorAssert.AreEqual([4, 5, 6, 7], Grid[1]);
        TensorAssert.AreEqual([8, 9, 10, 11], Grid[-1]);
        Assert.AreEqual(6, Grid[1, 2].item<long>());
        Assert.AreEqual(23, arange(24).reshape(2, 3, 4)[1, 2, 3].ToInt64());
    }

    [TestMethod]
    public void SlicesHaveStartStopAndStep()
    {
        using var scope = NewDisposeScope();
        TensorAssert.AreEqual([4, 5, 6, 7, 8, 9, 10, 11], Grid[TensorIndex.Slice(1)]);
        TensorAssert.AreEqual([1, 3, 5, 7, 9, 11], Grid[TensorIndex.Colon, TensorIndex.Slice(1, null, 2)]);
        TensorAssert.AreEqual([1, 2], Grid[0, 1..3]);
        TensorAssert.AreEqual([2, 3], Grid[0, ^2..]);
        TensorAssert.AreEqual([3, 7, 11], Grid[TensorIndex.Ellipsis, -1]);
        TensorAssert.HasShape([1, 3, 4], Grid[TensorIndex.None]);
        TensorAssert.HasShape([3, 1, 4], Grid[TensorIndex.Colon, TensorIndex.None]);
    }

    [TestMethod]
    public void TensorsAndMasksPickElements()
    {
        using var scope = NewDisposeScope();
        TensorAssert.AreEqual([8, 9, 10, 11, 0, 1, 2, 3], Grid[tensor(new[] { 2L, 0 })]);
        TensorAssert.AreEqual([1, 6], Grid[tensor(new[] { 0L, 1 }), tensor(new[] { 1L, 2 })]);
        TensorAssert.AreEqual([10, 11], Grid[Grid > 9]);
        TensorAssert.AreEqual([0, 4, 8], Grid[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 0L }))]);
    }

    [TestMethod]
    public void AssignmentWritesThrough()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        x[0] = tensor(new[] { 1f, 2, 3 });
        x[1, 2] = tensor(5f);
        x[TensorIndex.Colon, TensorIndex.Single(0)] = tensor(7f);
        TensorAssert.AreEqual([7, 2, 3, 7, 0, 5], x);
        x[x > 4] = tensor(-1f);
        TensorAssert.AreEqual([-1, 2, 3, -1, 0, -1], x);
        x.index_put_(9, TensorIndex.Single(1), TensorIndex.Slice(0, 2));
        TensorAssert.AreEqual([-1, 2, 3, 9, 9, -1], x);
    }

    [TestMethod]
    public void AccumulatingAddsTwice()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3);
        x.index_put_(ones(3), [tensor(new[] { 0L, 2, 2 })], accumulate: true);
        TensorAssert.AreEqual([1, 0, 2], x);
    }

    [TestMethod]
    public void SlicesAreViews()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 2);
        x[1].add_(1);
        x.narrow(1, 0, 1).add_(1);
        TensorAssert.AreEqual([1, 0, 2, 1], x);
    }
}
