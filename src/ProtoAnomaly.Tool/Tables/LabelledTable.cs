using Microsoft.ML;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Rows with features and labels.</summary>
/// <param name="Source">The table.</param>
/// <param name="Label">The label column.</param>
/// <param name="Features">The features of the table's rows.</param>
/// <param name="Labels">The label of each of the table's rows.</param>
/// <param name="Selected">Which of the rows are meant, counted from 0, ascending; null for all of them.</param>
internal sealed record LabelledTable(TableSource Source, LabelRule Label, FeatureTable Features, IReadOnlyList<float> Labels, IReadOnlyList<int>? Selected = null)
{
    public int Rows => Selected?.Count ?? Features.Rows;

    /// <summary>The labels as ML.NET has them, beside the features.</summary>
    public string LabelColumn => ColumnFor(Label);

    /// <summary>Reads a table for a model.</summary>
    /// <exception cref="ToolException">It has no rows, lacks a column, or has a value that can't be read.</exception>
    public static LabelledTable Read(TableSource table, TableLayout layout, LabelRule rule, SpoiltValues spoilt, CancellationToken cancellation)
    {
        int place = table.IndexOf(rule.Column);
        var features = new FeatureTable(layout.Readers(table.Name, table.Columns, spoilt));
        var labels = new List<float>();
        foreach (TableRow row in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            features.Add(row);
            labels.Add(rule.Read(row.Fields[place]) ?? throw new ToolException(
                $"{table.Place(row.Number)}: the label column '{rule.Column}' has the value '{row.Fields[place]}'. Say which values are anomalies: --anomaly VALUE."));
        }
        return features.Rows > 0 ? new LabelledTable(table, rule, features, labels) : throw new ToolException($"{table.Name} has no rows.");
    }

    public IDataView ToDataView() => Features.ToDataView(Selected, (LabelColumn, Labels));

    /// <summary>The place of a row among all of the table's.</summary>
    public int PlaceOf(int row) => Selected?[row] ?? row;

    /// <summary>The line of a row, or its number where the table has no lines.</summary>
    public long NumberOf(int row) => Features.Places[PlaceOf(row)];

    /// <summary>Some rows as they are written, by their places among these rows.</summary>
    public IReadOnlyDictionary<int, TableRow> Pick(IReadOnlyCollection<int> rows)
    {
        IReadOnlyDictionary<int, TableRow> found = Source.Pick([.. rows.Select(PlaceOf)]);
        return rows.ToDictionary(row => row, row => found[PlaceOf(row)]);
    }

    /// <summary>A name for the label that no column of a detector has.</summary>
    public static string ColumnFor(LabelRule rule) => $"{rule.Column} (label)";
}
