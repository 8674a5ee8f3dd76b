using System.Globalization;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Reads a table to train on: once to find out what its columns are, once to keep their values.</summary>
/// <param name="inference">How to choose the features.</param>
/// <param name="anomalyValues">The values that mark anomalies; none for the usual meaning.</param>
/// <param name="remark">Is told what the user should know.</param>
internal sealed class TrainingTableReader(ColumnInference inference, IReadOnlyList<string> anomalyValues, Action<string> remark)
{
    /// <param name="table">The table.</param>
    /// <param name="labelColumn">The label column.</param>
    /// <param name="hasHeader">Whether the table names its columns.</param>
    /// <param name="classes">The column with the classes of normal rows; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ToolException">It can't be read or has nothing to learn from.</exception>
    public TrainingTable Read(TableSource table, string labelColumn, bool hasHeader, string? classes, CancellationToken cancellation)
    {
        ColumnProfile[] profiles = Profile(table, cancellation);
        int labelPlace = table.IndexOf(labelColumn);
        var remarks = new List<string>();
        LabelRule rule = Resolve(table, labelColumn, profiles[labelPlace], classes is not null, remarks);
        ColumnInference chooser = classes is null ? inference : inference with { Ignored = [.. inference.Ignored, classes] };
        ChosenColumns chosen = chooser.Choose(table, profiles, labelColumn);

        var spoilt = new SpoiltValues(table.Name, table.NumberWord, isLenient: true);
        var layout = new TableLayout(table.Separator, hasHeader, table.Columns, chosen.Features);
        var features = new FeatureTable(layout.Readers(table.Name, table.Columns, spoilt));
        var labels = new List<float>();
        var ofClass = new List<string>();
        int classPlace = classes is null ? -1 : table.IndexOf(classes);
        foreach (TableRow row in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            features.Add(row);
            labels.Add(rule.Read(row.Fields[labelPlace])!.Value);
            if (classes is not null)
                ofClass.Add(row.Fields[classPlace]);
        }

        FeatureColumn[] marked = [.. chosen.Features.Select((feature, i) => feature with
        {
            MissingMarks = [.. spoilt.Marks(feature.Name), .. Sentinels.Erase(features, i, profiles[table.IndexOf(feature.Source)], labels, remarks)],
        })];
        foreach (string text in chosen.LeftOut.Select(column => $"Left out: {column.Name} {column.Reason}.").Concat(chosen.Remarks).Concat(spoilt.Remarks()).Concat(remarks))
            remark(text);
        return new TrainingTable(table, layout with { Features = marked }, rule, chosen.LeftOut, features, labels, classes, ofClass);
    }

    /// <summary>The features of a table that need not have a label.</summary>
    /// <exception cref="ToolException">It can't be read or has nothing to learn from.</exception>
    public static (FeatureTable Features, TableLayout Layout) ReadFeatures(
        TableSource table, ColumnInference inference, string labelColumn, bool hasHeader, Action<string> remark, CancellationToken cancellation)
    {
        ColumnProfile[] profiles = Profile(table, cancellation);
        ChosenColumns chosen = inference.Choose(table, profiles, labelColumn);
        var spoilt = new SpoiltValues(table.Name, table.NumberWord, isLenient: true);
        var layout = new TableLayout(table.Separator, hasHeader, table.Columns, chosen.Features);
        var features = new FeatureTable(layout.Readers(table.Name, table.Columns, spoilt));
        foreach (TableRow row in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            features.Add(row);
        }
        var remarks = new List<string>();
        float[] labels = new float[features.Rows];
        for (int i = 0; i < chosen.Features.Count; i++)
            Sentinels.Erase(features, i, profiles[table.IndexOf(chosen.Features[i].Source)], labels, remarks);
        foreach (string text in chosen.LeftOut.Select(column => $"Left out: {column.Name} {column.Reason}.").Concat(chosen.Remarks).Concat(spoilt.Remarks()).Concat(remarks))
            remark(text);
        return (features, layout);
    }

    /// <summary>What one pass over a table finds out of each column.</summary>
    /// <exception cref="ToolException">There are no rows.</exception>
    public static ColumnProfile[] Profile(TableSource table, CancellationToken cancellation)
    {
        ColumnProfile[] profiles = [.. table.Columns.Select(_ => new ColumnProfile())];
        bool any = false;
        foreach (TableRow row in table.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            any = true;
            for (int i = 0; i < profiles.Length; i++)
                profiles[i].Add(row.Fields[i]);
        }
        return any ? profiles : throw new ToolException($"{table.Name} has no rows.");
    }

    private LabelRule Resolve(TableSource table, string column, ColumnProfile profile, bool learnsFromClasses, List<string> remarks)
    {
        if (profile.Distinct == ColumnProfile.MostDistinct)
            throw new ToolException($"{table.Name}: the column '{column}' has {profile.Distinct.ToString(CultureInfo.InvariantCulture)} different values and more, which looks like no label.");
        var values = new LabelValues(table.Name, column, profile.Values, profile.Missing);
        // A trainer that sees no anomaly may have a table without any.
        if (learnsFromClasses && anomalyValues.Count == 0 && profile.Values.Keys.All(value => new LabelRule(column, []).Read(value) is LabelRule.Unlabelled or LabelRule.Normal))
            return new LabelRule(column, []);
        return values.Resolve(anomalyValues, remarks);
    }
}
