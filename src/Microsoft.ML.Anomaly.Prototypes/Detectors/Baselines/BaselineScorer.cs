using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by the formula of a baseline.</summary>
internal sealed class BaselineScorer(BaselineModel model) : BlockScorer(model)
{
    // Features farther out are taken for this, so that squares of what networks make of them are still numbers.
    public const float LargestInput = 1e12f;

    private readonly IReconstructingBlock _rows = model.CreateBlock();
    private readonly float[] _scores = new float[RowBlock.Rows];
    private readonly float[] _input = new float[model.Parts.Inputs];
    private readonly float[] _contributions = new float[model.Parts.Inputs];

    public override void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
            model.Parts.Scaling.Apply(block.Features(row), _rows.Input, row);
        Bound(_rows.Input.Values);
        _rows.Judge(block.Count, _scores);
        if (block.WantsScore)
            _scores.CopyTo(block.Scores.AsSpan());
        if (block.Wants(PrototypeColumns.NearestClass))
            ((CentresBlock)_rows).Nearest.CopyTo(block.Keys(PrototypeColumns.NearestClass));
        // Last, as explaining a row makes use of the block.
        if (block.Wants(PrototypeColumns.FeatureContributions))
            Explain(block);
    }

    private void Explain(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
        {
            model.Parts.Scaling.Apply(block.Features(row), _input);
            Bound(_input);
            Span<float> contributions = block.Vector(PrototypeColumns.FeatureContributions, row);
            if (_rows is ISelfExplainingBlock own)
            {
                own.Explain(_input, _contributions);
                contributions.Clear();
                for (int i = 0; i < _contributions.Length; i++)
                    contributions[model.Parts.Scaling.KeptSlots[i]] = _contributions[i];
                continue;
            }
            ExpectedValues.WriteContributions(
                _rows, _input, Nearest(_input), _scores[row], model.Parts.Scaling.KeptSlots, contributions);
        }
    }

    private static void Bound(Span<float> values)
    {
        foreach (ref float value in values)
            value = Math.Clamp(value, -LargestInput, LargestInput);
    }

    private float[] Nearest(ReadOnlySpan<float> row)
    {
        float[] nearest = model.Parts.TypicalRows[0];
        float smallest = float.PositiveInfinity;
        foreach (float[] typical in model.Parts.TypicalRows)
        {
            float distance = Distance.Squared(row, typical);
            if (distance < smallest)
                (nearest, smallest) = (typical, distance);
        }
        return nearest;
    }
}
