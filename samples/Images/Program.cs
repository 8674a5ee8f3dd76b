using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Transforms.Image;
using ProtoAnomaly.Samples.Images;

// Learns from PNG files what is normal, of which a few of each class are labelled, and finds images of a class that it has never seen.
// Usage: Images [FOLDER] [--unknown=CLASS] [--model=model.zip]; FOLDER has a subfolder of PNG files for each class. Without one, articles are written to articles/.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (ImageFolder.Open(args) is not { } images)
    return 2;
string modelPath = ImageFolder.Option(args, "model", "images-model.zip");

// All grey pixels row by row, from 0 to 255. For colour images leave out ConvertToGrayscale and colorsToExtract: ExtractPixels then gives all
// red values, all green ones and all blue ones, which is what a shape of 3 channels means. Never set interleavePixelColors.
var shape = new ImageShape(Channels: 1, Height: 28, Width: 28);
var mlContext = new MLContext(seed: 1);
IDataView train = mlContext.Data.LoadFromEnumerable(images.Train), test = mlContext.Data.LoadFromEnumerable(images.Test);
var pipeline = mlContext.Transforms.LoadImages("Image", imageFolder: null, nameof(ImageRow.Path))
    .Append(mlContext.Transforms.ResizeImages("Image", shape.Width, shape.Height, resizing: ImageResizingEstimator.ResizingKind.IsoPad))
    .Append(mlContext.Transforms.ConvertToGrayscale("Image"))
    .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image", colorsToExtract: ImagePixelExtractingEstimator.ColorBits.Red))
    // Rows whose class is not among the known ones get the missing key: the trainer takes them as unlabelled.
    .Append(mlContext.Transforms.Conversion.MapValueToKey("ClassKey", nameof(ImageRow.Class), keyData: images.Keys(mlContext)))
    .Append(mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options
    {
        LabelColumnName = "ClassKey",
        FeatureColumnName = "Pixels",
        ImageShape = shape,
    }))
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("NearestClass"));
ITransformer model = pipeline.Fit(train);
AnomalyRankingMetrics ranking = mlContext.AnomalyDetection.EvaluateRanking(model.Transform(test), labelColumnName: nameof(ImageRow.IsAnomaly));
Console.WriteLine($"AUC-ROC {ranking.AreaUnderRocCurve:F3}, average precision {ranking.AveragePrecision:F3}");

mlContext.Model.Save(model, train.Schema, modelPath);
ITransformer loaded = mlContext.Model.Load(modelPath, out _);
using var engine = mlContext.Model.CreatePredictionEngine<ImageRow, ScoredImage>(loaded);
string file = images.Test.First(row => row.IsAnomaly).Path;
ScoredImage scored = engine.Predict(new ImageRow { Path = file });
Console.WriteLine($"{file} by the model from {modelPath}: score {scored.Score:F3}, anomaly: {scored.PredictedLabel}, nearest class {scored.NearestClass}");
return 0;

/// <summary>What is read of a scored image.</summary>
internal sealed class ScoredImage
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }

    public string NearestClass { get; set; } = "";
}
