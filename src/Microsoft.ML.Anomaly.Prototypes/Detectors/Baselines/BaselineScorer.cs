using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by the formula of a baseline.</summary>
internal sealed class BaselineScorer(BaselineModel model) : BlockScorer(model)
{
    private readonly IReconstructingBlock _rows = model.CreateBlock();
    private readonly float[] _scores = new float[RowBlock.Rows];
    private readonly float[] _input = new float[model.Parts.Inputs];

    public override void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
            model.Parts.Scaling.Apply(block.Features(row), _rows.Input, row);
        _rows.Judge(block.Count, _scores);
        if (block.WantsScore)
            _scores.CopyTo(block.Scores.AsSpan());
        // Last, as explaining a row makes use of the block.
        if (block.Wants(PrototypeColumns.FeatureContributions))
            Explain(block);
    }

    private void Explain(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
        {
            model.Parts.Scaling.Apply(block.Features(row), _input);
            ExpectedValues.WriteContributions(
                _rows, _input, Nearest(_input), _scores[row], model.Parts.Scaling.KeptSlots, block.Vector(PrototypeColumns.FeatureContributions, row));
        }
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
