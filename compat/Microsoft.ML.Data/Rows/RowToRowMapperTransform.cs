using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view with the columns of another and those that a mapper adds, in the order of <see cref="ColumnBindings"/>.</summary>
internal sealed class RowToRowMapperTransform : IDataView, IRowToRowMapper
{
    private readonly IHost _host;
    private readonly IDataView _input;
    private readonly IRowMapper _mapper;
    private readonly ColumnBindings _bindings;

    public RowToRowMapperTransform(IHostEnvironment env, IDataView input, IRowMapper mapper)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(RowToRowMapperTransform));
        _host.CheckValue(input, nameof(input));
        _host.CheckValue(mapper, nameof(mapper));
        _input = input;
        _mapper = mapper;
        _bindings = new ColumnBindings(input.Schema, mapper.GetOutputColumns());
    }

    public DataViewSchema OutputSchema => _bindings.OutputSchema;

    public DataViewSchema InputSchema => _input.Schema;

    public DataViewSchema Schema => OutputSchema;

    public bool CanShuffle => _input.CanShuffle;

    public static DataViewSchema GetOutputSchema(DataViewSchema inputSchema, IRowMapper mapper) =>
        new ColumnBindings(inputSchema, mapper.GetOutputColumns()).OutputSchema;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        return new Cursor(this, _input.GetRowCursor(InputColumns(active), rand), active);
    }

    // Each cursor of the set has getters of its own, so that they can run on different threads.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        bool[] active = RowGetters.ActiveColumns(Schema, columnsNeeded);
        return _input.GetRowCursorSet(InputColumns(active), n, rand).Select(input => new Cursor(this, input, active)).ToArray();
    }

    IEnumerable<DataViewSchema.Column> IRowToRowMapper.GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputColumns(RowGetters.ActiveColumns(Schema, dependingColumns));

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _host.CheckValue(input, nameof(input));
        _host.CheckValue(activeColumns, nameof(activeColumns));
        return new Row(this, input, RowGetters.ActiveColumns(Schema, activeColumns));
    }

    private IEnumerable<DataViewSchema.Column> InputColumns(bool[] active)
    {
        (bool[] input, bool[] added) = _bindings.Split(active);
        Func<int, bool> needed = _mapper.GetDependencies(i => added[i]);
        return RowGetters.Where(InputSchema, i => input[i] || needed(i));
    }

    /// <summary>The getters of one output row.</summary>
    private sealed class Getters
    {
        private readonly RowToRowMapperTransform _parent;
        private readonly DataViewRow _input;
        private readonly bool[] _active;
        private readonly Delegate[] _added;
        private readonly Action _disposer;

        public Getters(RowToRowMapperTransform parent, DataViewRow input, bool[] active)
        {
            _parent = parent;
            _input = input;
            _active = active;
            (_, bool[] added) = parent._bindings.Split(active);
            _added = parent._mapper.CreateGetters(input, i => added[i], out _disposer);
        }

        public bool IsActive(DataViewSchema.Column column)
        {
            Check(column);
            return _active[column.Index];
        }

        public ValueGetter<TValue> Get<TValue>(DataViewSchema.Column column)
        {
            Check(column);
            _parent._host.CheckParam(_active[column.Index], nameof(column), "requested column not active");
            return _parent._bindings.IsInput(column.Index, out int index)
                ? _input.GetGetter<TValue>(_parent.InputSchema[index])
                : RowGetters.Cast<TValue>(_parent._host, _added[index], column);
        }

        public void Dispose() => _disposer?.Invoke();

        private void Check(DataViewSchema.Column column) =>
            _parent._host.CheckParam(column.Index < _active.Length, nameof(column), "requested column not active");
    }

    private sealed class Row : WrappingRow
    {
        private readonly Getters _getters;

        public Row(RowToRowMapperTransform parent, DataViewRow input, bool[] active)
            : base(input)
        {
            Schema = parent.OutputSchema;
            _getters = new Getters(parent, input, active);
        }

        public override DataViewSchema Schema { get; }

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _getters.Get<TValue>(column);

        protected override void DisposeCore(bool disposing)
        {
            if (disposing)
                _getters.Dispose();
        }
    }

    private sealed class Cursor : SynchronizedCursorBase
    {
        private readonly Getters _getters;
        private bool _disposed;

        public Cursor(RowToRowMapperTransform parent, DataViewRowCursor input, bool[] active)
            : base(parent._host, input)
        {
            Schema = parent.OutputSchema;
            _getters = new Getters(parent, input, active);
        }

        public override DataViewSchema Schema { get; }

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters.IsActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _getters.Get<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (disposing)
                _getters.Dispose();
            base.Dispose(disposing);
        }
    }
}
