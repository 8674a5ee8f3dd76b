using Microsoft.ML.Anomaly.Prototypes.MlNet;

namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Scores rows without libtorch and without allocating: one after another, or a block of them at once. It owns its scratch memory, so
/// every thread takes its own one from <see cref="PrototypeModel.CreateRowScorer"/>. Its values speak of the row that was scored last
/// by <see cref="Run"/>.
/// </summary>
internal abstract class RowScorer : ScoredRow
{
    /// <summary>Scores one row.</summary>
    /// <param name="features">All slots of the features column.</param>
    public abstract void Run(ReadOnlySpan<float> features);

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
}
