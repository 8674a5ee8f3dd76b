using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>What a trainer has learned. Scoring with it needs no libtorch.</summary>
public abstract class PrototypeModel
{
    private protected PrototypeModel()
    {
    }

    /// <summary>The number of slots of the features column that the model was trained on.</summary>
    public abstract int NumberOfFeatures { get; }

    /// <summary>The number of prototypes of normality.</summary>
    public abstract int NumberOfPrototypes { get; }

    internal abstract RowScorer CreateRowScorer();

    internal abstract ModelPayload ToPayload();
}
