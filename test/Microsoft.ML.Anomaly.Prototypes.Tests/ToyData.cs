using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Three tight groups of normal rows in six dimensions, and anomalies between them.</summary>
internal static class ToyData
{
    public const int Width = 6;

    private const int ShotsPerGroup = 10;

    public sealed class Row
    {
        public bool Label { get; set; }

        public bool IsAnomaly { get; set; }

        /// <summary>For trainers that learn from classes: the group of the first rows of each, -1 for all others.</summary>
        public int Class { get; set; } = -1;

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    public static readonly float[][] Centres =
        [[0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.9f], [0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f], [0.9f, 0.9f, 0.1f, 0.1f, 0.9f, 0.9f]];

    /// <summary>Rows of which <paramref name="anomalies"/> are anomalies, the first <paramref name="labelled"/> of them labelled.</summary>
    public static Row[] Rows(int normal = 300, int anomalies = 20, int labelled = 8, int seed = 5)
    {
        var random = new Random(seed);
        var rows = new List<Row>();
        for (int i = 0; i < normal; i++)
            rows.Add(new Row { Class = i < 3 * ShotsPerGroup ? i % 3 : -1, Features = [.. Centres[i % 3].Select(c => c + (0.05f * Gauss(random)))] });
        for (int i = 0; i < anomalies; i++)
            rows.Add(new Row { IsAnomaly = true, Label = i < labelled, Features = [.. Centres[0].Select(_ => 0.5f + (0.08f * Gauss(random)))] });
        Row[] shuffled = [.. rows];
        random.Shuffle(shuffled);
        return shuffled;
    }

    public static IDataView View(MLContext mlContext, params IEnumerable<Row> rows) => mlContext.Data.LoadFromEnumerable(rows);

    /// <summary>Enough training for this data, in well under a second.</summary>
    public static MultiNormalPrototypesTrainer.Options QuickOptions() => new()
    {
        MaximumNumberOfPretrainingEpochs = 5,
        NumberOfEpochsWithoutValidation = 5,
        BatchesPerEpoch = 16,
        BatchSize = 64,
        LatentSize = 4,
        Seed = 3,
        Device = TrainingDevice.Cpu,
    };

    private static float Gauss(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
