using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Samples.Fashion;

// Learns from a handful of labelled images of each kind of article, and finds articles of a kind that it has never seen.
// Usage: Fashion [--unknown=KIND] [--verbose]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string unknown = args.FirstOrDefault(arg => arg.StartsWith("--unknown=", StringComparison.Ordinal))?[10..] ?? "bag";
if (!FashionImages.KindsOfArticles.Contains(unknown))
{
    Console.Error.WriteLine($"There is no article '{unknown}'; there are {string.Join(", ", FashionImages.KindsOfArticles)}.");
    return 2;
}

var mlContext = new MLContext(seed: 1);
if (args.Contains("--verbose"))
    mlContext.Log += (_, e) => Console.WriteLine(e.Message);
var data = new FashionData(mlContext, AppContext.BaseDirectory, unknown, shots: 20, seed: 1);
Console.WriteLine($"All articles but {unknown} are known, {unknown} is the anomaly. {data.Description}");

// Rows whose article is not among the known ones get the missing key: the trainer takes them as unlabelled.
var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Class", "Article", keyData: FashionData.KnownArticles(mlContext, unknown))
    .Append(mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options
    {
        LabelColumnName = "Class",
        FeatureColumnName = "Pixels",
        ImageShape = data.Shape,
        Threshold = AnomalyThreshold.Contamination(0.05),
        Progress = new Progress(),
    }));
var watch = Stopwatch.StartNew();
var model = pipeline.Fit(data.Train);
Console.WriteLine($"Trained in {watch.Elapsed.TotalSeconds:F0} s.");

IDataView scored = model.Transform(data.Test);
AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly");
Console.WriteLine($"AUC-ROC {ranking.AreaUnderRocCurve:F3}, average precision {ranking.AveragePrecision:F3}");
Show("The five images that fit worst:", rows => rows.OrderByDescending(r => r.Score).Take(5));
Show("The five that fit best:", rows => rows.OrderBy(r => r.Score).Take(5));
return 0;

void Show(string title, Func<IEnumerable<ScoredImage>, IEnumerable<ScoredImage>> choose)
{
    VBuffer<ReadOnlyMemory<char>> names = default;
    scored.Schema["NearestClass"].GetKeyValues(ref names);
    Console.WriteLine(title);
    foreach (ScoredImage image in choose(mlContext.Data.CreateEnumerable<ScoredImage>(scored, reuseRowObject: false)))
        Console.WriteLine($"  score {image.Score,8:F3}, nearest class {names.GetItemOrDefault((int)image.NearestClass - 1),-8} {(image.IsAnomaly ? unknown : "")}");
}

/// <summary>Writes a line for each epoch.</summary>
internal sealed class Progress : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        Console.WriteLine($"  {value.Phase} {value.Epoch}/{value.MaximumEpochs}: {string.Join(", ", value.Losses.Select(loss => $"{loss.Key} {loss.Value:G4}"))}");
}

/// <summary>What is read of a scored image.</summary>
internal sealed class ScoredImage
{
    public float Score { get; set; }

    public uint NearestClass { get; set; }

    public bool IsAnomaly { get; set; }
}
