using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a trainer has learned. Scoring with it needs no libtorch.</summary>
public abstract partial class PrototypeModel
{
    private protected PrototypeModel()
    {
    }

    /// <summary>The number of slots of the features column that the model was trained on.</summary>
    public abstract int NumberOfFeatures { get; }

    /// <summary>The number of prototypes of normality.</summary>
    public abstract int NumberOfPrototypes { get; }

    /// <summary>
    /// The prototypes, as points of the space of the column LatentVector (<see cref="PrototypeColumns.LatentVector"/>); none where the
    /// detector has no such column.
    /// </summary>
    public virtual IReadOnlyList<float[]> GetPrototypes() => [];

    /// <summary>
    /// The prototypes as rows of the features column, in its own units, to look at what the detector takes for typical: a value for each
    /// slot, those of features that were constant in training included. None where the detector has no way back from its prototypes to
    /// rows.
    /// </summary>
    public virtual IReadOnlyList<float[]> DecodePrototypes() => [];

    /// <summary>The output columns that this detector has.</summary>
    internal abstract PrototypeColumns AvailableColumns { get; }

    /// <summary>What lifts the scores of rows outside of the training ranges; null where the detector does so itself, or knows no ranges.</summary>
    internal OutsideGuard? Guard { get; set; }

    /// <summary>The score that no row exceeds; null where there is none.</summary>
    internal virtual float? HighestScore => null;

    /// <summary>Whether contributions add to the logit of the score, and not to the score itself.</summary>
    internal bool ExplainsLogits => HighestScore == 1;

    internal RowScorer CreateRowScorer() => Guard is { } guard ? new GuardedScorer(CreateDetectorScorer(), guard, ExplainsLogits) : CreateDetectorScorer();

    /// <summary>The scorer of the detector alone.</summary>
    private protected abstract RowScorer CreateDetectorScorer();

    internal abstract ModelPayload ToPayload();

    /// <summary>The number of slots of a vector column, or of values of a key column.</summary>
    /// <param name="column">One of <see cref="AvailableColumns"/>.</param>
    internal virtual int SizeOf(PrototypeColumns column) => NumberOfPrototypes;

    /// <summary>The names of the slots of a vector column, or of the values of a key column; null where they have none.</summary>
    /// <param name="column">One of <see cref="AvailableColumns"/>.</param>
    internal virtual IReadOnlyList<string>? NamesOf(PrototypeColumns column) => column switch
    {
        PrototypeColumns.NearestPrototype or PrototypeColumns.PrototypeSimilarity => Numbered("Prototype", SizeOf(column)),
        PrototypeColumns.ClusterProbabilities => Numbered("Cluster", SizeOf(column)),
        _ => null,
    };

    private static string[] Numbered(string what, int count) => [.. Enumerable.Range(1, count).Select(number => $"{what} {number}")];
}
