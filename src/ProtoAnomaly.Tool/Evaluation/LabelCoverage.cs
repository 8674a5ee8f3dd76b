namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>What the labels of evaluated rows say of the rows without one.</summary>
internal enum LabelCoverage
{
    /// <summary>Only some anomalies are labelled: a row without a label may be one too.</summary>
    Partial,

    /// <summary>Every row's label is true: a row that is not labelled as an anomaly is none.</summary>
    Complete,
}
