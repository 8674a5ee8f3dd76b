using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.MlNet;

/// <summary>
/// The detector's values of the row that a cursor stands on. However many columns are read, the row is scored once, and not at
/// all where none is.
/// </summary>
internal sealed class ScoringValues
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRow _input;
    private readonly RowScorer _scorer;
    private readonly ValueGetter<VBuffer<float>> _featuresGetter;
    private readonly float[] _dense;
    private VBuffer<float> _features;
    private long _scoredPosition = long.MinValue;

    public ScoringValues(ScoringMapper mapper, DataViewRow input)
    {
        _mapper = mapper;
        _input = input;
        _scorer = mapper.Model.CreateRowScorer();
        _featuresGetter = input.GetGetter<VBuffer<float>>(mapper.Features);
        _dense = new float[mapper.Model.NumberOfFeatures];
    }

    /// <summary>A getter, of the type that the column has.</summary>
    public Delegate CreateGetter(DataViewSchema.Column column)
    {
        switch (column.Name)
        {
            case OutputSchema.PredictedLabel:
                return Getter((ref bool value) => value = Scored().Score > _mapper.Threshold);
            case OutputSchema.Score:
                return Getter((ref float value) => value = Scored().Score);
        }
        var flag = Enum.Parse<PrototypeColumns>(column.Name);
        switch (OutputSchema.KindOf(flag))
        {
            case OutputColumnKind.Scalar:
                return Getter((ref float value) => value = Scored().Scalar(flag));
            case OutputColumnKind.Key:
                // Keys count from 1.
                return Getter((ref uint value) => value = (uint)Scored().Key(flag) + 1);
            default:
                int size = ((VectorDataViewType)column.Type).Size;
                return Getter((ref VBuffer<float> value) =>
                {
                    RowScorer scorer = Scored();
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
                    scorer.WriteVector(flag, editor.Values);
                    value = editor.Commit();
                });
        }
    }

    private static ValueGetter<T> Getter<T>(ValueGetter<T> getter) => getter;

    private RowScorer Scored()
    {
        if (_scoredPosition != _input.Position)
        {
            _featuresGetter(ref _features);
            if (_features.Length != _dense.Length)
                throw new InvalidOperationException($"The features vector has {_features.Length} values, but the model was trained on {_dense.Length}.");
            _features.CopyTo(_dense);
            _scorer.Run(_dense);
            _scoredPosition = _input.Position;
        }
        return _scorer;
    }
}
