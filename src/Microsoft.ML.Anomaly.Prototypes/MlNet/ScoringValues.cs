using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// The detector's values of the row that a cursor stands on, scored by itself. However many columns are read, the row is scored once,
/// and not at all where none is.
/// </summary>
internal sealed class ScoringValues
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRow _input;
    private readonly RowScorer _scorer;
    private readonly FeatureGetter _getFeatures;
    private readonly float[] _features;
    private readonly MissingScores _missing;
    private ScoredRow _current = MissingRow.Instance;
    private long _scoredPosition = long.MinValue;

    public ScoringValues(ScoringMapper mapper, DataViewRow input)
    {
        _mapper = mapper;
        _input = input;
        _scorer = mapper.Model.CreateRowScorer();
        _getFeatures = new FeatureGetter(mapper, input);
        _features = new float[mapper.Model.NumberOfFeatures];
        _missing = new MissingScores(mapper);
    }

    public Delegate CreateGetter(DataViewSchema.Column column) => OutputGetters.Create(column, _mapper.State, Scored);

    public void ReportMissing() => _missing.Report();

    private ScoredRow Scored()
    {
        if (_scoredPosition != _input.Position)
        {
            _current = MissingRow.Instance;
            if (_getFeatures.TryCopyTo(_features))
            {
                _scorer.Run(_features);
                _current = _scorer;
            }
            _missing.Count(_current.Score);
            _scoredPosition = _input.Position;
        }
        return _current;
    }
}
