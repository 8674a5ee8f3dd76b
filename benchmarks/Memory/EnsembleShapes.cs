using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>What a fit of PrototypeEnsemble costs on data of unusual shapes, and the explanation of twenty rows.</summary>
internal static class EnsembleShapes
{
    private const int Explained = 20;
    private const int LongWidth = 10;
    private const double AnomalousShare = 0.02, LabelledShare = 0.01;

    /// <summary>The shapes by name: hashed text, text by term frequencies, many dense columns, and many rows from a file.</summary>
    public static readonly string[] Names = ["hashed", "terms", "dense", "file"];

    private sealed class SparseRow
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }
    }

    /// <summary>Trains on one of the shapes, and prints the costs.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="count">The number of rows of the file.</param>
    /// <param name="maximum">The option MaximumTrainingRows, or null.</param>
    public static void Run(string name, int count, int? maximum)
    {
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                Console.WriteLine($"  {e.Message}");
        };
        string? file = name == "file" ? WriteFile(count) : null;
        try
        {
            IDataView data = name switch
            {
                "hashed" => Sparse(mlContext, 2000, 4097, 60),
                "terms" => Sparse(mlContext, 1000, 15_229, 120),
                "dense" => Sparse(mlContext, 500, 20_000, 20_000),
                _ => Load(mlContext, file!),
            };
            if (file is not null)
                Print("reading the file alone", () => data.GetColumn<bool>("Label").Count());
            var options = new PrototypeEnsembleTrainer.Options { Seed = 1, MaximumTrainingRows = maximum, Device = TrainingDevice.Cpu };
            var trainer = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options);
            ITransformer? model = null;
            Print($"{name}: first fit of the process", () => model = trainer.Fit(data));
            if (file is null)
                Print($"{name}: another fit", () => model = trainer.Fit(data));
            IDataView some = mlContext.Data.TakeRows(data, Explained);
            foreach (string turn in new[] { "first time", "again" })
                Print($"FeatureContributions of {Explained} rows, {turn}", () => model!.Transform(some).GetColumn<float[]>("FeatureContributions").Count());
            if (file is null)
                Console.WriteLine($"  average precision on the training rows {mlContext.AnomalyDetection.EvaluateRanking(model!.Transform(data)).AveragePrecision:F3}");
        }
        finally
        {
            if (file is not null)
                File.Delete(file);
        }
    }

    private static void Print(string what, Action action)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-50}{watch.Elapsed.TotalSeconds,8:F2} s{(Environment.CpuUsage.TotalTime - before).TotalSeconds,8:F2} CPU s  peak {PeakMemory.Megabytes(),5:F0} MB"));
    }

    // Words by their rank, the frequent ones often; anomalies have three words more from a small vocabulary of their own.
    private static IDataView Sparse(MLContext mlContext, int rows, int width, int words)
    {
        var random = new Random(1);
        bool isDense = words == width;
        SparseRow[] made =
        [
            .. Enumerable.Range(0, rows).Select(i =>
            {
                bool isAnomaly = i < AnomalousShare * rows;
                var values = new SortedDictionary<int, float>();
                for (int w = 0; w < words; w++)
                    values[isDense ? w : (int)(width * Math.Pow(random.NextDouble(), 3))] = isDense ? random.NextSingle() : 1 + random.Next(2);
                for (int w = 0; isAnomaly && w < 3; w++)
                    values[width - 1 - random.Next(20)] = 3;
                return new SparseRow
                {
                    Label = i < LabelledShare * rows,
                    Features = new VBuffer<float>(width, values.Count, [.. values.Values], [.. values.Keys]),
                };
            }),
        ];
        random.Shuffle(made);
        var schema = SchemaDefinition.Create(typeof(SparseRow));
        schema[nameof(SparseRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return mlContext.Data.LoadFromEnumerable(made, schema);
    }

    private static string WriteFile(int count)
    {
        string file = Path.GetTempFileName();
        var random = new Random(1);
        using var writer = new StreamWriter(file);
        for (int i = 0; i < count; i++)
        {
            bool isAnomaly = i % 50 == 0;
            writer.Write(isAnomaly && i % 5000 == 0 ? '1' : '0');
            for (int d = 0; d < LongWidth; d++)
            {
                writer.Write(',');
                writer.Write((random.NextSingle() + (isAnomaly && d % 3 == 0 ? 0.8f : 0)).ToString("F4", CultureInfo.InvariantCulture));
            }
            writer.Write('\n');
        }
        return file;
    }

    private static IDataView Load(MLContext mlContext, string file) => mlContext.Data.LoadFromTextFile(
        file,
        [new TextLoader.Column("Label", DataKind.Boolean, 0), new TextLoader.Column("Features", DataKind.Single, 1, LongWidth)],
        separatorChar: ',');
}
