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

    public bool IsActive(DataViewSchema.Column column) => IsActive(_active, column);

    public ValueGetter<T> Getter<T>(DataViewSchema.Column column)
    {
        CheckActive(_active, column);
        return _mapper.IsOwn(column)
            ? Typed<T>(_values!.CreateGetter(_mapper.OutputSchema[column.Index]), column)
            : _input.GetGetter<T>(_mapper.InputSchema[column.Index]);
    }

    public void ReportMissing() => _values?.ReportMissing();

    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static bool IsActive(bool[] active, DataViewSchema.Column column) =>
        column.Index < active.Length ? active[column.Index] : throw new ArgumentException($"The row has no column '{column.Name}'.", nameof(column));

    /// <exception cref="ArgumentOutOfRangeException">The column is not active.</exception>
    public static void CheckActive(bool[] active, DataViewSchema.Column column)
    {
        if (!IsActive(active, column))
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active: ask for it when creating the cursor.");
    }

    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static ValueGetter<T> Typed<T>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<T>
        ?? throw new InvalidOperationException($"The column '{column.Name}' is of type {column.Type}, not {typeof(T)}.");
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
        {
            _columns.ReportMissing();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>
/// A cursor that scores the rows of another one, one by one: where nothing is to be scored, or a column cannot be kept for later.
/// </summary>
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
        {
            _columns.ReportMissing();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}
