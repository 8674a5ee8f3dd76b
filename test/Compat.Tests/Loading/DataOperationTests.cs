using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class DataOperationTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public int Number;
        public float Value;
        [KeyType(4)] public uint Key;
        [VectorType(2)] public float[] Pair = [];
    }

    private static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count)
        .Select(i => new Row { Number = i, Value = i % 5 == 4 ? float.NaN : i, Key = (uint)i % 5, Pair = [i, i % 3 == 0 ? float.NaN : 1] });

    private int[] Numbers(IDataView view) => view.GetColumn<int>("Number").ToArray();

    [TestMethod]
    public void TakeAndSkip()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(10).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Numbers(_ml.Data.TakeRows(view, 3)));
        CollectionAssert.AreEqual(new[] { 8, 9 }, Numbers(_ml.Data.SkipRows(view, 8)));
        Assert.IsEmpty(Numbers(_ml.Data.SkipRows(view, 11)));
        Assert.AreEqual(3L, _ml.Data.TakeRows(view, 3).GetRowCount());
        Assert.AreEqual(10L, _ml.Data.TakeRows(view, 30).GetRowCount());
        Assert.AreEqual(0L, _ml.Data.SkipRows(view, 30).GetRowCount());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(view, 0));
    }

    [TestMethod]
    public void TakeReadsNoMoreThanItHandsOut()
    {
        var rows = new CountedRows<Row>(Rows(100));
        Assert.HasCount(3, Numbers(_ml.Data.TakeRows(_ml.Data.LoadFromEnumerable(rows), 3)));
        Assert.AreEqual(3, rows.Items);
    }

    [TestMethod]
    public void FilterByValueDropsNaNAndTheUpperBound()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(10).ToArray());
        IDataView filtered = _ml.Data.FilterRowsByColumn(view, "Value", 2, 6);
        CollectionAssert.AreEqual(new[] { 2, 3, 5 }, Numbers(filtered));
        Assert.IsNull(filtered.GetRowCount());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5, 6, 7, 8 }, Numbers(_ml.Data.FilterRowsByColumn(view, "Value")));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(view, "Pair"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(view, "Value", 3, 3));
    }

    [TestMethod]
    public void FilteredCursorShowsRequestedColumnsOnly()
    {
        IDataView filtered = _ml.Data.FilterRowsByColumn(_ml.Data.LoadFromEnumerable(Rows(10)), "Value", 2, 6);
        using DataViewRowCursor cursor = filtered.GetRowCursor([filtered.Schema["Number"]]);
        Assert.IsFalse(cursor.IsColumnActive(filtered.Schema["Value"]));
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Position);
        DataViewRowId id = default;
        cursor.GetIdGetter()(ref id);
        Assert.AreEqual(2UL, id.Low);
    }

    [TestMethod]
    public void FilterByKeyFraction()
    {
        // Keys 0 to 3 stand at 1/8, 3/8, 5/8, 7/8; the missing one nowhere.
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(10).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2, 6, 7 }, Numbers(_ml.Data.FilterRowsByKeyColumnFraction(view, "Key", 0.25, 0.75)));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5, 6, 7, 8 }, Numbers(_ml.Data.FilterRowsByKeyColumnFraction(view, "Key")));
    }

    [TestMethod]
    public void FilterByMissingValues()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(10).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5, 6, 7, 8 }, Numbers(_ml.Data.FilterRowsByMissingValues(view, "Value")));
        CollectionAssert.AreEqual(new[] { 1, 2, 5, 7, 8 }, Numbers(_ml.Data.FilterRowsByMissingValues(view, "Value", "Pair")));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5, 6, 7, 8 }, Numbers(_ml.Data.FilterRowsByMissingValues(view, "Key")));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(view, "Number"));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(1000)]
    public void ShuffleIsARepeatablePermutation(int poolSize)
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(100));
        IDataView shuffled = _ml.Data.ShuffleRows(view, seed: 3, shufflePoolSize: poolSize);
        int[] order = Numbers(shuffled);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), order);
        CollectionAssert.AreEqual(order, Numbers(shuffled));
        if (poolSize > 1)
            CollectionAssert.AreNotEqual(order, Numbers(_ml.Data.ShuffleRows(view, seed: 4, shufflePoolSize: poolSize)));
        // Values of one row stay together.
        foreach (Row row in _ml.Data.CreateEnumerable<Row>(shuffled, reuseRowObject: false))
            Assert.AreEqual(row.Number, row.Pair[0]);
    }

    [TestMethod]
    public void GetColumnConvertsTextAndVectors()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(2));
        CollectionAssert.AreEqual(new[] { 1f, 1f }, view.GetColumn<float[]>("Pair").Last());
        CollectionAssert.AreEqual(new[] { 1f, 1f }, view.GetColumn<VBuffer<float>>(view.Schema["Pair"]).Last().DenseValues().ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<double[]>("Pair"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float[]>("Number"));
        IDataView other = _ml.Data.LoadFromEnumerable(new[] { new { X = 1f } });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => other.GetColumn<int>(view.Schema["Number"]));
    }

    [TestMethod]
    public void PreviewHoldsTheFirstRows()
    {
        DataDebuggerPreview preview = _ml.Data.LoadFromEnumerable(Rows(10)).Preview(maxRows: 2);
        Assert.AreEqual("4 columns, 2 rows", preview.ToString());
        Assert.AreEqual(new KeyValuePair<string, object>("Number", 1), preview.RowView[1].Values.Single(v => v.Key == "Number"));
        DataDebuggerPreview.ColumnInfo column = preview.ColumnView.Single(c => c.Column.Name == "Value");
        Assert.AreEqual("Value: Single", column.ToString());
        CollectionAssert.AreEqual(new object[] { 0f, 1f }, column.Values);
    }
}
