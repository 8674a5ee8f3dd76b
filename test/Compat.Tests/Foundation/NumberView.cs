using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Foundation;

/// <summary>One column of numbers, which counts how often it is read: its own, or that of another view under a new name.</summary>
internal sealed class NumberView : IDataView
{
    private readonly float[] _values = [];
    private readonly IDataView? _source;

    public NumberView(string name, params float[] values)
    {
        Schema = SchemaOf(name);
        _values = values;
    }

    public NumberView(string name, IDataView source)
    {
        Schema = SchemaOf(name);
        _source = source;
    }

    public int Passes { get; private set; }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public static DataViewSchema SchemaOf(string name)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(name, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    public long? GetRowCount() => _source == null ? _values.Length : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Passes++;
        return new Cursor(Schema, _source?.GetRowCursor(_source.Schema), _values);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, DataViewRowCursor? source, float[] values) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (source != null)
                return source.GetGetter<TValue>(source.Schema[0]);
            ValueGetter<float> getter = (ref float value) => value = values[_position];
            return (ValueGetter<TValue>)(Delegate)getter;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override bool MoveNext()
        {
            bool moved = source?.MoveNext() ?? _position + 1 < values.Length;
            _position = moved ? _position + 1 : -1;
            return moved;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source?.Dispose();
        }
    }
}
