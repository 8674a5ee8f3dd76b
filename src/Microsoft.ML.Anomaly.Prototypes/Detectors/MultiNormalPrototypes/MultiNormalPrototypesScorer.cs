using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Scores rows by <see cref="MultiNormalPrototypesBlock"/>, and no more of them than is wanted.</summary>
internal sealed class MultiNormalPrototypesScorer(MultiNormalPrototypesModel model) : BlockScorer(model)
{
    private const PrototypeColumns OfPrototypes = PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity;

    private readonly MultiNormalPrototypesBlock _rows = new(model);
    private readonly bool _seesError = model.ScoreInputs.HasFlag(ScoreInputs.ReconstructionError);
    private readonly bool _seesSimilarity = model.ScoreInputs.HasFlag(ScoreInputs.Similarity);
    private readonly float[] _input = new float[model.Scaling.OutputWidth];
    private readonly float[] _logits = new float[RowBlock.Rows];
    private readonly int[] _nearest = new int[RowBlock.Rows];
    private float[][]? _decoded;

    public override void RunBlock(ScoringBlock block)
    {
        bool explains = block.Wants(PrototypeColumns.FeatureContributions), judges = block.WantsScore || explains;
        for (int row = 0; row < block.Count; row++)
            model.Scaling.Apply(block.Features(row), _rows.Input, row);
        _rows.Encode(block.Count);
        if (block.Wants(PrototypeColumns.ReconstructionError) || (judges && _seesError))
            _rows.Decode(block.Count);
        _rows.Compare(withPrototypes: explains || block.Wants(OfPrototypes) || (judges && _seesSimilarity));
        if (judges)
            _rows.Judge(block.Count);
        for (int row = 0; block.WantsScore && row < block.Count; row++)
            block.Scores[row] = Activation.Sigmoid(_rows.Logits[row]);
        if (block.Wants(PrototypeColumns.ReconstructionError))
            _rows.Errors.CopyTo(block.Scalars(PrototypeColumns.ReconstructionError));
        if (block.Wants(PrototypeColumns.NearestPrototype))
            _rows.Nearest.CopyTo(block.Keys(PrototypeColumns.NearestPrototype));
        CopyRows(_rows.Similarity, block, PrototypeColumns.PrototypeSimilarity);
        CopyRows(_rows.Latent, block, PrototypeColumns.LatentVector);
        // Last, as explaining a row makes use of the block.
        if (explains)
            Explain(block);
    }

    private void Explain(ScoringBlock block)
    {
        _decoded ??= model.DecodeScaledPrototypes();
        _rows.Logits.CopyTo(_logits);
        _rows.Nearest.CopyTo(_nearest);
        for (int row = 0; row < block.Count; row++)
        {
            Span<float> contributions = block.Vector(PrototypeColumns.FeatureContributions, row);
            if (_nearest[row] < 0)
            {
                contributions.Fill(float.NaN);
                continue;
            }
            model.Scaling.Apply(block.Features(row), _input);
            ExpectedValues.WriteContributions(_rows, _input, _decoded[_nearest[row]], _logits[row], model.Scaling.KeptSlots, contributions);
        }
    }
}
