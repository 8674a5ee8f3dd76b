using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

/// <summary>Transforms read only what they need, row by row or in parallel.</summary>
[TestClass]
public sealed class CursorTests
{
    private static IEnumerable<string> Names => AllTransforms.Names;

    [TestMethod, DynamicData(nameof(Names))]
    public void OnlyTheNeededInputIsActive(string name)
    {
        var ml = new MLContext(seed: 1);
        (IEstimator<ITransformer> estimator, string[] inputs) = AllTransforms.Get(ml, name);
        ITransformer model = estimator.Fit(SampleData.View(ml));
        var source = new RecordingView(SampleData.View(ml, 3));
        IDataView output = model.Transform(source);
        DataViewSchema.Column wanted = output.Schema.GetColumnOrNull("Score") ?? output.Schema["Out"];

        using (DataViewRowCursor cursor = output.GetRowCursor([wanted]))
        {
            Assert.IsTrue(cursor.IsColumnActive(wanted));
            Func<string> read = SampleData.Reader(cursor, wanted);
            while (cursor.MoveNext())
                read();
        }
        CollectionAssert.AreEquivalent(inputs, source.LastActive);

        // Passing on another column does not involve the transform.
        using (output.GetRowCursor([output.Schema["Count"]]))
            CollectionAssert.AreEqual(new[] { "Count" }, source.LastActive);
    }

    [TestMethod, DynamicData(nameof(Names))]
    public void InactiveColumnsHaveNoGetter(string name)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = SampleData.View(ml, 10);
        IDataView output = AllTransforms.Get(ml, name).Estimator.Fit(data).Transform(data);
        using DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Count"]]);

        Assert.IsTrue(cursor.IsColumnActive(output.Schema["Count"]));
        Assert.IsFalse(cursor.IsColumnActive(output.Schema["Out"]));
        Assert.Throws<Exception>(() => SampleData.Reader(cursor, output.Schema["Out"]));
    }

    [TestMethod, DynamicData(nameof(Names))]
    public void ParallelCursorsSeeWhatOneSees(string name)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.Cache(SampleData.View(ml, 300));
        IDataView output = AllTransforms.Get(ml, name).Estimator.Fit(data).Transform(data);
        DataViewSchema.Column column = output.Schema.GetColumnOrNull("Score") ?? output.Schema["Out"];
        string[] expected = SampleData.Values(output, column);

        var found = new SortedDictionary<ulong, string>();
        Parallel.ForEach(output.GetRowCursorSet([column], 3), cursor =>
        {
            using (cursor)
            {
                Func<string> read = SampleData.Reader(cursor, column);
                ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
                DataViewRowId id = default;
                while (cursor.MoveNext())
                {
                    getId(ref id);
                    string value = read();
                    lock (found)
                        found.Add(id.Low, value);
                }
            }
        });

        CollectionAssert.AreEqual(expected, found.Values.ToArray());
    }

    /// <summary>Knows which columns the last cursor was asked for.</summary>
    private sealed class RecordingView(IDataView inner) : IDataView
    {
        public string[] LastActive { get; private set; } = [];

        public bool CanShuffle => inner.CanShuffle;

        public DataViewSchema Schema => inner.Schema;

        public long? GetRowCount() => inner.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            DataViewSchema.Column[] columns = columnsNeeded.ToArray();
            LastActive = columns.Select(c => c.Name).ToArray();
            return inner.GetRowCursor(columns, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }
}
