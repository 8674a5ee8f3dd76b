using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks.Accuracy;
using TorchSharp;

namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>
/// Whether windows of a series, as ML.NET's own stateful mapping makes them, are inputs that the trainers can use: the area under the ROC curve of
/// points by the window that ends with them, for windows of several lengths.
/// </summary>
internal sealed class WindowStudy(Arguments arguments)
{
    private const int TrainingPoints = 8000, TestPoints = 8000, KnownEvents = 4, Longest = 48;

    private static readonly int[] Lengths = [1, 6, 12, 24, Longest];

    private static readonly string[] Trainers = ["MultiNormalPrototypes", "PrototypeEnsemble", "RandomizedPca"];

    public void Run()
    {
        torch.set_num_threads(1);
        var table = new TextTable("AUC-ROC / average precision of the points by the windows that end with them", 1, ["points in a window", .. Trainers]);
        foreach (int length in Lengths)
        {
            AnomalyRankingMetrics[][] runs = [.. Enumerable.Range(0, arguments.Runs).Select(seed => Measure(length, seed))];
            table.Add([$"{length}", .. Trainers.Select((_, i) => Text([.. runs.Select(run => run[i])]))]);
        }
        Console.Write(table.ToText());
        File.WriteAllText(Path.Combine(arguments.OutputFolder, "windows.md"), table.ToMarkdown());
    }

    private static AnomalyRankingMetrics[] Measure(int length, int seed)
    {
        var mlContext = new MLContext(seed);
        AnomalyDetectionCatalog.AnomalyDetectionTrainers trainers = mlContext.AnomalyDetection.Trainers;
        // Whatever the length, the rows end with the same points: those before which there are enough for the longest window.
        IDataView train = Windows(mlContext, MadeSeries.Create(TrainingPoints, KnownEvents, seed), length);
        IDataView test = Windows(mlContext, MadeSeries.Create(TestPoints, 0, seed + 1000), length);
        IEstimator<ITransformer>[] detectors =
        [
            trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options { Seed = seed, Device = TrainingDevice.Cpu }),
            trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = seed, NumberOfThreads = 1 }),
            trainers.RandomizedPca(rank: Math.Clamp(length / 2, 1, 20), seed: seed),
        ];
        return [.. detectors.Select(detector => mlContext.AnomalyDetection.EvaluateRanking(detector.Fit(train).Transform(test), nameof(SeriesPoint.IsAnomaly)))];
    }

    // The mapping with a state can't be told a vector's length; one without can.
    private static IDataView Windows(MLContext mlContext, SeriesPoint[] points, int length)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Window));
        schema[nameof(Window.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        IEstimator<ITransformer> windows = mlContext.Transforms.StatefulCustomMapping<SeriesPoint, LastPoints, Buffer>((point, last, buffer) => buffer.Add(point.Value, last), _ => { }, null)
            .Append(mlContext.Transforms.CustomMapping<LastPoints, Window>((last, window) => window.Features = last.Values[^length..], null, outputSchemaDefinition: schema));
        IDataView series = mlContext.Data.LoadFromEnumerable(points);
        return mlContext.Data.FilterRowsByColumn(windows.Fit(series).Transform(series), nameof(LastPoints.Points), lowerBound: Longest);
    }

    // RandomizedPca gives NaN where there is no direction left that it has not taken.
    private static string Text(AnomalyRankingMetrics[] runs) => runs.Any(run => double.IsNaN(run.AreaUnderRocCurve))
        ? "-"
        : $"{Statistic.Of(runs.Select(run => run.AreaUnderRocCurve)).ToText()} / {Statistic.Of(runs.Select(run => run.AveragePrecision)).ToText()}";

    private sealed class LastPoints
    {
        [VectorType(Longest)]
        public float[] Values { get; set; } = [];

        /// <summary>How many points there have been so far.</summary>
        public float Points { get; set; }
    }

    private sealed class Window
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Buffer
    {
        private readonly float[] _values = new float[Longest];
        private int _points;

        public void Add(float value, LastPoints last)
        {
            _values.AsSpan(1).CopyTo(_values);
            _values[^1] = value;
            (last.Values, last.Points) = ([.. _values], ++_points);
        }
    }
}
