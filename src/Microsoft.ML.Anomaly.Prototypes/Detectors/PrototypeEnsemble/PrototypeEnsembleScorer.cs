using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by a <see cref="PrototypeEnsembleModel"/>.</summary>
internal sealed class PrototypeEnsembleScorer : RowScorer
{
    private const PrototypeColumns OfPrototypes = PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity;

    private readonly PrototypeEnsembleModel _model;
    private readonly EnsembleFoldScorer[][] _partitions;
    private readonly EnsembleContributions _contributions;
    private readonly int _width;

    // Inputs of rows; the first one is that of Run.
    private readonly float[] _rows;
    private readonly float[] _standardized;
    private readonly float[] _scores = new float[LocalGaussians.MaximumRows];
    private readonly float[] _anomalyDistances;
    private readonly float[] _anomalyChannel = new float[LocalGaussians.MaximumRows];
    private readonly float[] _squaredDistances;

    // The row of Run.
    private readonly float[] _features;
    private float _inside;
    private float _score;
    private int _nearest;

    public PrototypeEnsembleScorer(PrototypeEnsembleModel model)
    {
        _model = model;
        _width = model.Input.Width;
        _partitions = [.. model.Partitions.Select(part => part.Folds.Select(fold => new EnsembleFoldScorer(fold, _width)).ToArray())];
        _rows = new float[LocalGaussians.MaximumRows * _width];
        _standardized = new float[model.Input.Scaling.OutputWidth];
        _features = new float[model.NumberOfFeatures];
        _anomalyDistances = new float[LocalGaussians.MaximumRows * model.Partitions.Max(part => part.Anomalies.PaddedCount)];
        _squaredDistances = new float[model.NumberOfPrototypes];
        _contributions = new EnsembleContributions(model, Judge);
    }

    public override float Score => _score;

    public override void Run(ReadOnlySpan<float> features)
    {
        features = features[.._features.Length];
        features.CopyTo(_features);
        _model.Input.Apply(features, _standardized, _rows);
        Judge(_rows, 1, _scores);
        _inside = _scores[0];
        _score = FeatureBounds.Lift(_inside, _model.Input.Bounds.Excess(features));
        RememberDistances(0);
    }

    public override void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
            _model.Input.Apply(block.Features(row), _standardized, _rows.AsSpan(row * _width, _width));
        Judge(_rows, block.Count, _scores);
        for (int row = 0; row < block.Count && block.WantsScore; row++)
            block.Scores[row] = FeatureBounds.Lift(_scores[row], _model.Input.Bounds.Excess(block.Features(row)));
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
        foreach (EnsembleFoldScorer fold in _partitions[_model.PrototypePartition])
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
            _contributions.Write(_features, _rows.AsSpan(0, _width), _inside, _nearest, destination);
        }
        else
        {
            base.WriteVector(column, destination);
        }
    }

    // What the heads say of inputs.
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
}
