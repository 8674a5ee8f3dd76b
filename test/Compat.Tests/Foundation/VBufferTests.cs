using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class VBufferTests
{
    // 0 0 7 0 9
    private static VBuffer<float> Sparse() => new(5, 2, [7, 9, 100], [2, 4, 100]);

    [TestMethod]
    public void DenseShowsOnlyWhatIsInUse()
    {
        var vector = new VBuffer<float>(2, [1f, 2f, 3f]);
        Assert.IsTrue(vector.IsDense);
        CollectionAssert.AreEqual(new[] { 1f, 2f }, vector.GetValues().ToArray());
        Assert.AreEqual(0, vector.GetIndices().Length);
    }

    [TestMethod]
    public void SparseShowsValuesAndIndices()
    {
        VBuffer<float> vector = Sparse();
        Assert.IsFalse(vector.IsDense);
        Assert.AreEqual(5, vector.Length);
        CollectionAssert.AreEqual(new[] { 7f, 9f }, vector.GetValues().ToArray());
        CollectionAssert.AreEqual(new[] { 2, 4 }, vector.GetIndices().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 0, 7, 0, 9 }, vector.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 2, 4 }, vector.Items().Select(p => p.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, vector.Items(all: true).Select(p => p.Key).ToArray());
        Assert.AreEqual(7f, vector.GetItemOrDefault(2));
        Assert.AreEqual(0f, vector.GetItemOrDefault(3));
    }

    [TestMethod]
    public void AllItemsOfASparseVectorThatEndsInZeros()
    {
        var vector = new VBuffer<int>(4, 1, [5], [1]);
        CollectionAssert.AreEqual(new[] { 0, 5, 0, 0 }, vector.Items(all: true).Select(p => p.Value).ToArray());
    }

    [TestMethod]
    public void CopiesToSpansInDenseForm()
    {
        var all = new float[7];
        Sparse().CopyTo(all, 1, -1);
        CollectionAssert.AreEqual(new[] { 0f, -1, -1, 7, -1, 9, 0 }, all);
    }

    [TestMethod]
    public void CopiesRanges()
    {
        VBuffer<float> part = default;
        Sparse().CopyTo(ref part, 1, 3);
        Assert.AreEqual(3, part.Length);
        CollectionAssert.AreEqual(new[] { 0f, 7, 0 }, part.DenseValues().ToArray());
        new VBuffer<float>(4, [1, 2, 3, 4]).CopyTo(ref part, 2, 2);
        CollectionAssert.AreEqual(new[] { 3f, 4 }, part.DenseValues().ToArray());
    }

    [TestMethod]
    public void CopyToDenseFillsZeros()
    {
        VBuffer<float> dense = default;
        Sparse().CopyToDense(ref dense);
        Assert.IsTrue(dense.IsDense);
        CollectionAssert.AreEqual(new[] { 0f, 0, 7, 0, 9 }, dense.GetValues().ToArray());
    }

    [TestMethod]
    public void CopiesDoNotShareArrays()
    {
        float[] values = [1, 2];
        VBuffer<float> copy = default;
        new VBuffer<float>(2, values).CopyTo(ref copy);
        values[0] = 5;
        Assert.AreEqual(1f, copy.GetItemOrDefault(0));
    }

    [TestMethod]
    public void EditorReusesArraysThatAreLargeEnough()
    {
        var vector = new VBuffer<float>(3, new float[3]);
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 2);
        Assert.IsFalse(editor.CreatedNewValues);
        Assert.AreEqual(2, editor.Values.Length);
        editor = VBufferEditor.Create(ref vector, 4);
        Assert.IsTrue(editor.CreatedNewValues);
        Assert.AreEqual(4, editor.Values.Length);
    }

    [TestMethod]
    public void EditorOfASparseVectorHasIndices()
    {
        VBuffer<float> vector = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 10, 2);
        (editor.Values[0], editor.Values[1]) = (3, 4);
        (editor.Indices[0], editor.Indices[1]) = (5, 9);
        vector = editor.Commit();
        Assert.AreEqual(10, vector.Length);
        Assert.AreEqual(3f, vector.GetItemOrDefault(5));
        Assert.AreEqual(4f, vector.GetItemOrDefault(9));
        Assert.AreEqual(0f, vector.GetItemOrDefault(0));
    }

    [TestMethod]
    public void EditorOfADenseVectorHasIndicesOnRequestOnly()
    {
        VBuffer<float> vector = default;
        Assert.AreEqual(0, VBufferEditor.Create(ref vector, 3).Indices.Length);
        Assert.AreEqual(3, VBufferEditor.Create(ref vector, 3, requireIndicesOnDense: true).Indices.Length);
    }

    [TestMethod]
    public void EditorKeepsOldValuesWhenAsked()
    {
        var vector = new VBuffer<float>(2, [1, 2]);
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 4, keepOldOnResize: true);
        CollectionAssert.AreEqual(new[] { 1f, 2 }, editor.Values[..2].ToArray());
    }

    [TestMethod]
    public void TruncatingASparseEditorDropsTheLastValues()
    {
        VBuffer<float> vector = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 6, 3);
        for (int i = 0; i < 3; i++)
            (editor.Values[i], editor.Indices[i]) = (i + 1, 2 * i);
        vector = editor.CommitTruncated(2);
        CollectionAssert.AreEqual(new[] { 1f, 0, 2, 0, 0, 0 }, vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void TruncatingADenseEditorNeedsIndices()
    {
        VBuffer<float> vector = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 3, requireIndicesOnDense: true);
        editor.Values.Fill(8);
        (editor.Indices[0], editor.Indices[1]) = (0, 2);
        CollectionAssert.AreEqual(new[] { 8f, 0, 8 }, editor.CommitTruncated(2).DenseValues().ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            VBuffer<float> none = default;
            VBufferEditor.Create(ref none, 3).CommitTruncated(2);
        });
    }

    [TestMethod]
    public void EnumerationGoesThroughTheArrayAsItIs()
    {
        CollectionAssert.AreEqual(new[] { 7f, 9, 100 }, Sparse().Cast<float>().ToArray());
        Assert.ThrowsExactly<NullReferenceException>(() => default(VBuffer<float>).GetEnumerator());
    }

    [TestMethod]
    public void CreateFromBufferWritesInPlace()
    {
        VBuffer<float> vector = Sparse();
        VBufferEditor<float> editor = VBufferEditor.CreateFromBuffer(ref vector);
        editor.Values[1] = 11;
        vector = editor.Commit();
        Assert.AreEqual(11f, vector.GetItemOrDefault(4));
    }

    [TestMethod]
    public void WrongArgumentsThrow()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, new float[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, new float[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 4, new float[4], new int[4]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, new float[2], new int[1]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse().GetItemOrDefault(5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse().CopyTo(new float[4]));
    }
}
