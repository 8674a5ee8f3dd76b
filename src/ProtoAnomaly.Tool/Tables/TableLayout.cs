using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>The shape of the tables that a model reads; saved with it.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="HasHeader">Whether the training data named its columns.</param>
/// <param name="Columns">All columns of the training data, in their order.</param>
/// <param name="Features">Those that the detector sees.</param>
internal sealed record TableLayout(char Separator, bool HasHeader, IReadOnlyList<string> Columns, IReadOnlyList<FeatureColumn> Features)
{
    /// <summary>Finds the features among the columns of another table, which may be in another order and may have more of them.</summary>
    /// <returns>For each feature the number of its column.</returns>
    /// <exception cref="ToolException">One is missing.</exception>
    public int[] Find(string path, IReadOnlyList<string> columns)
    {
        var index = new Dictionary<string, int>();
        for (int i = 0; i < columns.Count; i++)
            index.TryAdd(columns[i], i);
        string[] missing = [.. Features.Select(feature => feature.Name).Where(name => !index.ContainsKey(name))];
        return missing.Length == 0
            ? [.. Features.Select(feature => index[feature.Name])]
            : throw new ToolException($"{path} lacks {(missing.Length == 1 ? "the column" : "the columns")} {string.Join(", ", missing.Select(name => $"'{name}'"))} that the model was trained on.");
    }

    /// <summary>The columns of a table without names: by position, either as in the training data or without its label.</summary>
    /// <exception cref="ToolException">There are more or fewer of them.</exception>
    public IReadOnlyList<string> ColumnsByPosition(string path, int count, string? labelColumn)
    {
        IReadOnlyList<string> unlabelled = [.. Columns.Where(name => name != labelColumn)];
        return count == Columns.Count ? Columns
            : count == unlabelled.Count ? unlabelled
            : throw new ToolException($"{path} has {count} columns; the training data had {Columns.Count}, {unlabelled.Count} of them beside the label.");
    }

    /// <summary>The features as ML.NET loads them.</summary>
    public DataViewSchema CreateSchema(MLContext mlContext) => CreateLoader(mlContext, [.. Enumerable.Range(0, Features.Count)]).GetOutputSchema();

    /// <summary>ML.NET's loader for rows whose features are in the given columns.</summary>
    /// <param name="mlContext">Where to load.</param>
    /// <param name="places">For each feature the number of its column.</param>
    /// <param name="texts">Columns to load as texts beside them, and the numbers of their columns.</param>
    public TextLoader CreateLoader(MLContext mlContext, IReadOnlyList<int> places, params IEnumerable<(string Name, int Place)> texts)
    {
        IEnumerable<TextLoader.Column> columns = Features.Select((feature, i) =>
            new TextLoader.Column(feature.Name, feature.Kind == ColumnKind.Number ? DataKind.Single : DataKind.String, places[i]));
        return mlContext.Data.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. columns, .. texts.Select(text => new TextLoader.Column(text.Name, DataKind.String, text.Place))],
            Separators = [Separator],
            HasHeader = false,
            AllowQuoting = true,
            TrimWhitespace = true,
            MissingRealsAsNaNs = true,
            // Rows are parsed in the thread that reads them, so that they keep their order.
            UseThreads = false,
        });
    }
}
