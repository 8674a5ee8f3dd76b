using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a trainer for comparison has learned. Its score is a formula over networks.</summary>
public abstract partial class BaselineModel : PrototypeModel
{
    /// <summary>The output columns of all baselines.</summary>
    internal const PrototypeColumns CommonColumns = PrototypeColumns.FeatureContributions;

    /// <summary>The output columns of those that learn from classes.</summary>
    internal const PrototypeColumns ColumnsOfClasses = CommonColumns | PrototypeColumns.NearestClass;

    private readonly string _kind;

    private protected BaselineModel(string kind, BaselineParts parts) => (_kind, Parts) = (kind, parts);

    /// <inheritdoc/>
    public override int NumberOfFeatures => Parts.Scaling.InputWidth;

    /// <summary>The number of typical rows, which explanations compare with; scores do not depend on them.</summary>
    public override int NumberOfPrototypes => Parts.TypicalRows.Length;

    /// <summary>The typical rows: centres of groups of unlabelled training rows.</summary>
    public override IReadOnlyList<float[]> DecodePrototypes() => [.. Parts.TypicalRows.Select(row => Parts.Scaling.Invert(row))];

    internal override PrototypeColumns AvailableColumns => CommonColumns;

    internal BaselineParts Parts { get; }

    /// <summary>The formula of the score, for some rows at once.</summary>
    internal abstract IReconstructingBlock CreateBlock();

    private protected override RowScorer CreateDetectorScorer() => new BaselineScorer(this);

    internal override ModelPayload ToPayload() => Parts.ToPayload(_kind);
}
