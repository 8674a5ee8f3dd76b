using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using ProtoAnomaly.Benchmarks.DataDescription;

namespace ProtoAnomaly.Benchmarks.PretrainedFeatures;

/// <summary>What ResNet18 says of images, by ML.NET's own transforms.</summary>
internal static class ResNetFeatures
{
    // Of MNIST and its relatives; ML.NET wants to know it as a constant.
    private const int Side = 28;
    private const int NetworkSide = 224, BytesPerPixel = 4;

    /// <summary>The same rows with 512 numbers of each image in place of its grey pixels.</summary>
    /// <param name="rows">The images.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="raw">Whether the numbers stay as the network gives them, or become square roots, scaled to length 1.</param>
    /// <exception cref="ArgumentException">They have another shape than 1x28x28.</exception>
    public static ClassRow[] Of(IReadOnlyList<ClassRow> rows, ImageShape shape, bool raw)
    {
        if (shape != new ImageShape(1, Side, Side))
            throw new ArgumentException($"The images are {shape}, not 1x{Side}x{Side}.");
        var mlContext = new MLContext(seed: 0);
        IDataView images = mlContext.Data.LoadFromEnumerable(rows.Select(row => new Picture { Image = ImageOf(row.Features) }));
        IEstimator<ITransformer> describe = mlContext.Transforms.ResizeImages("Large", NetworkSide, NetworkSide, nameof(Picture.Image))
            .Append(mlContext.Transforms.ExtractPixels("Pixels", "Large"))
            .Append(mlContext.Transforms.DnnFeaturizeImage("Features", input => input.ModelSelector.ResNet18(mlContext, input.OutputColumn, input.InputColumn), "Pixels"));
        if (!raw)
            describe = describe.Append(mlContext.Transforms.Expression("Features", "x => sqrt(x)", "Features")).Append(mlContext.Transforms.NormalizeLpNorm("Features"));
        IDataView described = describe.Fit(images).Transform(images);
        return [.. described.GetColumn<float[]>("Features").Zip(rows, (features, row) => row with { Features = features })];
    }

    private static MLImage ImageOf(float[] grey)
    {
        var bytes = new byte[grey.Length * BytesPerPixel];
        for (int i = 0; i < grey.Length; i++)
        {
            bytes.AsSpan(i * BytesPerPixel, BytesPerPixel).Fill((byte)grey[i]);
            bytes[(i * BytesPerPixel) + BytesPerPixel - 1] = byte.MaxValue;
        }
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, bytes);
    }

    private sealed class Picture
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }
    }
}
