using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class EnumerableViewTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public int Number;
        public float Real { get; set; }
    }

    private static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count).Select(i => new Row { Number = i, Real = i / 2f });

    [TestMethod]
    public void NothingIsReadBeforeACursorMoves()
    {
        var rows = new CountedRows<Row>(Rows(5));
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        IEnumerable<Row> objects = _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false);
        Assert.AreEqual(0, rows.Items);
        Assert.AreEqual(2, objects.Take(2).Count());
        Assert.IsLessThanOrEqualTo(3, rows.Items);
    }

    [TestMethod]
    public void EachPassReadsTheSequenceOnce()
    {
        var rows = new CountedRows<Row>(Rows(5));
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, view.GetColumn<int>("Number").ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4 }, Views.Read<int>(view, "Number"));
        Assert.AreEqual(2, rows.Enumerations);
        Assert.AreEqual(10, rows.Items);
    }

    [TestMethod]
    public void RowCountIsKnownForCollectionsOnly()
    {
        Assert.AreEqual(5L, _ml.Data.LoadFromEnumerable(Rows(5).ToArray()).GetRowCount());
        Assert.IsNull(_ml.Data.LoadFromEnumerable(new CountedRows<Row>(Rows(5))).GetRowCount());
    }

    [TestMethod]
    public void CursorTellsPositionIdAndEnd()
    {
        using DataViewRowCursor cursor = _ml.Data.LoadFromEnumerable(Rows(2)).GetRowCursor([]);
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        Assert.AreEqual(-1, cursor.Position);
        for (int i = 0; i < 2; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(i, cursor.Position);
            Assert.AreEqual(0, cursor.Batch);
            DataViewRowId id = default;
            getId(ref id);
            Assert.AreEqual((ulong)i, id.Low);
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void OnlyRequestedColumnsAreActive()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(2));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Real"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Real"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<int>(view.Schema["Number"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Real"]));
    }

    [TestMethod]
    public void NullAmongTheRowsIsAnError()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { new Row(), null! });
        Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<int>("Number").Count());
    }

    [TestMethod]
    public void ReusedRowObjectIsOneObject()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(3));
        Assert.HasCount(1, _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: true).Distinct());
        Assert.HasCount(3, _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false).Distinct());
    }

    [TestMethod]
    public void MissingColumnsKeepTheMembersValue()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(1));
        Other other = _ml.Data.CreateEnumerable<Other>(view, reuseRowObject: false, ignoreMissingColumns: true).Single();
        Assert.AreEqual("unset", other.Text);
        Assert.AreEqual(0, other.Number);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Other>(view, reuseRowObject: false).ToArray());
    }

    private sealed class Other
    {
        public int Number = 7;
        public string Text = "unset";
    }

    [TestMethod]
    public void MembersOfOtherTypesDoNotBind()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Rows(1));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<Wrong>(view, reuseRowObject: false).ToArray());
        Assert.AreEqual("Can't bind the IDataView column 'Number' of type 'Int32' to field or property 'Number' of type 'System.Single'.", e.Message);
    }

    private sealed class Wrong
    {
        public float Number = 0;
    }
}
