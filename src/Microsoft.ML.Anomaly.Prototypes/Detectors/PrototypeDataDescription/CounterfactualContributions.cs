using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// What each feature adds to the score of a row, beside the most similar row that densities are made of: the mean of what the score loses when the
/// feature takes that row's value, and of what that row's score gains when its feature takes the value of this one.
/// </summary>
/// <remarks>Only the features that differ most are looked at, so that a row costs a bounded number of scorings.</remarks>
internal sealed class CounterfactualContributions : IScoreContributions
{
    /// <summary>The largest number of features of a row with a contribution.</summary>
    public const int MaximumFeatures = 64;

    private readonly PrototypeDataDescriptionModel _model;
    private readonly float[] _mixed;
    private readonly float[] _row;
    private readonly float[] _usual;

    // Features that are scaled, those that differ most first, and how much they do, negated.
    private readonly int[] _order;
    private readonly float[] _differences;

    public CounterfactualContributions(PrototypeDataDescriptionModel model)
    {
        _model = model;
        FeatureScaling scaling = model.Embedding.Scaling;
        _mixed = new float[scaling.InputWidth];
        _row = new float[scaling.OutputWidth];
        _usual = new float[scaling.OutputWidth];
        _order = new int[scaling.OutputWidth];
        _differences = new float[scaling.OutputWidth];
    }

    public void Write(ReadOnlySpan<float> features, float score, ReadOnlySpan<float> embedded, IScoreContributions.Judge judge, Span<float> contributions)
    {
        contributions.Clear();
        ReadOnlySpan<float> usual = _model.Rows.AsSpan(Nearest(embedded) * features.Length, features.Length);
        float usualScore = judge(usual);
        ReadOnlySpan<int> slots = _model.Embedding.Scaling.KeptSlots;
        foreach (int feature in MostDifferent(features, usual))
        {
            int slot = slots[feature];
            if (features[slot] == usual[slot])
                continue;
            float without = JudgeMixed(features, slot, usual[slot], judge), alone = JudgeMixed(usual, slot, features[slot], judge);
            contributions[slot] = (score - without + alone - usualScore) / 2;
        }
    }

    private float JudgeMixed(ReadOnlySpan<float> row, int slot, float value, IScoreContributions.Judge judge)
    {
        row.CopyTo(_mixed);
        _mixed[slot] = value;
        return judge(_mixed);
    }

    private int Nearest(ReadOnlySpan<float> embedded)
    {
        ReadOnlySpan<float> compared = _model.Density.Prototypes;
        int nearest = 0;
        float smallest = float.PositiveInfinity;
        for (int j = 0; j < _model.NumberOfPrototypes; j++)
        {
            float distance = Distance.Squared(embedded, compared.Slice(j * embedded.Length, embedded.Length));
            if (distance < smallest)
                (nearest, smallest) = (j, distance);
        }
        return nearest;
    }

    private ReadOnlySpan<int> MostDifferent(ReadOnlySpan<float> features, ReadOnlySpan<float> usual)
    {
        _model.Embedding.Scaling.Apply(features, _row);
        _model.Embedding.Scaling.Apply(usual, _usual);
        for (int i = 0; i < _order.Length; i++)
            (_order[i], _differences[i]) = (i, -MathF.Abs(_row[i] - _usual[i]));
        if (_order.Length > MaximumFeatures)
            _differences.AsSpan().Sort(_order.AsSpan());
        return _order.AsSpan(0, Math.Min(_order.Length, MaximumFeatures));
    }
}
