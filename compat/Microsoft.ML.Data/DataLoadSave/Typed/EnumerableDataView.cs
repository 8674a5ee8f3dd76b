using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view over a sequence of objects; each cursor enumerates the sequence anew.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IHost _host;
    private readonly IEnumerable<TRow> _rows;
    private readonly MemberColumn[] _members;

    public EnumerableDataView(IHostEnvironment env, IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        _host = env.Register("StreamingDataView");
        _rows = rows;
        _members = MemberColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = MemberColumn.Schema(_members);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, RowGetters.ActiveColumns(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : GetterCursor
    {
        private readonly RowHolder<TRow> _holder = new();
        private readonly IEnumerator<TRow> _rows;

        public Cursor(EnumerableDataView<TRow> view, bool[] active)
            : base(view._host, view.Schema)
        {
            Getters = view._members.Select((m, i) => active[i] ? TypedGetters.Create(m, _holder) : null).ToArray();
            _rows = view._rows.GetEnumerator();
        }

        protected override bool MoveNextCore()
        {
            if (!_rows.MoveNext())
                return false;
            _holder.Row = _rows.Current ?? throw Ch.Except("Encountered null when iterating over data, this is not supported.");
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _holder.Row = null;
            if (disposing)
                _rows.Dispose();
        }
    }
}
