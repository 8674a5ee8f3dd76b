using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Data and options for the tests of the prototype ensemble.</summary>
internal static class EnsembleData
{
    public sealed class Row
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }

    /// <summary>Enough training for <see cref="ToyData"/>, in a fraction of a second.</summary>
    public static PrototypeEnsembleTrainer.Options QuickOptions() => new()
    {
        Scales = [1, 4],
        NumberOfBags = 4,
        TreesPerBag = 5,
        NumberOfNetworks = 2,
        FirstHiddenSize = 16,
        SecondHiddenSize = 8,
        NumberOfSteps = 30,
        Seed = 3,
        Device = TrainingDevice.Cpu,
    };

    /// <summary>Normal rows around 0, and labelled anomalies that are far out in the first feature.</summary>
    public static Row[] Rows(int unlabelled, int anomalies, int width, int seed = 1)
    {
        var random = new Random(seed);
        Row[] rows =
        [
            .. Enumerable.Range(0, unlabelled + anomalies).Select(i =>
            {
                float[] features = GaussianVector(width, random);
                features[0] += i < anomalies ? 8 : 0;
                return new Row { Label = i < anomalies, Features = features };
            }),
        ];
        random.Shuffle(rows);
        return rows;
    }

    public static IDataView View(MLContext mlContext, IReadOnlyList<Row> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    public static float[] GaussianVector(int width, Random random) => [.. Enumerable.Range(0, width).Select(_ => Gaussian(random))];

    public static float Gaussian(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
