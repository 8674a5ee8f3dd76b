using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// A cursor that pulls some rows ahead of its reader and scores them at once. It pulls one row first, then twice as many each time up
/// to a whole block, so that who wants few rows does not pay for many.
/// </summary>
internal sealed class BlockScoringCursor : DataViewRowCursor
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly RowScorer _scorer;
    private readonly ScoringBlock _block;
    private readonly BlockRow _row;
    private readonly FeatureGetter _getFeatures;
    private readonly KeptColumn?[] _kept;
    private readonly KeptColumn[] _keptActive;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly bool[] _valid = new bool[RowBlock.Rows];
    private readonly DataViewRowId[] _ids = new DataViewRowId[RowBlock.Rows];
    private readonly long[] _batches = new long[RowBlock.Rows];
    private readonly MissingScores _missing;
    private int _size = 1;
    private bool _scored;
    private long _position = -1;
    private bool _ended;

    public BlockScoringCursor(ScoringMapper mapper, DataViewRowCursor input, IReadOnlyCollection<DataViewSchema.Column> activeColumns)
    {
        (_mapper, _input) = (mapper, input);
        _active = new bool[mapper.OutputSchema.Count];
        _kept = new KeptColumn?[mapper.InputSchema.Count];
        bool wantsScore = false;
        PrototypeColumns columns = PrototypeColumns.None;
        foreach (DataViewSchema.Column column in activeColumns)
        {
            _active[column.Index] = true;
            if (!mapper.IsOwn(column))
                _kept[column.Index] = KeptColumn.Create(input, mapper.InputSchema[column.Index], RowBlock.Rows);
            else if (Enum.TryParse(column.Name, out PrototypeColumns flag))
                columns |= flag;
            else
                wantsScore = true;
        }
        _keptActive = [.. _kept.OfType<KeptColumn>()];
        _scorer = mapper.Model.CreateRowScorer();
        _block = new ScoringBlock(mapper.Model, wantsScore, columns);
        _row = new BlockRow(_block);
        _getFeatures = new FeatureGetter(mapper, input);
        _getId = input.GetIdGetter();
        _missing = new MissingScores(mapper);
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _position;

    public override long Batch => _batches[_row.Index];

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (_row.Index + 1 < _block.Count)
            _row.Index++;
        else if (!PullBlock())
        {
            _ended = true;
            _position = -1;
            return false;
        }
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => ScoringColumns.IsActive(_active, column);

    public override ValueGetter<T> GetGetter<T>(DataViewSchema.Column column)
    {
        ScoringColumns.CheckActive(_active, column);
        Delegate getter = _mapper.IsOwn(column)
            ? OutputGetters.Create(_mapper.OutputSchema[column.Index], _mapper.State, Scored)
            : _kept[column.Index]!.CreateGetter(CurrentRow);
        return ScoringColumns.Typed<T>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentRow()];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _position = -1;
            _missing.Report();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool PullBlock()
    {
        int count = 0;
        while (count < _size && _input.MoveNext())
        {
            _valid[count] = _getFeatures.TryCopyTo(_block.Features(count));
            foreach (KeptColumn column in _keptActive)
                column.Keep(count);
            _getId(ref _ids[count]);
            _batches[count] = _input.Batch;
            count++;
        }
        _size = Math.Min(2 * _size, RowBlock.Rows);
        _block.Count = count;
        _row.Index = 0;
        _scored = false;
        return count > 0;
    }

    private int CurrentRow() => _position >= 0
        ? _row.Index
        : throw new InvalidOperationException("The cursor stands on no row: MoveNext has not been called, or there are no more rows.");

    private ScoredRow Scored()
    {
        int row = CurrentRow();
        if (!_scored)
        {
            _scorer.RunBlock(_block);
            _scored = true;
            if (_block.WantsScore)
            {
                for (int i = 0; i < _block.Count; i++)
                    _missing.Count(_valid[i] ? _block.Scores[i] : float.NaN);
            }
        }
        return _valid[row] ? _row : MissingRow.Instance;
    }
}
