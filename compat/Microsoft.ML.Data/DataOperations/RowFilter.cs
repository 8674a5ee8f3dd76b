using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of a view that pass a test.</summary>
/// <param name="host">The environment.</param>
/// <param name="source">The view to filter.</param>
/// <param name="tested">The columns that the test reads.</param>
/// <param name="createTest">Makes the test for one cursor; it is called once per row, in the cursor's order.</param>
/// <param name="inOrder">Whether the test depends on seeing all rows in the view's order.</param>
internal sealed class RowFilter(
    IHost host, IDataView source, DataViewSchema.Column[] tested, Func<DataViewRow, Func<bool>> createTest, bool inOrder = false) : IDataView
{
    public bool CanShuffle => !inOrder && source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        return new Cursor(host, source.GetRowCursor(WithTested(active), inOrder ? null : rand), active, createTest);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        if (inOrder)
            return [GetRowCursor(columnsNeeded, rand)];
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        return source.GetRowCursorSet(WithTested(active), n, rand).Select(input => new Cursor(host, input, active, createTest)).ToArray<DataViewRowCursor>();
    }

    private IEnumerable<DataViewSchema.Column> WithTested(bool[] active) =>
        Schema.Where(c => active[c.Index] || tested.Any(t => t.Index == c.Index));

    private sealed class Cursor(IHost host, DataViewRowCursor input, bool[] active, Func<DataViewRow, Func<bool>> createTest)
        : ForwardingCursor(host, input, active)
    {
        private readonly Func<bool> _test = createTest(input);

        protected override bool MoveNextCore()
        {
            while (Input.MoveNext())
            {
                if (_test())
                    return true;
            }
            return false;
        }
    }
}
