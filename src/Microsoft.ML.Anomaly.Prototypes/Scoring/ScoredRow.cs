namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>The values of a row that was scored.</summary>
internal abstract class ScoredRow
{
    /// <summary>The anomaly score, the larger the more anomalous; not a number where one of the features is none.</summary>
    public abstract float Score { get; }

    /// <summary>The value of a column of kind scalar, such as ReconstructionError.</summary>
    public virtual float Scalar(PrototypeColumns column) => throw NoSuch(column);

    /// <summary>The value of a column of kind key, such as NearestPrototype, counted from 0; -1 where it is missing.</summary>
    public virtual int Key(PrototypeColumns column) => throw NoSuch(column);

    /// <summary>Writes the value of a vector column, such as PrototypeSimilarity, or FeatureContributions with all slots of the features column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="destination">As long as the column's vector.</param>
    public virtual void WriteVector(PrototypeColumns column, Span<float> destination) => throw NoSuch(column);

    private static ArgumentOutOfRangeException NoSuch(PrototypeColumns column) => new(nameof(column), column, "This detector has no such column.");
}
