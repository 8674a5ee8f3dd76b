using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>A table that detectors are trained on.</summary>
/// <param name="File">The table.</param>
/// <param name="Layout">What was found out about its columns.</param>
/// <param name="Label">The label column.</param>
/// <param name="LeftOut">Columns that are no features.</param>
/// <param name="Labels">The label of each row.</param>
/// <param name="Classes">The column with the classes of normal rows; null for trainers that learn from labelled anomalies.</param>
internal sealed record TrainingTable(
    TableFile File, TableLayout Layout, LabelRule Label, IReadOnlyList<LeftOutColumn> LeftOut, IReadOnlyList<float> Labels, string? Classes)
{
    /// <summary>Reads all of it once.</summary>
    /// <exception cref="ToolException">It can't be read or has nothing to learn from.</exception>
    public static TrainingTable Read(
        TableFile file, LabelRule label, ColumnInference inference, bool hasHeader, string? classes, CancellationToken cancellation)
    {
        TableProfile profile = TableProfile.Read(file, label, inference.MostCategories, cancellation);
        if (profile.Labels.Count == 0)
            throw new ToolException($"{file.Path} has no rows.");
        if (classes is null && !profile.Labels.Contains(LabelRule.Anomaly))
            throw new ToolException($"{file.Path} has no labelled anomaly in the column '{label.Column}'. Say which values mark anomalies: --anomaly VALUE.");
        if (classes is not null)
            inference = inference with { Ignored = [.. inference.Ignored, classes] };
        (IReadOnlyList<FeatureColumn> features, IReadOnlyList<LeftOutColumn> leftOut) = inference.Choose(file, profile, label.Column);
        var layout = new TableLayout(file.Separator, hasHeader, file.Columns, features);
        return new TrainingTable(file, layout, label, leftOut, profile.Labels, classes);
    }

    /// <summary>Rows to train on.</summary>
    /// <param name="mlContext">Where to load.</param>
    /// <param name="rows">Their numbers, counted from 0, ascending.</param>
    /// <param name="withClasses">Whether for a trainer that learns from the classes of normal rows: it gets no anomalies.</param>
    public IDataView TrainingRows(MLContext mlContext, IReadOnlyList<int> rows, bool withClasses) => withClasses
        ? LabelledRows.Load(mlContext, File, Layout, Label, [.. rows.Where(row => Labels[row] != LabelRule.Anomaly)], Classes)
        : LabelledRows.Load(mlContext, File, Layout, Label, rows);
}
