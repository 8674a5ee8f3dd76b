using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Metrics;

/// <summary>Measures what a detector loses when a feature's values are exchanged between rows (Breiman, Random forests, 2001).</summary>
internal static class PermutationImportance
{
    public static IReadOnlyList<FeatureImportance> Measure(
        MLContext mlContext, ITransformer detector, IDataView data, string labelColumn, string featureColumn, int permutations, int seed)
    {
        DataViewSchema.Column features = ColumnCheck.Features(data.Schema, featureColumn, nameof(data));
        DataViewSchema.Column label = ColumnCheck.Label(data.Schema, labelColumn, nameof(data));
        List<Row> rows = Read(data, features, label);
        int width = ((VectorDataViewType)features.Type).Size;
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        schema[nameof(Row.Features)].ColumnName = featureColumn;
        string[] names = Names(features, width);
        double whole = AveragePrecision();
        var random = new Random(seed);
        var result = new FeatureImportance[width];
        for (int slot = 0; slot < width; slot++)
        {
            float[] values = [.. rows.Select(row => row.Features[slot])];
            var losses = new double[permutations];
            for (int permutation = 0; permutation < permutations; permutation++)
            {
                float[] mixed = [.. values];
                random.Shuffle(mixed);
                Set(slot, mixed);
                losses[permutation] = whole - AveragePrecision();
            }
            Set(slot, values);
            double mean = losses.Average();
            result[slot] = new FeatureImportance(slot, names[slot], mean, permutations < 2 ? double.NaN : Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (permutations - 1)));
        }
        return result;

        double AveragePrecision() =>
            AnomalyRankingEvaluator.Evaluate(detector.Transform(mlContext.Data.LoadFromEnumerable(rows, schema)), nameof(Row.IsAnomaly), "Score").AveragePrecision;

        void Set(int slot, float[] values)
        {
            for (int row = 0; row < values.Length; row++)
                rows[row].Features[slot] = values[row];
        }
    }

    private static List<Row> Read(IDataView data, DataViewSchema.Column features, DataViewSchema.Column label)
    {
        var rows = new List<Row>();
        using DataViewRowCursor cursor = data.GetRowCursor([features, label]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(features);
        Func<RowLabel> readLabel = LabelReader.Create(cursor, label);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            rows.Add(new Row { Features = [.. buffer.DenseValues()], IsAnomaly = readLabel() == RowLabel.Anomaly });
        }
        return rows;
    }

    private static string[] Names(DataViewSchema.Column features, int width)
    {
        if (!features.HasSlotNames())
            return [.. Enumerable.Repeat("", width)];
        VBuffer<ReadOnlyMemory<char>> names = default;
        features.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool IsAnomaly { get; set; }
    }
}
