using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by a <see cref="PrototypeEnsembleModel"/>.</summary>
internal sealed class PrototypeEnsembleScorer : RowScorer
{
    // The logit is taken of scores no closer to 0 and 1.
    private const float SmallestScore = 1e-4f;

    private readonly PrototypeEnsembleModel _model;
    private readonly EnsembleFoldScorer[] _folds;
    private readonly float[] _row;
    private readonly float[] _usual;
    private readonly float[] _mixed;
    private readonly float[] _anomalyScratch;
    private readonly float[] _squaredDistances;
    private readonly int _heads;
    private float _score;
    private int _nearest;

    public PrototypeEnsembleScorer(PrototypeEnsembleModel model)
    {
        _model = model;
        int width = model.Scaling.OutputWidth;
        _folds = [.. model.Folds.Select(fold => new EnsembleFoldScorer(fold, width))];
        _row = new float[width];
        _usual = new float[width];
        _mixed = new float[width];
        _anomalyScratch = new float[model.Anomalies.PaddedCount];
        _squaredDistances = new float[model.NumberOfPrototypes];
        _heads = (model.Folds[0].Trees is null ? 0 : 1) + (model.Folds[0].Networks is null ? 0 : 1);
    }

    public override float Score => _score;

    public override void Run(ReadOnlySpan<float> features)
    {
        PrototypeEnsembleModel.Standardize(_model.Scaling, features, _row);
        _score = Judge(_row);
        int start = 0;
        _nearest = 0;
        if (_squaredDistances.Length == 0)
            return;
        foreach (EnsembleFoldScorer fold in _folds)
        {
            ReadOnlySpan<float> distances = fold.SquaredDistances;
            distances.CopyTo(_squaredDistances.AsSpan(start));
            int nearest = start + fold.NearestPrototype;
            if (_squaredDistances[nearest] < _squaredDistances[_nearest])
                _nearest = nearest;
            start += distances.Length;
        }
    }

    public override int Key(PrototypeColumns column) => column == PrototypeColumns.NearestPrototype ? _nearest : base.Key(column);

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        if (column == PrototypeColumns.PrototypeSimilarity)
        {
            // 1 / (1 + |z - c|^2 / D): the mean squared difference of a feature, as a similarity.
            for (int k = 0; k < destination.Length; k++)
                destination[k] = 1 / (1 + (_squaredDistances[k] / _row.Length));
        }
        else if (column == PrototypeColumns.FeatureContributions)
        {
            WriteContributions(destination);
        }
        else
        {
            base.WriteVector(column, destination);
        }
    }

    // The mean of what the logit of the score loses when the feature takes the value of the nearest prototype, and of what that of the
    // prototype gains when its feature takes the row's value: the first and the last term of a Shapley value. Either alone misses what
    // other features say too.
    private void WriteContributions(Span<float> contributions)
    {
        contributions.Clear();
        _model.WritePrototype(_nearest, _usual);
        float actual = Logit(_score), usual = Logit(Judge(_usual));
        ReadOnlySpan<int> slots = _model.Scaling.KeptSlots;
        for (int d = 0; d < _row.Length; d++)
        {
            if (_row[d] == _usual[d])
                continue;
            _row.CopyTo(_mixed, 0);
            _mixed[d] = _usual[d];
            float without = Logit(Judge(_mixed));
            _usual.CopyTo(_mixed, 0);
            _mixed[d] = _row[d];
            float alone = Logit(Judge(_mixed));
            contributions[slots[d]] = (actual - without + alone - usual) / 2;
        }
    }

    // The score of a standardised row.
    private float Judge(ReadOnlySpan<float> x)
    {
        float anomalyChannel = AnomalyChannel.Value(_model.Anomalies, x, _anomalyScratch);
        float sum = 0;
        foreach (EnsembleFoldScorer fold in _folds)
        {
            fold.Run(x, anomalyChannel);
            sum += fold.TreeValue + fold.NetworkValue;
        }
        return sum / (_folds.Length * _heads);
    }

    private static float Logit(float score)
    {
        score = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return MathF.Log(score / (1 - score));
    }
}
