using System;
using System.Collections.Generic;

namespace Microsoft.ML;

/// <summary>Fetches the value of one column in the current row of a cursor.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);

/// <summary>A lazy, immutable table: a schema, and cursors over its rows.</summary>
public interface IDataView
{
    bool CanShuffle { get; }

    DataViewSchema Schema { get; }

    /// <summary>The number of rows, or null when counting them would cost a pass over the data.</summary>
    long? GetRowCount();

    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Up to <paramref name="n"/> cursors that together visit every row once, each on a thread of its own.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}
