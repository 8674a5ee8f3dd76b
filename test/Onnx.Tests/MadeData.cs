using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Rows of three groups, and anomalies between and beyond them, of any width.</summary>
internal static class MadeData
{
    public sealed class Row
    {
        public bool Label { get; set; }

        /// <summary>The group of some of the normal rows; -1, an unknown one, for all others.</summary>
        public int Class { get; set; } = -1;

        public float[] Features { get; set; } = [];
    }

    /// <param name="count">The number of rows.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="constant">Which feature has one value for all rows; -1 for none.</param>
    /// <param name="seed">What the rows depend on.</param>
    public static Row[] Rows(int count, int width, int constant = -1, int seed = 1)
    {
        var random = new Random(seed);
        float[][] centres = [.. Enumerable.Range(0, 3).Select(_ => Gaussians(width, random, 2))];
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                bool isAnomaly = i % 8 == 7;
                float[] features = Gaussians(width, random, isAnomaly ? 4 : 0.5f);
                for (int d = 0; d < width; d++)
                    features[d] = d == constant ? 0.25f : features[d] + (isAnomaly ? 0 : centres[i % 3][d]);
                return new Row { Label = isAnomaly, Class = isAnomaly || i > count / 2 ? -1 : i % 3, Features = features };
            }),
        ];
    }

    public static IDataView View(MLContext mlContext, IReadOnlyList<Row> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private static float[] Gaussians(int width, Random random, float deviation) => [.. Enumerable.Range(0, width).Select(_ => deviation * Gaussian(random))];

    private static float Gaussian(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
