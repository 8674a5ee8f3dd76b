namespace ProtoAnomaly.Tool.Tables;

/// <summary>What one pass over a table finds out.</summary>
/// <param name="Columns">One for each column of the file.</param>
/// <param name="Labels">The label of each row, as the trainers take it.</param>
internal sealed record TableProfile(IReadOnlyList<ColumnProfile> Columns, IReadOnlyList<float> Labels)
{
    /// <summary>Reads all rows.</summary>
    /// <exception cref="CommandLine.ToolException">A row can't be read, or a label has no meaning.</exception>
    public static TableProfile Read(TableFile file, LabelRule label, int mostCategories, CancellationToken cancellation)
    {
        int labelIndex = file.IndexOf(label.Column);
        ColumnProfile[] columns = [.. file.Columns.Select(_ => new ColumnProfile(mostCategories))];
        var labels = new List<float>();
        foreach (TableLine row in file.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<string> fields = file.Split(row);
            for (int i = 0; i < columns.Length; i++)
                columns[i].Add(fields[i]);
            labels.Add(label.Read(fields[labelIndex]));
        }
        return new TableProfile(columns, labels);
    }
}
