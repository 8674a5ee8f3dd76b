using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Rows of a table with their features and, as a number that the trainers and the evaluation understand, their label.</summary>
internal static class LabelledRows
{
    /// <summary>The column with the label.</summary>
    public const string LabelColumn = "protoanomaly:label";

    /// <summary>The column with the class of normal rows, a key.</summary>
    public const string ClassColumn = "protoanomaly:class";

    private const string TextColumn = "protoanomaly:label-text";

    /// <param name="mlContext">Where to load.</param>
    /// <param name="file">The table.</param>
    /// <param name="layout">The columns to load.</param>
    /// <param name="rule">What the label column means.</param>
    /// <param name="selected">Numbers of the rows to load, counted from 0, ascending; null for all of them.</param>
    /// <param name="classes">The column with the classes of normal rows; null for none.</param>
    /// <exception cref="CommandLine.ToolException">A column is missing.</exception>
    public static IDataView Load(
        MLContext mlContext, TableFile file, TableLayout layout, LabelRule rule, IReadOnlyList<int>? selected = null, string? classes = null)
    {
        var texts = new List<(string, int)> { (TextColumn, file.IndexOf(rule.Column)) };
        if (classes is not null)
            texts.Add((ClassColumn, file.IndexOf(classes)));
        TextLoader loader = (layout with { Separator = file.Separator }).CreateLoader(mlContext, layout.Find(file.Path, file.Columns), texts);
        IDataView rows = loader.Load(new RowSource(() => (selected is null ? file.Rows() : Select(file, selected)).Select(row => row.Text)));
        IEstimator<ITransformer> convert = mlContext.Transforms.CustomMapping<LabelText, Label>(
                (text, label) => label.Value = rule.Read(text.Value.ToString()), contractName: null)
            .Append(mlContext.Transforms.DropColumns(TextColumn));
        if (classes is not null)
            convert = convert.Append(mlContext.Transforms.Conversion.MapValueToKey(ClassColumn));
        return convert.Fit(rows).Transform(rows);
    }

    /// <summary>Some rows of a table, by their numbers, counted from 0, ascending.</summary>
    public static IEnumerable<TableLine> Select(TableFile file, IReadOnlyList<int> selected)
    {
        int next = 0, index = 0;
        foreach (TableLine row in file.Rows())
        {
            if (next == selected.Count)
                yield break;
            if (index++ != selected[next])
                continue;
            next++;
            yield return row;
        }
    }

    private sealed class LabelText
    {
        [ColumnName(TextColumn)]
        public ReadOnlyMemory<char> Value { get; set; }
    }

    private sealed class Label
    {
        [ColumnName(LabelColumn)]
        public float Value { get; set; }
    }
}
