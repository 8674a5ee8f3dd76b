using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Samples.Fashion;

/// <summary>The 2,000 grey images of articles that the samples bring along.</summary>
internal sealed class FashionImages
{
    /// <summary>The kinds of articles, in the order of the file's numbers.</summary>
    public static readonly string[] KindsOfArticles = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"];

    private readonly IdxArray _images;

    /// <param name="folder">Where the files lie.</param>
    public FashionImages(string folder)
    {
        _images = IdxFile.Read(Path.Combine(folder, "fashion2000-images-idx3-ubyte.gz"));
        Articles = [.. IdxFile.Read(Path.Combine(folder, "fashion2000-labels-idx1-ubyte.gz")).Values.ToArray().Select(number => KindsOfArticles[number])];
        Shape = new ImageShape(1, _images.Dimensions[1], _images.Dimensions[2]);
    }

    public ImageShape Shape { get; }

    /// <summary>What each image shows.</summary>
    public IReadOnlyList<string> Articles { get; }

    /// <summary>The pixels of an image row by row, from 0 to 255.</summary>
    public float[] Pixels(int index) => _images.Vector(index);
}
