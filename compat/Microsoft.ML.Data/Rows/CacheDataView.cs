using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view that keeps each column in memory once it has been asked for. Columns asked for together are read in one pass.</summary>
internal sealed class CacheDataView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _input;
    private readonly object _lock = new();
    private readonly CachedColumn[] _columns;
    private DataViewRowId[] _ids;

    public CacheDataView(IHostEnvironment env, IDataView input, int[] prefetch)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register("Cache");
        _host.CheckValue(input, nameof(input));
        _input = input;
        _columns = new CachedColumn[input.Schema.Count];
        if (prefetch is { Length: > 0 })
            Load(col => prefetch.Contains(col));
    }

    public DataViewSchema Schema => _input.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => _ids?.Length ?? _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        Load(col => active[col]);
        int[] order = null;
        if (rand != null)
        {
            order = Enumerable.Range(0, _ids.Length).ToArray();
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = rand.Next(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }
        return new Cursor(this, active, 0, _ids.Length, order, batch: 0);
    }

    // Each cursor takes a run of rows of its own.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        if (n <= 1 || rand != null)
            return [GetRowCursor(columnsNeeded, rand)];
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        Load(col => active[col]);
        return Enumerable.Range(0, n)
            .Select(i => new Cursor(this, active, Start(i), Start(i + 1), order: null, batch: i))
            .ToArray();

        int Start(int i) => (int)((long)_ids.Length * i / n);
    }

    private void Load(Func<int, bool> needed)
    {
        lock (_lock)
        {
            DataViewSchema.Column[] missing = Schema.Where(c => needed(c.Index) && _columns[c.Index] == null).ToArray();
            if (missing.Length == 0 && _ids != null)
                return;
            using DataViewRowCursor cursor = _input.GetRowCursor(missing);
            CachedColumn[] loading = missing.Select(c => CachedColumn.Create(cursor, c)).ToArray();
            ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
            var ids = new List<DataViewRowId>();
            while (cursor.MoveNext())
            {
                DataViewRowId id = default;
                idGetter(ref id);
                ids.Add(id);
                foreach (CachedColumn column in loading)
                    column.AddCurrent();
            }
            _ids ??= ids.ToArray();
            for (int i = 0; i < missing.Length; i++)
                _columns[missing[i].Index] = loading[i];
        }
    }

    private abstract class CachedColumn
    {
        public static CachedColumn Create(DataViewRowCursor cursor, DataViewSchema.Column column)
        {
            Type raw = column.Type.RawType;
            Type cached = column.Type is VectorDataViewType vector
                ? typeof(VectorColumn<>).MakeGenericType(vector.ItemType.RawType)
                : raw == typeof(ReadOnlyMemory<char>) ? typeof(TextColumn)
                : typeof(ScalarColumn<>).MakeGenericType(raw);
            return (CachedColumn)Activator.CreateInstance(cached, cursor, column);
        }

        public abstract void AddCurrent();

        /// <summary>A getter of the row that a position delegate tells.</summary>
        public abstract Delegate GetGetter(Func<int> row);
    }

    private sealed class ScalarColumn<T>(DataViewRowCursor cursor, DataViewSchema.Column column) : CachedColumn
    {
        private readonly ValueGetter<T> _source = cursor.GetGetter<T>(column);
        private readonly List<T> _values = [];

        public override void AddCurrent()
        {
            T value = default;
            _source(ref value);
            _values.Add(value);
        }

        public override Delegate GetGetter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    // Text may be a window into a buffer that is reused for the next row.
    private sealed class TextColumn(DataViewRowCursor cursor, DataViewSchema.Column column) : CachedColumn
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> _source = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        private readonly List<string> _values = [];

        public override void AddCurrent()
        {
            ReadOnlyMemory<char> value = default;
            _source(ref value);
            _values.Add(value.ToString());
        }

        public override Delegate GetGetter(Func<int> row) =>
            (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = _values[row()].AsMemory());
    }

    private sealed class VectorColumn<T>(DataViewRowCursor cursor, DataViewSchema.Column column) : CachedColumn
    {
        private readonly ValueGetter<VBuffer<T>> _source = cursor.GetGetter<VBuffer<T>>(column);
        private readonly List<VBuffer<T>> _values = [];

        public override void AddCurrent()
        {
            // A fresh buffer per row, which the source may fill and nobody reuses.
            VBuffer<T> value = default;
            _source(ref value);
            _values.Add(value);
        }

        public override Delegate GetGetter(Func<int> row) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }

    private sealed class Cursor(CacheDataView parent, bool[] active, int start, int end, int[] order, long batch) : RootCursorBase(parent._host)
    {
        public override DataViewSchema Schema => parent.Schema;

        public override long Batch => batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = parent._ids[Row()];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = active[column.Index] ? parent._columns[column.Index].GetGetter(Row) : null;
            return RowGetters.Cast<TValue>(parent._host, getter, column);
        }

        protected override bool MoveNextCore() => start + Position + 1 < end;

        private int Row()
        {
            parent._host.Check(IsGood, "The cursor is not on a row");
            int row = start + (int)Position;
            return order == null ? row : order[row];
        }
    }
}
