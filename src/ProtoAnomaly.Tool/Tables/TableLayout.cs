using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>The shape of the tables that a model reads; saved with it.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="HasHeader">Whether the training data named its columns.</param>
/// <param name="Columns">All columns of the training data, in their order.</param>
/// <param name="Features">What the detector sees of them.</param>
internal sealed record TableLayout(char Separator, bool HasHeader, IReadOnlyList<string> Columns, IReadOnlyList<FeatureColumn> Features)
{
    /// <summary>Readers of the features for another table, which may have its columns in another order and more of them.</summary>
    /// <param name="table">What the table is called.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="spoilt">What to do with values that are not what they should be.</param>
    /// <exception cref="ToolException">A column is missing.</exception>
    public FeatureReader[] Readers(string table, IReadOnlyList<string> columns, SpoiltValues spoilt)
    {
        var index = new Dictionary<string, int>();
        for (int i = 0; i < columns.Count; i++)
            index.TryAdd(columns[i], i);
        string[] missing = [.. Features.Select(feature => feature.Source).Where(name => !index.ContainsKey(name)).Distinct()];
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"{table} lacks {(missing.Length == 1 ? "the column" : "the columns")} {string.Join(", ", missing.Select(name => $"'{name}'"))} that the model was trained on; it has {Wording.Some(columns)}.{Wording.DidYouMean(missing[0], columns)}");
        }
        return [.. Features.Select(feature => new FeatureReader(feature, index[feature.Source], spoilt))];
    }

    /// <summary>Whether a table with these columns has all that the model needs.</summary>
    public bool Fits(IReadOnlyCollection<string> columns) => Features.All(feature => columns.Contains(feature.Source));

    /// <summary>The columns of a table without names: by position, either as in the training data or without its label; null where their number fits neither.</summary>
    public IReadOnlyList<string>? ColumnsByPosition(int count, string? labelColumn)
    {
        IReadOnlyList<string> unlabelled = [.. Columns.Where(name => name != labelColumn)];
        return count == Columns.Count ? Columns : count == unlabelled.Count ? unlabelled : null;
    }

    /// <summary>The same with all numbers read with decimal commas, or with decimal points.</summary>
    public TableLayout WithDecimalComma(bool? decimalComma) => decimalComma is not { } comma ? this : this with
    {
        Features = [.. Features.Select(feature => feature with { Format = comma ? NumberFormat.CommaWithThousands : NumberFormat.PointWithThousands })],
    };
}
