using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>The samples that read PNG files, and what they say of pixels.</summary>
public sealed partial class SampleTests
{
    private static string DataFile(string name) => Path.Combine(Repository.Root, "samples", "data", name);

    [TestMethod]
    public async Task ImagesReadsThePixelsOfPngFilesAsTheyAre()
    {
        string model = Path.Combine(Folder, "images.zip");
        Assert.Contains("nearest class", await Run("Images", $"--model={model}"));

        var mlContext = new MLContext(seed: 1);
        ITransformer loaded = mlContext.Model.Load(model, out _);
        string[] files = [.. Directory.GetFiles(Path.Combine(Folder, "articles"), "*.png", SearchOption.AllDirectories).Order().Where((_, i) => i % 100 == 0)];
        IDataView rows = mlContext.Data.LoadFromEnumerable(files.Select(file => new ImageFile { Path = file }));
        float[][] read = [.. loaded.Transform(rows).GetColumn<float[]>("Pixels")];
        IdxArray images = IdxFile.Read(DataFile("fashion2000-images-idx3-ubyte.gz"));
        for (int i = 0; i < files.Length; i++)
            CollectionAssert.AreEqual(images.Vector(int.Parse(Path.GetFileNameWithoutExtension(files[i]), CultureInfo.InvariantCulture)), read[i], files[i]);
        Assert.HasCount(20, files);
    }

    // What the sample says of colour images. Not square, so that rows can't be taken for columns.
    [TestMethod]
    public void PixelsOfColourImagesAreInTheOrderOfAnImageShape()
    {
        var shape = new ImageShape(Channels: 3, Height: 2, Width: 4);
        byte[] bytes = [.. Enumerable.Range(0, shape.Height * shape.Width).SelectMany(i => new[] { (byte)i, (byte)(100 + i), (byte)(200 + i), byte.MaxValue })];
        string file = Path.Combine(Folder, "colour.png");
        WritePng(file, shape, bytes);
        var mlContext = new MLContext(seed: 1);
        IDataView rows = mlContext.Data.LoadFromEnumerable([new ImageFile { Path = file }]);
        IDataView read = mlContext.Transforms.LoadImages("Image", imageFolder: null, "Path")
            .Append(mlContext.Transforms.ResizeImages("Image", shape.Width, shape.Height))
            .Append(mlContext.Transforms.ExtractPixels("Pixels", "Image"))
            .Fit(rows).Transform(rows);
        float[] expected = [.. new[] { 0, 100, 200 }.SelectMany(first => Enumerable.Range(first, shape.Height * shape.Width)).Select(value => (float)value)];
        CollectionAssert.AreEqual(expected, read.GetColumn<float[]>("Pixels").Single());
    }

    [TestMethod]
    public async Task ImageFeaturesTakesAFolderOfOnesOwn()
    {
        const int dress = 3, coat = 4, bag = 8, boot = 9, imagesOfEach = 40;
        string folder = Path.Combine(Folder, "own");
        IdxArray images = IdxFile.Read(DataFile("fashion2000-images-idx3-ubyte.gz")), labels = IdxFile.Read(DataFile("fashion2000-labels-idx1-ubyte.gz"));
        foreach (int kind in new[] { dress, coat, bag, boot })
        {
            string subfolder = Directory.CreateDirectory(Path.Combine(folder, kind.ToString(CultureInfo.InvariantCulture))).FullName;
            foreach (int i in Enumerable.Range(0, images.Count).Where(i => labels.Values[i] == kind).Take(imagesOfEach))
                WritePng(Path.Combine(subfolder, $"{i}.png"), new ImageShape(1, 28, 28), [.. images.Vector(i).SelectMany(grey => new[] { (byte)grey, (byte)grey, (byte)grey, byte.MaxValue })]);
        }
        string output = await Run("ImageFeatures", folder, $"--unknown={bag}", $"--model={Path.Combine(Folder, "features.zip")}");
        double[] areas = [.. output.Split("AUC-ROC ").Skip(1).Select(text => double.Parse(text[..5], CultureInfo.InvariantCulture))];
        Assert.HasCount(2, areas, output);
        // Bags are unlike the others.
        Assert.IsGreaterThan(0.75, areas.Min(), output);
        Assert.Contains("anomaly: True", output);
    }

    private static void WritePng(string file, ImageShape shape, byte[] redGreenBlueAlpha)
    {
        using MLImage image = MLImage.CreateFromPixels(shape.Width, shape.Height, MLPixelFormat.Rgba32, redGreenBlueAlpha);
        image.Save(file);
    }

    /// <summary>What the samples' pipelines take.</summary>
    private sealed class ImageFile
    {
        public string Path { get; set; } = "";

        public string Class { get; set; } = "";
    }
}
