using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Samples.Digits;

// Trains on handwritten digits of which one is the anomaly, evaluates, saves the model, and writes one row to score in another
// process. Usage: Digits [model.zip] [row.csv] [--digit=N] [--verbose]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string[] files = [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
string modelPath = files.ElementAtOrDefault(0) ?? "digits-model.zip";
string rowPath = files.ElementAtOrDefault(1) ?? "digits-row.csv";

int anomalousDigit = int.Parse(args.FirstOrDefault(arg => arg.StartsWith("--digit=", StringComparison.Ordinal))?[8..] ?? "0", CultureInfo.InvariantCulture);
const double anomalyFraction = 0.05;
var mlContext = new MLContext(seed: 1);
if (args.Contains("--verbose"))
    mlContext.Log += (_, e) => Console.WriteLine(e.Message);
var data = new DigitsData(
    mlContext, Path.Combine(AppContext.BaseDirectory, "digits8x8.csv"), anomalousDigit, anomalyFraction, labelledAnomalies: 10, seed: 1);
Console.WriteLine($"The digits but {anomalousDigit} are normal, {anomalousDigit} is the anomaly. {data.Description}");

// The featurizers are ML.NET's own. The standard evaluator wants a label of type Single, so that the truth is converted.
var featurize = mlContext.Transforms.NormalizeMinMax("Features", "Pixels")
    .Append(mlContext.Transforms.Conversion.ConvertType("Truth", "IsAnomaly", DataKind.Single));

var prototypes = Run("MultiNormalPrototypes", featurize.Append(mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(
    new MultiNormalPrototypesTrainer.Options { Threshold = AnomalyThreshold.Contamination(anomalyFraction) })));
Run("RandomizedPca", featurize.Append(mlContext.AnomalyDetection.Trainers.RandomizedPca(rank: 20, seed: 1)));

var detector = (PrototypeTransformer<MultiNormalPrototypesModel>)prototypes.Last();
Console.WriteLine($"Prototypes of normality: K = {detector.Model.NumberOfPrototypes}, chosen by the trainer.");

mlContext.Model.Save(prototypes, data.Train.Schema, modelPath);
DigitRow row = mlContext.Data.CreateEnumerable<DigitRow>(data.Test, reuseRowObject: false).Last(r => r.IsAnomaly);
File.WriteAllText(rowPath, string.Join(',', row.Pixels) + "\n");
Console.WriteLine($"Saved the model to {Path.GetFullPath(modelPath)} ({new FileInfo(modelPath).Length:N0} bytes) and an anomalous row to {Path.GetFullPath(rowPath)}.");

TransformerChain<ITransformer> Run(string name, IEstimator<ITransformer> pipeline)
{
    var watch = Stopwatch.StartNew();
    ITransformer model = pipeline.Fit(data.Train);
    TimeSpan time = watch.Elapsed;
    IDataView scored = model.Transform(data.Test);
    AnomalyDetectionMetrics metrics = mlContext.AnomalyDetection.Evaluate(scored, labelColumnName: "Truth");
    AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "Truth");
    Console.WriteLine($"{name,-22} AUC-ROC {metrics.AreaUnderRocCurve:F3}   average precision {ranking.AveragePrecision:F3}   trained in {time.TotalSeconds:F1} s");
    return new TransformerChain<ITransformer>([.. (IEnumerable<ITransformer>)model]);
}
