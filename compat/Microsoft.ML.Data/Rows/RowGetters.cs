using System;
using System.Collections.Generic;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>What all rows and cursors check when asked for a getter, and sets of active columns.</summary>
internal static class RowGetters
{
    /// <summary>The getter as one of the type asked for; throws when there is none because the column is inactive, or when it is of another type.</summary>
    public static ValueGetter<TValue> Cast<TValue>(IExceptionContext ctx, Delegate getter, DataViewSchema.Column column)
    {
        ctx.CheckParam(getter != null, nameof(column), "requested column not active");
        return getter as ValueGetter<TValue>
            ?? throw ctx.Except($"Invalid TValue in GetGetter for column #{column}: '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
    }

    /// <summary>Whether each column of the schema is among the given ones.</summary>
    public static bool[] ActiveColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
            active[column.Index] = true;
        return active;
    }

    public static IEnumerable<DataViewSchema.Column> Where(DataViewSchema schema, Func<int, bool> predicate)
    {
        var columns = new List<DataViewSchema.Column>();
        foreach (DataViewSchema.Column column in schema)
            if (predicate(column.Index))
                columns.Add(column);
        return columns;
    }
}
