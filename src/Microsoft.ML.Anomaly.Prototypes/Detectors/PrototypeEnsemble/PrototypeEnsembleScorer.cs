using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by a <see cref="PrototypeEnsembleModel"/>.</summary>
internal sealed class PrototypeEnsembleScorer : RowScorer
{
    // The logit is taken of scores no closer to 0 and 1.
    private const float SmallestScore = 1e-4f;

    private const PrototypeColumns OfPrototypes = PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity;

    private readonly PrototypeEnsembleModel _model;
    private readonly EnsembleFoldScorer[][] _partitions;
    private readonly int _width;

    // Standardised rows; the first one is that of Run.
    private readonly float[] _rows;
    private readonly float[] _scores = new float[LocalGaussians.MaximumRows];
    private readonly float[] _usual;
    private readonly float[] _mixed;
    private readonly float[] _anomalyDistances;
    private readonly float[] _anomalyChannel = new float[LocalGaussians.MaximumRows];
    private readonly float[] _squaredDistances;
    private float _score;
    private int _nearest;

    public PrototypeEnsembleScorer(PrototypeEnsembleModel model)
    {
        _model = model;
        _width = model.Scaling.OutputWidth;
        _partitions = [.. model.Partitions.Select(part => part.Folds.Select(fold => new EnsembleFoldScorer(fold, _width)).ToArray())];
        _rows = new float[LocalGaussians.MaximumRows * _width];
        _usual = new float[_width];
        _mixed = new float[LocalGaussians.MaximumRows * _width];
        _anomalyDistances = new float[LocalGaussians.MaximumRows * model.Partitions.Max(part => part.Anomalies.PaddedCount)];
        _squaredDistances = new float[model.NumberOfPrototypes];
    }

    public override float Score => _score;

    public override void Run(ReadOnlySpan<float> features)
    {
        PrototypeEnsembleModel.Standardize(_model.Scaling, features, _rows);
        Judge(_rows, 1, _scores);
        _score = _scores[0];
        RememberDistances(0);
    }

    public override void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
            PrototypeEnsembleModel.Standardize(_model.Scaling, block.Features(row), _rows.AsSpan(row * _width, _width));
        Judge(_rows, block.Count, _scores);
        if (block.WantsScore)
            _scores.AsSpan(0, block.Count).CopyTo(block.Scores);
        for (int row = 0; row < block.Count && block.Wants(OfPrototypes); row++)
        {
            RememberDistances(row);
            if (block.Wants(PrototypeColumns.NearestPrototype))
                Write(block, PrototypeColumns.NearestPrototype, row);
            if (block.Wants(PrototypeColumns.PrototypeSimilarity))
                Write(block, PrototypeColumns.PrototypeSimilarity, row);
        }
        for (int row = 0; row < block.Count && block.Wants(PrototypeColumns.LatentVector); row++)
            _rows.AsSpan(row * _width, _width).CopyTo(block.Vector(PrototypeColumns.LatentVector, row));
        // Contributions judge rows of their own, many for each.
        for (int row = 0; row < block.Count && block.Wants(PrototypeColumns.FeatureContributions); row++)
        {
            Run(block.Features(row));
            Write(block, PrototypeColumns.FeatureContributions, row);
        }
    }

    // The squared distances of a row that was just judged to the prototypes of all folds, and the nearest of them.
    private void RememberDistances(int row)
    {
        int start = 0;
        _nearest = 0;
        if (_squaredDistances.Length == 0)
            return;
        foreach (EnsembleFoldScorer fold in _partitions[^1])
        {
            ReadOnlySpan<float> distances = fold.SquaredDistances(row);
            distances.CopyTo(_squaredDistances.AsSpan(start));
            int nearest = start + fold.NearestPrototypes[row];
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
                destination[k] = 1 / (1 + (_squaredDistances[k] / _width));
        }
        else if (column == PrototypeColumns.LatentVector)
        {
            _rows.AsSpan(0, _width).CopyTo(destination);
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
        const int pairs = LocalGaussians.MaximumRows / 2;
        contributions.Clear();
        ReadOnlySpan<float> actual = _rows.AsSpan(0, _width);
        _model.WritePrototype(_nearest, _usual);
        Judge(_usual, 1, _scores);
        float difference = Logit(_score) - Logit(_scores[0]);
        ReadOnlySpan<int> slots = _model.Scaling.KeptSlots;
        for (int first = 0; first < _width; first += pairs)
        {
            int count = Math.Min(pairs, _width - first);
            for (int i = 0; i < count; i++)
            {
                Span<float> without = _mixed.AsSpan(2 * i * _width, _width), alone = _mixed.AsSpan(((2 * i) + 1) * _width, _width);
                actual.CopyTo(without);
                _usual.CopyTo(alone);
                without[first + i] = _usual[first + i];
                alone[first + i] = actual[first + i];
            }
            Judge(_mixed, 2 * count, _scores);
            for (int i = 0; i < count; i++)
                contributions[slots[first + i]] = (difference + Logit(_scores[(2 * i) + 1]) - Logit(_scores[2 * i])) / 2;
        }
    }

    // The scores of standardised rows.
    private void Judge(ReadOnlySpan<float> x, int rows, Span<float> scores)
    {
        scores[..rows].Clear();
        CentreSet? measured = null;
        for (int p = 0; p < _partitions.Length; p++)
        {
            EnsemblePartition partition = _model.Partitions[p];
            if (partition.HasTrees && partition.Anomalies != measured)
            {
                measured = partition.Anomalies;
                FillAnomalyChannel(measured, x, rows);
            }
            float trees = partition.TreeWeight / partition.Folds.Length, networks = partition.NetworkWeight / partition.Folds.Length;
            foreach (EnsembleFoldScorer fold in _partitions[p])
            {
                fold.Run(x, rows, _anomalyChannel);
                for (int row = 0; row < rows; row++)
                    scores[row] += (trees * fold.TreeValues[row]) + (networks * fold.NetworkValues[row]);
            }
        }
    }

    private void FillAnomalyChannel(CentreSet anomalies, ReadOnlySpan<float> x, int rows)
    {
        anomalies.Distances(x, _width, rows, _anomalyDistances);
        for (int row = 0; row < rows; row++)
            _anomalyChannel[row] = AnomalyChannel.Value(anomalies, _anomalyDistances.AsSpan(row * anomalies.PaddedCount, anomalies.PaddedCount));
    }

    private static float Logit(float score)
    {
        score = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return MathF.Log(score / (1 - score));
    }
}
