using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ProtoAnomaly.Benchmarks;

/// <summary>
/// Each detector on one core by the managed scorer and by ONNX Runtime on the exported file, and MultiNormalPrototypes by the authors' forward
/// pass in Python too: rows a CPU second (the best of some rounds), load time and file size. Scores only.
/// </summary>
internal static class OnnxCosts
{
    private const int TrainingRows = 20_000, ScoredRows = 16_384, Batch = 1024, Rounds = 10, LabelledClassRows = 200;

    private sealed class ClassRow
    {
        [VectorType(MadeRows.Width)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        /// <summary>One of two made classes for some of the rows; -1 for the others.</summary>
        public int Class { get; set; }
    }

    /// <summary>Prints the table; false where a score of ONNX Runtime differs from that of the managed scorer by more than 1e-4.</summary>
    public static bool Measure()
    {
        var mlContext = new MLContext(seed: 1);
        ClassRow[] made =
        [
            .. MadeRows.Stream(TrainingRows).Select((row, i) => new ClassRow
            {
                Features = [.. row.Features], Label = row.Label, Class = i < LabelledClassRows && i % 100 != 0 ? row.Features[0] > 0.5f ? 1 : 0 : -1,
            }),
        ];
        IDataView data = mlContext.Data.LoadFromEnumerable(made);
        float[] rows = [.. made.Take(ScoredRows).SelectMany(row => row.Features)];
        Console.WriteLine($"{MadeRows.Width} features, one core, batches of {Batch} rows; ONNX Runtime {typeof(InferenceSession).Assembly.GetName().Version}");
        Console.WriteLine($"{"",-26}{"managed",12}{"ONNX Runtime",14}{"Python",12}   rows/s{"load ms",12}{"ONNX ms",10}{"zip kB",10}{"ONNX kB",10}{"difference",13}");
        var trainers = mlContext.AnomalyDetection.Trainers;
        bool met = Line("MultiNormalPrototypes", rows, data.Schema, mlContext, trainers.MultiNormalPrototypes(Common(new MultiNormalPrototypesTrainer.Options
        {
            MaximumNumberOfPretrainingEpochs = 3, MaximumNumberOfEpochs = 3, NumberOfPrototypes = 4,
        })).Fit(data), hasPython: true);
        met &= Line("Wvad", rows, data.Schema, mlContext, trainers.Wvad(Common(new WvadTrainer.Options
        {
            NumberOfClusters = 4, NumberOfPretrainingEpochs = 1, NumberOfFirstStageEpochs = 1, NumberOfSecondStageEpochs = 1,
        })).Fit(data));
        met &= Line("PrototypeEnsemble", rows, data.Schema, mlContext, trainers.PrototypeEnsemble(Common(new PrototypeEnsembleTrainer.Options { NumberOfThreads = 1 })).Fit(data));
        met &= Line("PrototypeDataDescription", rows, data.Schema, mlContext, trainers.PrototypeDataDescription(Common(new PrototypeDataDescriptionTrainer.Options
        {
            LabelColumnName = nameof(ClassRow.Class), Pretraining = EmbeddingPretraining.Gan, DensityScore = DensityScore.LogDensity,
            NumberOfPretrainingEpochs = 1, NumberOfEpochs = 1,
        })).Fit(data));
        return met;
    }

    private static TOptions Common<TOptions>(TOptions options)
        where TOptions : PrototypeTrainerOptions
    {
        (options.Seed, options.Device, options.OutputColumns) = (1, TrainingDevice.Cpu, PrototypeColumns.None);
        return options;
    }

    private static bool Line<TModel>(string name, float[] rows, DataViewSchema schema, MLContext mlContext, PrototypeTransformer<TModel> detector, bool hasPython = false)
        where TModel : PrototypeModel
    {
        const double largestDifference = 1e-4;
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string zip = Path.Combine(folder, "model.zip"), onnx = Path.Combine(folder, "model.onnx");
            mlContext.Model.Save(detector, schema, zip);
            using (FileStream stream = File.Create(onnx))
                detector.SaveAsOnnx(stream);
            float[] own = new float[ScoredRows], other = new float[ScoredRows];
            double managed = Best(() => Managed(detector.Model, rows, own));
            using InferenceSession session = Session(onnx);
            double runtime = Best(() => InOnnxRuntime(session, rows, other));
            double? python = hasPython ? Python(detector.Model, rows, folder) : null;
            double loadZip = Measurement.Median(() => Milliseconds(() => mlContext.Model.Load(zip, out _)));
            double loadOnnx = Measurement.Median(() => Milliseconds(() => Session(onnx).Dispose()));
            double difference = own.Zip(other, (a, b) => Math.Abs(a - b) / Math.Max(1.0, Math.Abs(a))).Max();
            Console.WriteLine(
                $"{name,-26}{ScoredRows / managed,12:N0}{ScoredRows / runtime,14:N0}{(python is { } known ? $"{known:N0}" : "-"),12}         {loadZip,12:F1}{loadOnnx,10:F1}{new FileInfo(zip).Length / 1000.0,10:F0}{new FileInfo(onnx).Length / 1000.0,10:F0}{difference,13:e1}");
            return difference <= largestDifference;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Managed(PrototypeModel model, float[] rows, float[] scores)
    {
        var block = new ScoringBlock(model, wantsScore: true, PrototypeColumns.None) { Count = RowBlock.Rows };
        RowScorer scorer = model.CreateRowScorer();
        for (int start = 0; start < scores.Length; start += RowBlock.Rows)
        {
            for (int i = 0; i < RowBlock.Rows; i++)
                rows.AsSpan((start + i) * MadeRows.Width, MadeRows.Width).CopyTo(block.Features(i));
            scorer.RunBlock(block);
            block.Scores.CopyTo(scores, start);
        }
    }

    private static void InOnnxRuntime(InferenceSession session, float[] rows, float[] scores)
    {
        using var options = new RunOptions();
        for (int start = 0; start < scores.Length; start += Batch)
        {
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, rows.AsMemory(start * MadeRows.Width, Batch * MadeRows.Width), [Batch, MadeRows.Width]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["Features"], [input], ["Score"]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(scores.AsSpan(start));
        }
    }

    private static InferenceSession Session(string file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        return new InferenceSession(file, options);
    }

    // Rows a CPU second.
    private static double? Python(PrototypeModel model, float[] rows, string folder)
    {
        string weights = Path.Combine(folder, "weights.json"), values = Path.Combine(folder, "rows.f32");
        ModelPayload payload = model.ToPayload();
        File.WriteAllText(weights, JsonSerializer.Serialize(new
        {
            settings = payload.Settings,
            tensors = payload.Tensors.ToDictionary(t => t.Name, t => new { shape = t.Shape, values = t.Values }),
        }));
        File.WriteAllBytes(values, MemoryMarshal.AsBytes<float>(rows).ToArray());
        using PythonProcess? python = PythonProcess.TryStart("forward.py", weights, values, $"{MadeRows.Width}");
        if (python is null)
            return null;
        return 1e6 / Enumerable.Range(0, Rounds).Min(_ => python.Ask($"bulk {ScoredRows} {Batch}"));
    }

    private static double Best(Action action) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    });

    private static double Milliseconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
