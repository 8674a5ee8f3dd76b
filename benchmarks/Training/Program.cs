using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Benchmarks;
using TorchSharp;

// What fits cost in CPU time on one thread, beside the joint step of MNP in Python's torch where that is there.
// Usage: Training gradients; or Training [DATA_FOLDER], with tabular/satellite.csv and splits/mnp/satellite.csv in the folder; made data without one.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Repeats = 3, PythonSteps = 300;

if (args is ["gradients"])
{
    GradientStudy.Run();
    return;
}
torch.set_num_threads(1);
TrainingRow[] rows = args.Length > 0 ? SatelliteData.Read(args[0]) : SatelliteData.Make();
int unlabelled = rows.Count(row => !row.Label);
string source = args.Length > 0 ? "satellite, split s0" : "made data, as many rows as satellite has";
Console.WriteLine($"{source}: {rows.Length} rows x {rows[0].Features.Length}, {rows.Length - unlabelled} labelled anomalies; {Repeats} fits of each trainer, one thread, median CPU time");
Console.WriteLine($"{"",-24}{"pre-training step ms",22}{"tensors",9}{"joint step ms",15}{"tensors",9}{"whole fit s",13}{"first fit s",13}  epochs");

using PythonProcess? python = PythonProcess.TryStart("joint.py", "36", "22", "8", "4", "128", "8");
python?.Ask("50");
var theirs = new List<double>();

var prototypes = new MultiNormalPrototypesTrainer.Options();
Measure("MultiNormalPrototypes", _ => prototypes.BatchesPerEpoch, (ml, progress) => ml.AnomalyDetection.Trainers.MultiNormalPrototypes(
    new MultiNormalPrototypesTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }),
    () =>
    {
        if (python is not null)
            theirs.Add(python.Ask($"{PythonSteps}") / 1000);
    });
int wvadSteps = (unlabelled + new WvadTrainer.Options().BatchSize - 1) / new WvadTrainer.Options().BatchSize;
Measure("Wvad", _ => wvadSteps, (ml, progress) => ml.AnomalyDetection.Trainers.Wvad(
    new WvadTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }));
Measure("PrototypeEnsemble", _ => 1, (ml, progress) => ml.AnomalyDetection.Trainers.PrototypeEnsemble(
    new PrototypeEnsembleTrainer.Options { Progress = progress, Device = TrainingDevice.Cpu }));

Console.WriteLine("A step: an epoch over its batches, so that batch building and the validation of an epoch are in it. The first fit loads libtorch and compiles.");
Console.WriteLine(python is null
    ? "Python's torch: left out, python3 with the package torch was not found"
    : $"MNP's joint step in Python ({python.Version}), 128 + 8 rows, measured between the fits: {Median(theirs):F2} ms");
Console.WriteLine(AuthorsCode.Source);

void Measure(
    string name, Func<string, int> steps, Func<MLContext, IProgress<TrainingProgress>, IEstimator<ITransformer>> trainer, Action? between = null)
{
    var fits = new List<FitTimes>();
    // One more, which is not counted: the first one of a process compiles.
    for (int i = 0; i <= Repeats; i++)
    {
        var mlContext = new MLContext(seed: 42 + i);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows);
        var fit = new FitTimes(steps);
        trainer(mlContext, fit).Fit(data);
        fit.End();
        fits.Add(fit);
        between?.Invoke();
    }
    FitTimes[] warm = [.. fits.Skip(1)];
    double Of(Func<FitTimes, double> figure) => Median([.. warm.Select(figure)]);
    Console.WriteLine(
        $"{name,-24}{Of(f => f.Step("Pre-training")),22:F2}{Of(f => f.Tensors("Pre-training")),9:F0}{Of(f => f.Step("Joint")),15:F2}{Of(f => f.Tensors("Joint")),9:F0}"
        + $"{Of(f => f.Whole.TotalSeconds),13:F2}{fits[0].Whole.TotalSeconds,13:F2}  {warm[0].Epochs}");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
