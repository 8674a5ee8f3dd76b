using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The first rows of a view, in memory, to look at.</summary>
public sealed class DataDebuggerPreview
{
    internal const int DefaultMaxRows = 100;

    internal DataDebuggerPreview(IDataView data, int maxRows = DefaultMaxRows)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(maxRows >= 0, nameof(maxRows));
        Schema = data.Schema;
        var rows = new List<object[]>();
        using (DataViewRowCursor cursor = data.GetRowCursor(Schema))
        {
            Func<object>[] getters = Schema
                .Select(c => (Func<object>)GenericCall.Static(typeof(DataDebuggerPreview), nameof(Boxed), [c.Type.RawType], cursor, c)).ToArray();
            while (rows.Count < maxRows && cursor.MoveNext())
                rows.Add(Array.ConvertAll(getters, get => get()));
        }
        RowView = rows.Select(r => new RowInfo(Schema.Select(c => KeyValuePair.Create(c.Name, r[c.Index])).ToArray())).ToImmutableArray();
        ColumnView = Schema.Select(c => new ColumnInfo(c, rows.Select(r => r[c.Index]).ToArray())).ToImmutableArray();
    }

    public DataViewSchema Schema { get; }

    public ImmutableArray<ColumnInfo> ColumnView { get; }

    public ImmutableArray<RowInfo> RowView { get; }

    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    private static Func<object> Boxed<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            get(ref value);
            return value;
        };
    }

    /// <summary>The values of a row, by column name.</summary>
    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => $"{Values.Length} columns";
    }

    /// <summary>The values of a column.</summary>
    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }
}
