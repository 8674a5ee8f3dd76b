using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>A feature's share in the score of a row.</summary>
/// <param name="Feature">The feature: a column, or a column and one of its categories, as in "colour.red".</param>
/// <param name="Contribution">Its share, as the detector has it.</param>
internal readonly record struct FeatureContribution(string Feature, float Contribution)
{
    private const string ColumnName = "FeatureContributions";

    /// <summary>The contributions of some rows.</summary>
    /// <param name="scored">Rows with the detector's columns.</param>
    /// <param name="positions">Numbers of the rows, counted from 0.</param>
    /// <returns>For each of these rows all features; nothing where the detector gives no contributions.</returns>
    public static IReadOnlyDictionary<int, FeatureContribution[]> Read(IDataView scored, IReadOnlyCollection<int> positions)
    {
        var found = new Dictionary<int, FeatureContribution[]>();
        if (scored.Schema.GetColumnOrNull(ColumnName) is not { } column || positions.Count == 0)
            return found;
        string[] names = FeatureNames.Of(column);
        int last = positions.Max();
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        for (int position = 0; position <= last && cursor.MoveNext(); position++)
        {
            if (!positions.Contains(position))
                continue;
            getter(ref buffer);
            found[position] = [.. buffer.DenseValues().Select((value, slot) => new FeatureContribution(names[slot], value))];
        }
        return found;
    }

    /// <summary>What the row has in the feature's column.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="fields">The row's fields.</param>
    public string ValueIn(IReadOnlyList<string> columns, IReadOnlyList<string> fields)
    {
        int place = -1;
        for (int i = 0; i < columns.Count; i++)
        {
            // The longest name that fits, since names may hold dots themselves.
            if ((Feature == columns[i] || Feature.StartsWith(columns[i] + ".", StringComparison.Ordinal)) && (place < 0 || columns[i].Length > columns[place].Length))
                place = i;
        }
        return place < 0 ? "" : fields[place];
    }
}
