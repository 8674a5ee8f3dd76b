using Microsoft.ML.Anomaly.Prototypes.MlNet;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Scores rows one after another without libtorch and without allocating. It owns its scratch memory, so every thread takes
/// its own one from <see cref="PrototypeModel.CreateRowScorer"/>. All values speak of the row that was scored last.
/// </summary>
internal abstract class RowScorer
{
    /// <summary>The anomaly score, the larger the more anomalous.</summary>
    public abstract float Score { get; }

    /// <summary>Scores one row.</summary>
    /// <param name="features">All slots of the features column.</param>
    public abstract void Run(ReadOnlySpan<float> features);

    /// <summary>The value of a column of kind scalar, such as ReconstructionError.</summary>
    public virtual float Scalar(PrototypeColumns column) => throw NoSuch(column);

    /// <summary>The value of a column of kind key, such as NearestPrototype, counted from 0.</summary>
    public virtual int Key(PrototypeColumns column) => throw NoSuch(column);

    /// <summary>Writes the value of a vector column, such as PrototypeSimilarity, or FeatureContributions with all slots of the features column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="destination">As long as the column's vector.</param>
    public virtual void WriteVector(PrototypeColumns column, Span<float> destination) => throw NoSuch(column);

    /// <summary>
    /// Scores the rows of a block and writes what it wants of them. Each value is the one that <see cref="Run"/> leads to, to the bit.
    /// A detector that knows nothing better has one row scored after another.
    /// </summary>
    public virtual void RunBlock(ScoringBlock block)
    {
        for (int row = 0; row < block.Count; row++)
        {
            Run(block.Features(row));
            if (block.WantsScore)
                block.Scores[row] = Score;
            foreach (PrototypeColumns column in block.Extra)
                Write(block, column, row);
        }
    }

    /// <summary>Writes a value of the row that was scored last into a block.</summary>
    protected void Write(ScoringBlock block, PrototypeColumns column, int row)
    {
        switch (OutputSchema.KindOf(column))
        {
            case OutputColumnKind.Scalar:
                block.Scalars(column)[row] = Scalar(column);
                break;
            case OutputColumnKind.Key:
                block.Keys(column)[row] = Key(column);
                break;
            default:
                WriteVector(column, block.Vector(column, row));
                break;
        }
    }

    private static ArgumentOutOfRangeException NoSuch(PrototypeColumns column) => new(nameof(column), column, "This detector has no such column.");
}
