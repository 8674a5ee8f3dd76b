using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A run of rows of a view.</summary>
internal sealed class SkipTakeView(IHost host, IDataView source, long skip, long take) : IDataView
{
    // Which rows these are depends on the order.
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Clamp(count - skip, 0, take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        return new Cursor(host, source.GetRowCursor(RowGetters.Where(Schema, i => active[i])), active, skip, take);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IHost host, DataViewRowCursor input, bool[] active, long skip, long take) : ForwardingCursor(host, input, active)
    {
        private long _toSkip = skip;

        protected override bool MoveNextCore()
        {
            // Position is that of the row before.
            if (Position + 1 >= take)
                return false;
            for (; _toSkip > 0; _toSkip--)
            {
                if (!Input.MoveNext())
                    return false;
            }
            return Input.MoveNext();
        }
    }
}
