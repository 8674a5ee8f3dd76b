using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>Rows of a matrix, again and again up to a number of rows: a source that costs little and needs no memory for each row.</summary>
internal sealed class MatrixView : IDataView
{
    public const string Column = "Features";

    // Rows that a cursor of a set takes at once.
    private const int BatchRows = 4096;

    private readonly float[] _values;
    private readonly int _width;
    private readonly long _rows;

    public MatrixView(float[] values, int width, long rows)
    {
        (_values, _width, _rows) = (values, width, rows);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(Column, new VectorDataViewType(NumberDataViewType.Single, width));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [.. Enumerable.Range(0, n).Select(i => new Cursor(this, i, n))];

    private sealed class Cursor(MatrixView view, int first, int step) : DataViewRowCursor
    {
        private long _batch = first - step;
        private long _row = -1;
        private long _end;
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => _batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext()
        {
            if (++_row >= _end)
            {
                _batch += step;
                _row = _batch * BatchRows;
                _end = Math.Min(_row + BatchRows, view._rows);
                if (_row >= view._rows)
                    return false;
            }
            _position++;
            return true;
        }

        public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column) => (ValueGetter<T>)(Delegate)(ValueGetter<VBuffer<float>>)Get;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        private void Get(ref VBuffer<float> value)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, view._width);
            int rows = view._values.Length / view._width;
            view._values.AsSpan((int)(_row % rows) * view._width, view._width).CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
