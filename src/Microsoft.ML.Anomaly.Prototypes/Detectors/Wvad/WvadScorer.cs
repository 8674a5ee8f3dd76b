using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by <see cref="WvadBlock"/>.</summary>
internal sealed class WvadScorer(WvadModel model) : BlockScorer(model)
{
    private readonly WvadBlock _rows = new(model);
    private readonly float[] _input = new float[model.Scaling.OutputWidth];
    private readonly float[] _logits = new float[RowBlock.Rows];
    private readonly int[] _nearest = new int[RowBlock.Rows];
    private float[][]? _decoded;

    public override void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
            model.Scaling.Apply(block.Features(row), _rows.Input, row);
        _rows.Judge(block.Count);
        for (int row = 0; row < block.Count; row++)
        {
            if (block.WantsScore)
                block.Scores[row] = Activation.Sigmoid(_rows.Logits[row]);
            if (block.Wants(PrototypeColumns.ReconstructionError))
                block.Scalars(PrototypeColumns.ReconstructionError)[row] = _rows.Geometries[row].ReconstructionError;
            if (block.Wants(PrototypeColumns.CosineSimilarity))
                block.Scalars(PrototypeColumns.CosineSimilarity)[row] = _rows.Geometries[row].CosineSimilarity;
        }
        if (block.Wants(PrototypeColumns.ClusterEntropy))
            _rows.Entropies.CopyTo(block.Scalars(PrototypeColumns.ClusterEntropy));
        CopyRows(_rows.Probabilities, block, PrototypeColumns.ClusterProbabilities);
        CopyRows(_rows.Latent, block, PrototypeColumns.LatentVector);
        // Last, as explaining a row makes use of the block.
        if (block.Wants(PrototypeColumns.FeatureContributions))
            Explain(block);
    }

    private void Explain(ScoringBlock block)
    {
        _decoded ??= model.DecodeScaledPrototypes();
        _rows.Logits.CopyTo(_logits);
        for (int row = 0; row < block.Count; row++)
            _nearest[row] = MostProbable(row);
        for (int row = 0; row < block.Count; row++)
        {
            model.Scaling.Apply(block.Features(row), _input);
            ExpectedValues.WriteContributions(
                _rows, _input, _decoded[_nearest[row]], _logits[row], model.Scaling.KeptSlots, block.Vector(PrototypeColumns.FeatureContributions, row));
        }
    }

    private int MostProbable(int row)
    {
        int nearest = 0;
        for (int k = 1; k < model.NumberOfPrototypes; k++)
        {
            if (_rows.Probabilities[k][row] > _rows.Probabilities[nearest][row])
                nearest = k;
        }
        return nearest;
    }
}
