using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Anomaly.Prototypes.Model;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;
using ProtoAnomaly.Benchmarks;

// What scoring with MultiNormalPrototypes costs, beside the authors' forward pass in Python and torch through the binding, on the same
// weights and rows; one thread unless said otherwise. The exit code is 1 where a bound is missed.
// `Scoring ensemble [DATA_FOLDER]` measures PrototypeEnsemble instead; `Scoring onnx` all detectors beside ONNX Runtime.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int MatrixRows = 65_536, BulkRows = 1_000_000, StreamedRows = 10_000_000, SingleRows = 200_000;
int[] batchSizes = [128, 1024, 65_536];

if (args is ["load", var modelFile])
{
    ModelProcess.Load(modelFile);
    return 0;
}
if (args is ["ensemble-fit", ..])
{
    EnsembleCosts.Fit(args[1..]);
    return 0;
}
if (args is ["onnx"])
    return OnnxCosts.Measure() ? 0 : 1;
if (args is ["ensemble", ..])
    return EnsembleCosts.Measure(args[1..]) ? 0 : 1;
float[] values = [.. MadeRows.Stream(MatrixRows).SelectMany(row => row.Features)];
if (args is ["memory", var file])
{
    ModelProcess.Memory(file, values, MadeRows.Width, StreamedRows);
    return 0;
}

string folder = Directory.CreateTempSubdirectory().FullName;
var bounds = new List<bool>();
try
{
    var mlContext = new MLContext(seed: 1);
    PrototypeTransformer<MultiNormalPrototypesModel> detector = Fit(mlContext);
    MultiNormalPrototypesModel model = detector.Model;
    string path = Path.Combine(folder, "model.zip"), weights = Path.Combine(folder, "weights.json"), rows = Path.Combine(folder, "rows.f32");
    var view = new MatrixView(values, MadeRows.Width, BulkRows);
    mlContext.Model.Save(detector, view.Schema, path);
    File.WriteAllText(weights, WeightsAsJson(model));
    File.WriteAllBytes(rows, MemoryMarshal.AsBytes<float>(values).ToArray());
    using PythonProcess? python = PythonProcess.TryStart("forward.py", weights, rows, $"{MadeRows.Width}");
    Console.WriteLine($"MultiNormalPrototypes, {MadeRows.Width} features, hidden {model.Encoder.Layers[0].Outputs}, latent {model.LatentSize}, {model.NumberOfPrototypes} prototypes; registers of {System.Numerics.Vector<float>.Count} floats");
    Console.WriteLine(python is null ? "Python: left out, python3 with the package torch was not found" : $"Python: {python.Version}");
    MeasureRow(mlContext, detector, python);
    MeasureBulk(detector, view, python);
    MeasureTwoCores(detector, view);
    double growth = double.Parse(OwnProcess.Run("memory", path));
    Bound($"{StreamedRows:N0} streamed rows: memory above start-up", growth, 200, "MB");
    double load = Measurement.Median(() => double.Parse(OwnProcess.Run("load", path)));
    Bound("first load of the saved model in a new process", load, 50, "ms");
}
finally
{
    Directory.Delete(folder, recursive: true);
}
bool met = bounds.TrueForAll(bound => bound);
Console.WriteLine(met ? "All bounds are met." : "A bound is MISSED.");
return met ? 0 : 1;

static PrototypeTransformer<MultiNormalPrototypesModel> Fit(MLContext mlContext)
{
    const int trainingRows = 20_000, epochs = 5;
    var options = new MultiNormalPrototypesTrainer.Options
    {
        MaximumNumberOfPretrainingEpochs = epochs,
        MaximumNumberOfEpochs = epochs,
        NumberOfPrototypes = 4,
        Device = TrainingDevice.Cpu,
        OutputColumns = PrototypeColumns.None,
    };
    return mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(mlContext.Data.LoadFromEnumerable(MadeRows.Stream(trainingRows)));
}

static string WeightsAsJson(MultiNormalPrototypesModel model)
{
    ModelPayload payload = model.ToPayload();
    return JsonSerializer.Serialize(new
    {
        settings = payload.Settings,
        tensors = payload.Tensors.ToDictionary(t => t.Name, t => new { shape = t.Shape, values = t.Values }),
    });
}

void MeasureRow(MLContext mlContext, PrototypeTransformer<MultiNormalPrototypesModel> detector, PythonProcess? python)
{
    RowScorer scorer = detector.Model.CreateRowScorer();
    double own = Measurement.CpuSeconds(() =>
    {
        for (int i = 0; i < SingleRows; i++)
            scorer.Run(values.AsSpan(i % MatrixRows * MadeRows.Width, MadeRows.Width));
    }) / SingleRows * 1e6;
    long before = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < SingleRows; i++)
        scorer.Run(values.AsSpan(i % MatrixRows * MadeRows.Width, MadeRows.Width));
    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

    using var engine = mlContext.Model.CreatePredictionEngine<MadeRow, Prediction>(detector);
    MadeRow[] rows = [.. Enumerable.Range(0, 1000).Select(i =>
    {
        var row = new MadeRow();
        values.AsSpan(i * MadeRows.Width, MadeRows.Width).CopyTo(row.Features);
        return row;
    })];
    var prediction = new Prediction();
    double predicted = Measurement.CpuSeconds(() =>
    {
        for (int i = 0; i < SingleRows; i++)
            engine.Predict(rows[i % rows.Length], ref prediction);
    }) / SingleRows * 1e6;
    Bound("one row, the scorer alone", own, 3, "us");
    Bound("one row, allocated by the scorer", allocated / (double)SingleRows, 0, "bytes");
    Bound("one row, PredictionEngine.Predict", predicted, 10, "us");
    if (python is null)
        return;
    python.Ask("row 1000");
    double theirs = Measurement.Median(() => python.Ask("row 1000"));
    double difference = Enumerable.Range(0, 100).Max(i =>
    {
        engine.Predict(rows[i], ref prediction);
        return Math.Abs(prediction.Score - python.Ask($"score {i}"));
    });
    Bound("largest difference from Python's score in 100 rows", difference, 1e-5, "");
    Console.WriteLine($"  {"one row, Python",-60}{theirs,10:F2} us");
    AtLeast("one row, times Python's rate (PredictionEngine)", theirs / predicted, 50);
}

void MeasureBulk(PrototypeTransformer<MultiNormalPrototypesModel> detector, MatrixView view, PythonProcess? python)
{
    double reading = Measurement.CpuSeconds(() =>
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema[MatrixView.Column]);
        VBuffer<float> features = default;
        while (cursor.MoveNext())
            getter(ref features);
    });
    IDataView scored = detector.Transform(view);
    double whole = Measurement.CpuSeconds(() => ModelProcess.ReadScores(scored.GetRowCursor([scored.Schema["Score"]])));
    Console.WriteLine($"  {"1,000,000 rows, reading them alone",-60}{reading,10:F2} CPU s");
    Bound("1,000,000 rows through Transform, without reading them", whole - reading, 1.2, "CPU s");

    RowScorer scorer = detector.Model.CreateRowScorer();
    double oneByOne = Measurement.CpuSeconds(() =>
    {
        for (int i = 0; i < BulkRows; i++)
            scorer.Run(values.AsSpan(i % MatrixRows * MadeRows.Width, MadeRows.Width));
    });
    Console.WriteLine($"  {"1,000,000 rows, the row kernel one by one",-60}{oneByOne,10:F2} CPU s");
    FeatureScaling scaling = detector.Model.Scaling;
    var scaled = new float[MatrixRows * scaling.OutputWidth];
    for (int i = 0; i < MatrixRows; i++)
        scaling.Apply(values.AsSpan(i * MadeRows.Width, MadeRows.Width), scaled.AsSpan(i * scaling.OutputWidth, scaling.OutputWidth));
    using (var torch = new TorchForward(detector.Model, scaled, scaling.OutputWidth))
    {
        double best = batchSizes.Min(batch => Measurement.CpuSeconds(() => torch.Score(BulkRows, batch)));
        Console.WriteLine($"  {"1,000,000 rows, torch through the binding, best batch size",-60}{best,10:F2} CPU s");
    }
    if (python is null)
        return;
    double theirs = batchSizes.Min(batch => Measurement.Median(() => python.Ask($"bulk {BulkRows} {batch}")));
    Console.WriteLine($"  {"1,000,000 rows, Python, best batch size",-60}{theirs,10:F2} CPU s");
    AtLeast("1,000,000 rows, times Python's rate (Transform with reading)", theirs / whole, 1.5);
}

void MeasureTwoCores(PrototypeTransformer<MultiNormalPrototypesModel> detector, MatrixView view)
{
    IDataView scored = detector.Transform(view);
    double Wall(int cursors)
    {
        var watch = Stopwatch.StartNew();
        Thread[] threads = [.. scored.GetRowCursorSet([scored.Schema["Score"]], cursors).Select(cursor => new Thread(() => ModelProcess.ReadScores(cursor)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return watch.Elapsed.TotalSeconds;
    }
    // In turns, so that other load on the machine hits both.
    AtLeast($"two cursors on {Environment.ProcessorCount} cores, times the rate of one (elapsed time)", Measurement.Median(() => Wall(1) / Wall(2)), 1.7);
}

void Bound(string what, double figure, double bound, string unit) => Line(what, figure, figure <= bound, $"{unit}, bound {bound:G}");

void AtLeast(string what, double figure, double bound) => Line(what, figure, figure >= bound, $"bound at least {bound:G}");

void Line(string what, double figure, bool isMet, string comment)
{
    bounds.Add(isMet);
    string number = Math.Abs(figure) is > 0 and < 0.01 ? figure.ToString("E1") : figure.ToString("F2");
    Console.WriteLine($"  {what,-60}{number,10} {comment}{(isMet ? "" : " MISSED")}");
}

/// <summary>What is read of a scored row.</summary>
internal sealed class Prediction
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
