namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>A scorer that only knows blocks of rows: a single row is a block of one, with all columns.</summary>
internal abstract class BlockScorer(PrototypeModel model) : RowScorer
{
    // Contributions cost many times what the rest does: they are computed when asked for.
    private readonly ScoringBlock _single = new(model, wantsScore: true, model.AvailableColumns & ~PrototypeColumns.FeatureContributions);
    private ScoringBlock? _explained;

    public override float Score => _single.Scores[0];

    public override void Run(ReadOnlySpan<float> features)
    {
        features.CopyTo(_single.Features(0));
        _single.Count = 1;
        RunBlock(_single);
    }

    public override float Scalar(PrototypeColumns column) => _single.Wants(column) ? _single.Scalars(column)[0] : base.Scalar(column);

    public override int Key(PrototypeColumns column) => _single.Wants(column) ? _single.Keys(column)[0] : base.Key(column);

    public override void WriteVector(PrototypeColumns column, Span<float> destination)
    {
        if (column == PrototypeColumns.FeatureContributions && (model.AvailableColumns & column) != 0)
        {
            _explained ??= new ScoringBlock(model, wantsScore: false, PrototypeColumns.FeatureContributions) { Count = 1 };
            _single.Features(0).CopyTo(_explained.Features(0));
            RunBlock(_explained);
            _explained.Vector(column, 0).CopyTo(destination);
        }
        else if (_single.Wants(column))
            _single.Vector(column, 0).CopyTo(destination);
        else
            base.WriteVector(column, destination);
    }

    /// <summary>Copies a vector column of all rows, where it is wanted.</summary>
    protected static void CopyRows(RowBlock values, ScoringBlock block, PrototypeColumns column)
    {
        for (int row = 0; block.Wants(column) && row < block.Count; row++)
            values.CopyRow(row, block.Vector(column, row));
    }
}
