using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Benchmarks;

/// <summary>What a fit took: seconds, seconds of processor time, and megabytes of resident memory.</summary>
/// <param name="Reading">Until the last row was read.</param>
/// <param name="Fit">All of it, reading included.</param>
/// <param name="Cpu">Processor time of all of it.</param>
/// <param name="Peak">The largest memory.</param>
/// <param name="AfterATenth">The memory when a tenth of the time after the reading had passed.</param>
/// <param name="AtTheEnd">The memory at the last report.</param>
internal sealed record FitFigures(double Reading, double Fit, double Cpu, double Peak, double AfterATenth, double AtTheEnd)
{
    public string ToLine() => string.Join(' ', new[] { Reading, Fit, Cpu, Peak, AfterATenth, AtTheEnd }.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    public static FitFigures Parse(string line) =>
        line.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray() is [var reading, var fit, var cpu, var peak, var tenth, var end]
            ? new(reading, fit, cpu, peak, tenth, end)
            : throw new FormatException($"'{line}' is no line of figures.");
}

/// <summary>One fit of a trainer on made rows: four clusters, one anomaly in a hundred.</summary>
internal sealed class TrainerFit
{
    public const string Verb = "fit";

    private const double Megabyte = 1 << 20;
    private const int Clusters = 4, AnomalyEvery = 100, LabelledAnomalies = 100;

    private static readonly Dictionary<string, Func<MLContext, IProgress<TrainingProgress>, IEstimator<ITransformer>>> Makers = new()
    {
        ["MultiNormalPrototypes"] = (ml, progress) => ml.AnomalyDetection.Trainers.MultiNormalPrototypes(
            new MultiNormalPrototypesTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }),
        ["Wvad"] = (ml, progress) => ml.AnomalyDetection.Trainers.Wvad(new WvadTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }),
        ["PrototypeDataDescription"] = (ml, progress) => ml.AnomalyDetection.Trainers.PrototypeDataDescription(
            new PrototypeDataDescriptionTrainer.Options { Pretraining = EmbeddingPretraining.Gan, Progress = progress, Device = TrainingDevice.Cpu, LabelColumnName = nameof(Row.Class) }),
        ["PrototypeEnsemble"] = (ml, progress) => ml.AnomalyDetection.Trainers.PrototypeEnsemble(
            new PrototypeEnsembleTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }),
    };

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<(double Seconds, double Megabytes)> _samples = [];
    private double _read;

    public static IEnumerable<string> Trainers => Makers.Keys;

    /// <summary>Fits and measures, in this process.</summary>
    public static FitFigures Run(string trainer, int rows, int features)
    {
        var fit = new TrainerFit();
        var mlContext = new MLContext(seed: 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        IDataView data = mlContext.Data.LoadFromEnumerable(fit.Made(rows, features), schema);
        Makers[trainer](mlContext, new Samples(fit)).Fit(data);
        double end = fit._watch.Elapsed.TotalSeconds;
        double tenth = fit._read + (0.1 * (end - fit._read));
        double afterATenth = fit._samples.FirstOrDefault(sample => sample.Seconds >= tenth, fit._samples[^1]).Megabytes;
        return new FitFigures(fit._read, end, Environment.CpuUsage.TotalTime.TotalSeconds, PeakMemory.Megabytes(), afterATenth, fit._samples[^1].Megabytes);
    }

    // One object again and again, so that no row outlives its turn.
    private IEnumerable<Row> Made(int count, int features)
    {
        var random = new Random(1);
        float[][] centres = [.. Enumerable.Range(0, Clusters).Select(_ => Enumerable.Range(0, features).Select(_ => random.NextSingle()).ToArray())];
        var row = new Row { Features = new float[features] };
        for (int i = 0; i < count; i++)
        {
            bool anomalous = i % AnomalyEvery == 0;
            int cluster = random.Next(Clusters);
            row.Label = anomalous && i / AnomalyEvery < LabelledAnomalies;
            row.Class = !anomalous && i < AnomalyEvery ? cluster : -1;
            for (int d = 0; d < features; d++)
                row.Features[d] = anomalous ? random.NextSingle() : centres[cluster][d] + (0.1f * random.NextSingle());
            yield return row;
        }
        _read = _watch.Elapsed.TotalSeconds;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        /// <summary>Whether it is a labelled anomaly.</summary>
        public bool Label { get; set; }

        /// <summary>Its cluster where that is known, else -1.</summary>
        public int Class { get; set; }
    }

    private sealed class Samples(TrainerFit fit) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => fit._samples.Add((fit._watch.Elapsed.TotalSeconds, Environment.WorkingSet / Megabyte));
    }
}
