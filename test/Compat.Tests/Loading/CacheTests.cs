using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Loading;

[TestClass]
public class CacheTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public int Number;
        public string Text = "";
        [VectorType(3)] public float[] Vector = [];
    }

    private static CountedRows<Row> Rows(int count) =>
        new(Enumerable.Range(0, count).Select(i => new Row { Number = i, Text = "t" + i, Vector = [i, 2 * i, 3 * i] }));

    [TestMethod]
    public void MakingACacheReadsNothing()
    {
        CountedRows<Row> rows = Rows(10);
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(0, rows.Enumerations);
        Assert.IsNull(cache.GetRowCount());
        Assert.IsTrue(cache.CanShuffle);
    }

    [TestMethod]
    public void SourceIsReadOnceHoweverOftenTheCacheIs()
    {
        CountedRows<Row> rows = Rows(1000);
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(rows));
        for (int pass = 0; pass < 3; pass++)
        {
            Row[] read = _ml.Data.CreateEnumerable<Row>(cache, reuseRowObject: false).ToArray();
            Assert.HasCount(1000, read);
            Assert.AreEqual((999, "t999", 2997f), (read[999].Number, read[999].Text, read[999].Vector[2]));
        }
        Assert.AreEqual(1, rows.Enumerations);
        Assert.AreEqual(1000L, cache.GetRowCount());
    }

    [TestMethod]
    public void ThreadsReadTheSourceOnceTogether()
    {
        CountedRows<Row> rows = Rows(1000);
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(rows));
        Parallel.For(0, 4, _ => Assert.AreEqual(499500, cache.GetColumn<int>("Number").Sum()));
        Assert.AreEqual(1, rows.Enumerations);
    }

    [TestMethod]
    public void OnlyRequestedColumnsAreCached()
    {
        CountedRows<Row> rows = Rows(10);
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(rows));
        Assert.HasCount(10, cache.GetColumn<int>("Number"));
        Assert.HasCount(10, cache.GetColumn<int>("Number"));
        Assert.AreEqual(1, rows.Enumerations);
        Assert.AreEqual("t9", cache.GetColumn<string>("Text").Last());
        Assert.AreEqual(2, rows.Enumerations);
    }

    [TestMethod]
    public void CursorSetVisitsEachRowOnce()
    {
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows(1001)));
        SortedDictionary<ulong, VBuffer<float>> found = Views.ReadInParallel<VBuffer<float>>(cache, "Vector", 4);
        Assert.HasCount(1001, found);
        foreach (var (id, vector) in found)
            CollectionAssert.AreEqual(new[] { id, 2f * id, 3f * id }, vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void CacheShuffles()
    {
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows(100)));
        List<int> order = Views.Read<int>(cache, "Number", new Random(1));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), order);
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 100).ToArray(), order);
        CollectionAssert.AreEqual(order, Views.Read<int>(cache, "Number", new Random(1)));
    }

    [TestMethod]
    public void FailureOfTheSourceReachesTheReader()
    {
        static IEnumerable<Row> Broken()
        {
            yield return new Row { Number = 1 };
            throw new InvalidDataException("broken");
        }
        IDataView cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Broken()));
        Exception e = Assert.Throws<Exception>(() => cache.GetColumn<int>("Number").Count());
        Assert.Contains("broken", e.ToString());
    }
}
