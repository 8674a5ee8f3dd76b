using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>A table that detectors are trained on, in memory.</summary>
/// <param name="Source">The table.</param>
/// <param name="Layout">What was found out about its columns.</param>
/// <param name="Label">The label column.</param>
/// <param name="LeftOut">Columns that are no features.</param>
/// <param name="Features">The features of all rows.</param>
/// <param name="Labels">The label of each row.</param>
/// <param name="ClassColumn">The column with the classes of normal rows; null for trainers that learn from labelled anomalies.</param>
/// <param name="Classes">The class of each row, empty for none.</param>
internal sealed record TrainingTable(
    TableSource Source, TableLayout Layout, LabelRule Label, IReadOnlyList<LeftOutColumn> LeftOut, FeatureTable Features, IReadOnlyList<float> Labels,
    string? ClassColumn, IReadOnlyList<string> Classes)
{
    /// <summary>What messages of ML.NET call the label.</summary>
    public string LabelColumn => LabelledTable.ColumnFor(Label);

    /// <summary>The name of the classes' column in the data for ML.NET.</summary>
    public string ClassesName => $"{ClassColumn} (classes)";

    /// <summary>Rows to train on.</summary>
    /// <param name="mlContext">Where to load.</param>
    /// <param name="rows">Their numbers, counted from 0, ascending.</param>
    /// <param name="withClasses">Whether for a trainer that learns from the classes of normal rows: it gets no anomalies.</param>
    public IDataView TrainingRows(MLContext mlContext, IReadOnlyList<int> rows, bool withClasses)
    {
        if (!withClasses)
            return Features.ToDataView(rows, (LabelColumn, Labels));
        IDataView normal = Features.ToDataView([.. rows.Where(row => Labels[row] != LabelRule.Anomaly)], (LabelColumn, Labels), (ClassesName, Classes));
        return mlContext.Transforms.Conversion.MapValueToKey(ClassesName).Fit(normal).Transform(normal);
    }

    /// <summary>Some rows to evaluate on.</summary>
    public LabelledTable Part(IReadOnlyList<int> rows) => new(Source, Label, Features, Labels, rows);
}
