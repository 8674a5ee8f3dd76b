using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks;
using TorchSharp;

// Fits a million rows that are made while they are read, then scores as many, and checks how much memory that takes.
// Usage: Memory [NUMBER_OF_ROWS]. The exit code is 1 where a bound is missed.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const double MatrixShare = 1.3;
const double Megabyte = 1 << 20;
const double FixedMegabytes = 200;
const double ScoringGrowthMegabytes = 32;
const int Epochs = 3;

torch.set_num_threads(1);
int count = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
double matrix = count * (double)MadeRows.Width * sizeof(float) / Megabyte;
Console.WriteLine($"{count:N0} rows x {MadeRows.Width}: {matrix:F0} MB of floats; {PeakMemory.Megabytes():F0} MB used at the start");

var mlContext = new MLContext(seed: 1);
PrototypeTransformer<MultiNormalPrototypesModel> detector = Fit();
double fitPeak = PeakMemory.Megabytes(), fitBound = (MatrixShare * matrix) + FixedMegabytes;
Console.WriteLine($"Fit: peak {fitPeak:F0} MB, bound {fitBound:F0} MB (1.3 x the floats + 200 MB)");

double growth = Score();
Console.WriteLine($"Scoring: grew by {growth:F1} MB after the first tenth of the rows, bound {ScoringGrowthMegabytes:F0} MB");

bool met = fitPeak <= fitBound && growth <= ScoringGrowthMegabytes;
Console.WriteLine(met ? "Both bounds are met." : "A bound is MISSED.");
return met ? 0 : 1;

PrototypeTransformer<MultiNormalPrototypesModel> Fit()
{
    var times = new PhaseTimes();
    var options = new MultiNormalPrototypesTrainer.Options
    {
        MaximumNumberOfPretrainingEpochs = Epochs,
        MaximumNumberOfEpochs = Epochs,
        Device = TrainingDevice.Cpu,
        Progress = times,
    };
    IDataView data = mlContext.Data.LoadFromEnumerable(MadeRows.Stream(count, whenRead: () => times.EndPhase("Pass over the rows")));
    PrototypeTransformer<MultiNormalPrototypesModel> fitted = mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
    times.Print(options.BatchesPerEpoch);
    Console.WriteLine($"  {fitted.Model.NumberOfPrototypes} prototypes");
    return fitted;
}

double Score()
{
    // What the fit has left behind is not the scoring's.
    GC.Collect();
    IDataView scored = detector.Transform(mlContext.Data.LoadFromEnumerable(MadeRows.Stream(count)));
    DataViewSchema.Column column = scored.Schema["Score"];
    using DataViewRowCursor cursor = scored.GetRowCursor([column]);
    ValueGetter<float> getter = cursor.GetGetter<float>(column);
    var watch = System.Diagnostics.Stopwatch.StartNew();
    int tenth = Math.Max(1, count / 10);
    double first = 0, highest = 0;
    float score = 0;
    for (int row = 1; cursor.MoveNext(); row++)
    {
        getter(ref score);
        if (row % tenth != 0)
            continue;
        highest = Math.Max(highest, Environment.WorkingSet / Megabyte);
        if (row == tenth)
            first = highest;
    }
    Console.WriteLine($"  {count / watch.Elapsed.TotalSeconds:N0} rows/s on one thread, the making of the rows included");
    return highest - first;
}
