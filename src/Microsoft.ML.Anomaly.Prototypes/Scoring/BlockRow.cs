namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>One row of a block that was scored.</summary>
internal sealed class BlockRow(ScoringBlock block) : ScoredRow
{
    /// <summary>Which row of the block it is.</summary>
    public int Index { get; set; }

    public override float Score => block.Scores[Index];

    public override float Scalar(PrototypeColumns column) => block.Scalars(column)[Index];

    public override int Key(PrototypeColumns column) => block.Keys(column)[Index];

    public override void WriteVector(PrototypeColumns column, Span<float> destination) => block.Vector(column, Index).CopyTo(destination);
}
