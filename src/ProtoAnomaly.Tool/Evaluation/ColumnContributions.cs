using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>A column's share in the score of a row: the sum over its features, as those of a category's values.</summary>
/// <param name="Column">The column of the table.</param>
/// <param name="Contribution">Its share, as the detector has it.</param>
internal readonly record struct ColumnContribution(string Column, float Contribution);

/// <summary>Reads what raised scores.</summary>
internal static class ColumnContributions
{
    private const string ColumnName = "FeatureContributions";

    /// <summary>The contributions of some rows.</summary>
    /// <param name="scored">Rows with the detector's columns.</param>
    /// <param name="positions">Numbers of the rows, counted from 0.</param>
    /// <param name="features">The model's features.</param>
    /// <returns>For each of these rows all columns, the strongest first; nothing where the detector gives no contributions.</returns>
    public static IReadOnlyDictionary<int, ColumnContribution[]> Read(IDataView scored, IReadOnlyCollection<int> positions, IReadOnlyList<FeatureColumn> features)
    {
        var found = new Dictionary<int, ColumnContribution[]>();
        if (scored.Schema.GetColumnOrNull(ColumnName) is not { } column || positions.Count == 0)
            return found;
        string[] sources = [.. FeatureNames.Of(column).Select(slot => SourceOf(slot, features))];
        var wanted = positions.ToHashSet();
        int last = positions.Max();
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        for (int position = 0; position <= last && cursor.MoveNext(); position++)
        {
            if (!wanted.Contains(position))
                continue;
            getter(ref buffer);
            found[position] =
            [
                .. buffer.DenseValues().Zip(sources).GroupBy(pair => pair.Second)
                    .Select(group => new ColumnContribution(group.Key, group.Sum(pair => pair.First)))
                    .OrderByDescending(contribution => Math.Abs(contribution.Contribution)),
            ];
        }
        return found;
    }

    // Slots are called as the feature, or as it and one of its categories, as in "colour.red".
    private static string SourceOf(string slot, IReadOnlyList<FeatureColumn> features) => features
        .Where(feature => slot == feature.Name || slot.StartsWith(feature.Name + ".", StringComparison.Ordinal))
        // The longest name that fits, since names may hold dots themselves.
        .MaxBy(feature => feature.Name.Length)?.Source ?? slot;
}
