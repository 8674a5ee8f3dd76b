namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>Scores rows by a detector with an <see cref="OutsideGuard"/> around it.</summary>
/// <param name="inner">The detector's own scorer.</param>
/// <param name="guard">The guard.</param>
/// <param name="explainsLogits">Whether contributions add to the logit of the score, or to the score itself.</param>
internal sealed class GuardedScorer(RowScorer inner, OutsideGuard guard, bool explainsLogits) : RowScorer
{
    // The logit is taken of scores no closer to 0 and 1.
    private const float SmallestScore = 1e-6f;

    private readonly float[] _features = new float[guard.Bounds.Width];
    private readonly float[] _clipped = new float[guard.Bounds.Width];
    private readonly double[] _excesses = new double[RowBlock.Rows];

    // The rows of a block before they are clipped; only explanations ask for them.
    private float[] _block = [];
    private float _score;

    public override float Score => _score;

    public override void Run(ReadOnlySpan<float> features)
    {
        features[.._features.Length].CopyTo(_features);
        _features.CopyTo(_clipped.AsSpan());
        double excess = guard.Clip(_clipped);
        inner.Run(_clipped);
        _score = guard.Lift(inner.Score, excess);
    }

    public override void RunBlock(ScoringBlock block)
    {
        bool explains = block.Wants(PrototypeColumns.FeatureContributions);
        if (explains && _block.Length == 0)
            _block = new float[RowBlock.Rows * _features.Length];
        for (int row = 0; row < block.Count; row++)
        {
            Span<float> features = block.Features(row);
            if (explains)
                features.CopyTo(Unclipped(row));
            _excesses[row] = guard.Clip(features);
        }
        inner.RunBlock(block);
        for (int row = 0; row < block.Count; row++)
        {
            if (explains && _excesses[row] > 0)
            {
                inner.Run(block.Features(row));
                AddContributions(Unclipped(row), block.Vector(PrototypeColumns.FeatureContributions, row));
            }
            if (block.WantsScore)
                block.Scores[row] = guard.Lift(block.Scores[row], _excesses[row]);
        }
    }

    public override float Scalar(PrototypeColumns column) => inner.Scalar(column);

    public override int Key(PrototypeColumns column) => inner.Key(column);

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        inner.WriteVector(column, destination);
        if (column == PrototypeColumns.FeatureContributions)
            AddContributions(_features, destination);
    }

    private Span<float> Unclipped(int row) => _block.AsSpan(row * _features.Length, _features.Length);

    // What features add by being outside: the mean of what the score loses without that, and of what it alone would make of the row.
    private void AddContributions(ReadOnlySpan<float> features, Span<float> contributions)
    {
        FeatureBounds.Outside outside = guard.Bounds.FindOutside(features);
        for (int slot = 0; slot < features.Length && outside.Excess > 0; slot++)
        {
            double own = guard.Bounds.Excess(slot, features[slot]);
            if (own > 0)
                contributions[slot] += (Explained(outside.Excess) - Explained(outside.Without(slot)) + Explained(own) - Explained(0)) / 2;
        }
    }

    private float Explained(double excess)
    {
        float score = guard.Lift(inner.Score, excess);
        if (!explainsLogits)
            return score;
        score = Math.Clamp(score, SmallestScore, 1 - SmallestScore);
        return MathF.Log(score / (1 - score));
    }
}
