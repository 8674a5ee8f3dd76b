namespace Microsoft.ML.Anomaly.Prototypes.Scoring;

/// <summary>
/// Scores rows one after another without libtorch and without allocating. It owns its scratch memory, so every thread takes
/// its own one from <see cref="PrototypeModel.CreateRowScorer"/>. The properties speak of the row that was scored last.
/// </summary>
internal abstract class RowScorer
{
    /// <summary>The anomaly score, the larger the more anomalous.</summary>
    public abstract float Score { get; }

    /// <summary>How badly the row is reconstructed.</summary>
    public abstract float ReconstructionError { get; }

    /// <summary>The prototype that the row is most similar to, counted from 0.</summary>
    public abstract int NearestPrototype { get; }

    /// <summary>The row's similarity to each prototype.</summary>
    public abstract ReadOnlySpan<float> PrototypeSimilarity { get; }

    /// <summary>Scores one row.</summary>
    /// <param name="features">All slots of the features column.</param>
    public abstract void Run(ReadOnlySpan<float> features);

    /// <summary>Each feature's share in the score of the row that was scored last; one for each slot of the features column.</summary>
    public abstract void WriteContributions(Span<float> contributions);
}
