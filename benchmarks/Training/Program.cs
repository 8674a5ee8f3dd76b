using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks;
using TorchSharp;

// What a fit of MultiNormalPrototypes costs in CPU time on one thread, beside the authors' code.
// Usage: Training [DATA_FOLDER], with tabular/satellite.csv and splits/mnp/satellite.csv in the folder; made data without one.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Repeats = 3;

torch.set_num_threads(1);
TrainingRow[] rows = args.Length > 0 ? SatelliteData.Read(args[0]) : SatelliteData.Make();
string source = args.Length > 0 ? "satellite, split s0" : "made data, as many rows as satellite has";
Console.WriteLine($"{source}: {rows.Length} rows x {rows[0].Features.Length}, {rows.Count(row => row.Label)} labelled anomalies, {Repeats} fits, one thread");

var fits = new List<FitTimes>();
for (int i = 0; i < Repeats; i++)
{
    var mlContext = new MLContext(seed: 42 + i);
    var fit = new FitTimes();
    IDataView data = mlContext.Data.LoadFromEnumerable(rows);
    var options = new MultiNormalPrototypesTrainer.Options { Progress = fit, Device = TrainingDevice.Cpu };
    fit.Start(options.BatchesPerEpoch);
    mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data);
    fit.End();
    fits.Add(fit);
    Console.WriteLine(
        $"  fit {i + 1}: joint step {fit.JointStep.TotalMilliseconds:F2} ms, pre-training step {fit.PretrainingStep.TotalMilliseconds:F2} ms, "
        + $"whole {fit.Whole.TotalSeconds:F2} s CPU with {fit.PretrainingEpochs} + {fit.JointEpochs} epochs");
}

Console.WriteLine();
Console.WriteLine("Median CPU time. Ours: epochs over their batches, so that batch building and the validation of an epoch are in it.");
Console.WriteLine($"{"",-42}{"here",8}{"authors",12}{"here / authors",18}");
Line("joint step, 128 + 8 rows, ms", Median(fit => fit.JointStep.TotalMilliseconds), AuthorsCode.JointStep, "F2");
Line("pre-training step of 128 rows, ms", Median(fit => fit.PretrainingStep.TotalMilliseconds), AuthorsCode.PretrainingStep, "F2");
Line("whole fit, s", Median(fit => fit.Whole.TotalSeconds), AuthorsCode.WholeFit, "F1");
Console.WriteLine(AuthorsCode.Source);

double Median(Func<FitTimes, double> figure) => fits.Select(figure).Order().ElementAt(fits.Count / 2);

static void Line(string what, double here, (double Low, double High) authors, string format)
{
    string them = authors.Low == authors.High ? authors.Low.ToString(format) : $"{authors.Low.ToString(format)}-{authors.High.ToString(format)}";
    string ratio = authors.Low == authors.High ? $"{here / authors.Low:F2}" : $"{here / authors.High:F2}-{here / authors.Low:F2}";
    Console.WriteLine($"{what,-42}{here.ToString(format),8}{them,12}{ratio,18}");
}
