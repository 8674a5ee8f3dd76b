using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Decides which columns are features and of which kind.</summary>
/// <param name="Ignored">Columns that the user doesn't want.</param>
/// <param name="Categories">Columns whose values are categories whatever they look like.</param>
/// <param name="MostCategories">A column of texts with more distinct values than this is left out, unless it is one of <paramref name="Categories"/>.</param>
internal sealed record ColumnInference(IReadOnlyCollection<string> Ignored, IReadOnlyCollection<string> Categories, int MostCategories)
{
    /// <exception cref="ToolException">The user names columns that are not there, or no feature is left.</exception>
    public (IReadOnlyList<FeatureColumn> Features, IReadOnlyList<LeftOutColumn> LeftOut) Choose(TableFile file, TableProfile profile, string labelColumn)
    {
        foreach (string named in Ignored.Concat(Categories))
            file.IndexOf(named);
        var features = new List<FeatureColumn>();
        var leftOut = new List<LeftOutColumn>();
        for (int i = 0; i < file.Columns.Count; i++)
        {
            string name = file.Columns[i];
            if (name == labelColumn)
                continue;
            if (ReasonToLeaveOut(name, profile.Columns[i]) is { } reason)
                leftOut.Add(new LeftOutColumn(name, reason));
            else
                features.Add(new FeatureColumn(name, profile.Columns[i].Texts > 0 || Categories.Contains(name) ? ColumnKind.Category : ColumnKind.Number));
        }
        if (features.Count == 0)
            throw new ToolException($"{file.Path} has no column to learn from: {string.Join("; ", leftOut.Select(column => $"{column.Name}: {column.Reason}"))}.");
        return (features, leftOut);
    }

    private string? ReasonToLeaveOut(string name, ColumnProfile column) =>
        Ignored.Contains(name) ? "ignored as asked for"
        : column.Distinct == 0 ? "has no values"
        : column.Distinct == 1 && column.Missing == 0 ? "has one value only"
        : column.Texts > 0 && column.Distinct > MostCategories && !Categories.Contains(name)
            ? $"has texts such as '{column.ExampleText}' and more than {MostCategories} distinct values; to use it all the same: --category {name}"
        : null;
}
