using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Transforms of whole columns.</summary>
[TestClass]
public sealed class ColumnTests
{
    private sealed class Row
    {
        public float A;
        [VectorType(6)] public VBuffer<float> Sparse;
        public float[] Ragged = [];
    }

    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[]
    {
        new Row { A = 1, Sparse = new VBuffer<float>(6, 1, [7f], [4]), Ragged = [2, 3] },
        new Row { A = 0, Sparse = new VBuffer<float>(6, [1f, 2, 3, 4, 5, 6]), Ragged = [] },
    });

    [TestMethod]
    public void FewValuesMakeASparseVector()
    {
        var rows = SampleData.Vectors(_ml.Transforms.Concatenate("Out", "A", "Sparse").Fit(Data()).Transform(Data()), "Out");

        CollectionAssert.AreEqual(new[] { 0, 5 }, rows[0].Indices);
        CollectionAssert.AreEqual(new[] { 1f, 0, 0, 0, 0, 7, 0 }, rows[0].Values);
        Assert.IsEmpty(rows[1].Indices);
        CollectionAssert.AreEqual(new[] { 0f, 1, 2, 3, 4, 5, 6 }, rows[1].Values);
    }

    [TestMethod]
    public void VectorsOfUnknownSizeMakeOneOfUnknownSize()
    {
        IDataView output = _ml.Transforms.Concatenate("Out", "Ragged", "A").Fit(Data()).Transform(Data());

        Assert.AreEqual("Vector<Single>", output.Schema["Out"].Type.ToString());
        Assert.IsEmpty(output.Schema["Out"].Annotations.Schema);
        float[][] rows = output.GetColumn<float[]>("Out").ToArray();
        CollectionAssert.AreEqual(new[] { 2f, 3, 1 }, rows[0]);
        CollectionAssert.AreEqual(new[] { 0f }, rows[1]);
    }

    [TestMethod]
    public void NormalizedInputsMakeANormalizedOutput()
    {
        IDataView data = Data();
        IDataView both = _ml.Transforms.NormalizeMinMax("X", "A").Append(_ml.Transforms.NormalizeMinMax("Y", "Sparse"))
            .Append(_ml.Transforms.Concatenate("Out", "X", "Y")).Append(_ml.Transforms.Concatenate("Mixed", "X", "A")).Fit(data).Transform(data);

        Assert.IsTrue(both.Schema["Out"].IsNormalized());
        Assert.IsFalse(both.Schema["Mixed"].IsNormalized());
    }

    [TestMethod]
    public void HiddenColumnsAreKeptOnDemand()
    {
        IDataView twice = _ml.Transforms.CopyColumns("A", "A").Fit(Data()).Transform(Data());
        Assert.AreEqual(4, twice.Schema.Count);

        IDataView visible = _ml.Transforms.SelectColumns(["A"], keepHidden: false).Fit(twice).Transform(twice);
        IDataView all = _ml.Transforms.SelectColumns(["A"], keepHidden: true).Fit(twice).Transform(twice);

        Assert.AreEqual(1, visible.Schema.Count);
        Assert.AreEqual(2, all.Schema.Count);
        Assert.IsTrue(all.Schema[0].IsHidden);
        CollectionAssert.AreEqual(new[] { 1f, 0 }, all.GetColumn<float>(all.Schema[1]).ToArray());
    }

    [TestMethod]
    public void SelectingNothingIsAnError() =>
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SelectColumns());

    [TestMethod]
    public void AddedColumnsFollowWhatTheyHide()
    {
        IDataView output = _ml.Transforms.CopyColumns("A", "Ragged").Append(_ml.Transforms.CopyColumns("New", "A")).Fit(Data()).Transform(Data());

        CollectionAssert.AreEqual(new[] { "A: Single", "A: Vector<Single>", "Sparse: Vector<Single, 6>", "Ragged: Vector<Single>", "New: Vector<Single>" },
            output.Schema.Select(c => c.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false, false, false }, output.Schema.Select(c => c.IsHidden).ToArray());
        // The hidden column can still be read.
        CollectionAssert.AreEqual(new[] { 1f, 0 }, output.GetColumn<float>(output.Schema[0]).ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 3 }, output.GetColumn<float[]>("A").First());
    }
}
