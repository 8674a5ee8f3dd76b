using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using ProtoAnomaly.Samples.Images;

// PNG files, described by a network that was trained on other pictures (ResNet18: 512 numbers of an image): once with examples of what is normal,
// once with ten examples of what is not. Usage: ImageFeatures [FOLDER] [--unknown=CLASS] [--model=model.zip]; FOLDER has a subfolder of
// PNG files for each class. Without one, articles are written to articles/; that run takes two minutes or more, nearly all of it in ResNet18.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (ImageFolder.Open(args) is not { } images)
    return 2;
string modelPath = ImageFolder.Option(args, "model", "features-model.zip");

// ResNet18 wants 224x224 pixels in colour, from 0 to 255: all red values, all green ones, all blue ones. It subtracts the mean picture itself.
var mlContext = new MLContext(seed: 1);
var describe = mlContext.Transforms.LoadImages("Image", imageFolder: null, nameof(ImageRow.Path))
    .Append(mlContext.Transforms.ResizeImages("Image", imageWidth: 224, imageHeight: 224))
    .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image"))
    .Append(mlContext.Transforms.DnnFeaturizeImage("Features", input => input.ModelSelector.ResNet18(mlContext, input.OutputColumn, input.InputColumn), "Pixels"))
    // Without them a few large numbers decide which images are alike.
    .Append(mlContext.Transforms.Expression("Features", "x => sqrt(x)", "Features"))
    .Append(mlContext.Transforms.NormalizeLpNorm("Features"));
ITransformer network = describe.Fit(mlContext.Data.LoadFromEnumerable(images.Train));

// Kept in memory, so that the network sees each image once. The last training images are the known anomalies.
ImageRow[] anomalies = [.. images.OtherAnomalies.Take(10)];
IDataView train = Described([.. images.Train, .. anomalies]), normal = mlContext.Data.TakeRows(train, images.Train.Count), test = Described(images.Test);

var byClasses = mlContext.Transforms.Conversion.MapValueToKey("ClassKey", nameof(ImageRow.Class), keyData: images.Keys(mlContext))
    .Append(mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(labelColumnName: "ClassKey"));
Evaluate("PrototypeDataDescription, which knows some images of each class", byClasses.Fit(normal));
ITransformer ensemble = mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(labelColumnName: nameof(ImageRow.IsAnomaly)).Fit(train);
Evaluate($"PrototypeEnsemble, which knows {anomalies.Length} anomalies", ensemble);

// A model file has all from the PNG file to the score, the network included.
mlContext.Model.Save(new TransformerChain<ITransformer>(network, ensemble), mlContext.Data.LoadFromEnumerable(images.Train).Schema, modelPath);
using var engine = mlContext.Model.CreatePredictionEngine<ImageRow, ScoredImage>(mlContext.Model.Load(modelPath, out _));
string file = images.Test.First(row => row.IsAnomaly).Path;
ScoredImage scored = engine.Predict(new ImageRow { Path = file });
Console.WriteLine($"{file} by the model from {modelPath}: score {scored.Score:F3}, anomaly: {scored.PredictedLabel}");
return 0;

IDataView Described(IEnumerable<ImageRow> rows) => mlContext.Data.Cache(network.Transform(mlContext.Data.LoadFromEnumerable(rows)), "Features", nameof(ImageRow.Class), nameof(ImageRow.IsAnomaly));

void Evaluate(string name, ITransformer detector)
{
    AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(detector.Transform(test), labelColumnName: nameof(ImageRow.IsAnomaly));
    Console.WriteLine($"{name}: AUC-ROC {ranking.AreaUnderRocCurve:F3}, average precision {ranking.AveragePrecision:F3}");
}

/// <summary>What is read of a scored image.</summary>
internal sealed class ScoredImage
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
