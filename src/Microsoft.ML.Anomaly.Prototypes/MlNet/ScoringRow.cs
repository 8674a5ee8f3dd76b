using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>The columns of a row with those of a detector behind them.</summary>
internal sealed class ScoringColumns
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly ScoringValues? _values;

    public ScoringColumns(ScoringMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        (_mapper, _input) = (mapper, input);
        _active = new bool[mapper.OutputSchema.Count];
        bool anyOwn = false;
        foreach (DataViewSchema.Column column in activeColumns)
        {
            _active[column.Index] = true;
            anyOwn |= mapper.IsOwn(column);
        }
        _values = anyOwn ? new ScoringValues(mapper, input) : null;
    }

    public bool IsActive(DataViewSchema.Column column) =>
        column.Index < _active.Length ? _active[column.Index] : throw new ArgumentException($"The row has no column '{column.Name}'.", nameof(column));

    public ValueGetter<T> Getter<T>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active: ask for it when creating the cursor.");
        if (!_mapper.IsOwn(column))
            return _input.GetGetter<T>(_mapper.InputSchema[column.Index]);
        return _values!.CreateGetter(_mapper.OutputSchema[column.Index]) as ValueGetter<T>
            ?? throw new InvalidOperationException($"The column '{column.Name}' is of type {column.Type}, not {typeof(T)}.");
    }
}

/// <summary>A single row that is scored whenever it is read, as prediction engines use it.</summary>
internal sealed class ScoringRow(ScoringMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) : DataViewRow
{
    private readonly ScoringColumns _columns = new(mapper, input, activeColumns);

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column) => _columns.Getter<T>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A cursor that scores the rows of another one.</summary>
internal sealed class ScoringCursor(ScoringMapper mapper, DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
    : DataViewRowCursor
{
    private readonly ScoringColumns _columns = new(mapper, input, activeColumns);

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column) => _columns.Getter<T>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
