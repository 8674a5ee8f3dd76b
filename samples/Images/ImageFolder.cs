using Microsoft.ML;
using Microsoft.ML.Data;
using ProtoAnomaly.Samples.Fashion;

namespace ProtoAnomaly.Samples.Images;

/// <summary>An image file.</summary>
internal sealed class ImageRow
{
    /// <summary>The file, with its whole path, so that a model isn't bound to a folder.</summary>
    public string Path { get; set; } = "";

    /// <summary>What a trainer of normal classes is told: the class of a few rows, an empty text for all others.</summary>
    public string Class { get; set; } = "";

    /// <summary>The truth, for the evaluation only.</summary>
    public bool IsAnomaly { get; set; }
}

/// <summary>PNG files in subfolders, one for each class, of which one is unknown in training.</summary>
internal sealed class ImageFolder
{
    private const int BytesPerPixel = 4;

    /// <param name="folder">Has a subfolder for each class.</param>
    /// <param name="unknown">The class that is the anomaly, by the name of its subfolder.</param>
    /// <param name="shots">How many images of each other class are labelled.</param>
    /// <param name="seed">Chooses the images for training, for test, and the labelled ones.</param>
    /// <exception cref="ArgumentException">There are no such images.</exception>
    public ImageFolder(string folder, string unknown, int shots, int seed)
    {
        string[] paths = [.. Directory.GetFiles(Path.GetFullPath(folder), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] classes = [.. paths.Select(path => Path.GetDirectoryName(Path.GetRelativePath(folder, path))!)];
        if (Array.IndexOf(classes, "") is >= 0 and var homeless)
            throw new ArgumentException($"'{paths[homeless]}' has to lie in a subfolder, which names its class.");
        Normal = [.. classes.Distinct().Where(name => name != unknown)];
        if (!classes.Contains(unknown) || Normal.Count == 0)
            throw new ArgumentException($"'{folder}' needs subfolders with PNG files, one of them '{unknown}'; it has {(classes.Length == 0 ? "none" : string.Join(", ", classes.Distinct()))}. --unknown=NAME names the one that is the anomaly.");
        foreach (SplitRow place in FewShotSplit.Of(classes, unknown, shots, seed))
        {
            string name = classes[place.Index];
            (place.IsTest ? Test : name == unknown ? OtherAnomalies : Train).Add(new ImageRow { Path = paths[place.Index], Class = place.IsLabelled ? name : "", IsAnomaly = name == unknown });
        }
        if (Test.Count(row => row.IsAnomaly) is var anomalies && (anomalies == 0 || anomalies == Test.Count))
            throw new ArgumentException($"'{folder}' has too few images: of its {Test.Count} test images {anomalies} show {unknown}.");
    }

    /// <summary>Images of the known classes.</summary>
    public List<ImageRow> Train { get; } = [];

    /// <summary>Those of the unknown class that are not for the test.</summary>
    public List<ImageRow> OtherAnomalies { get; } = [];

    public List<ImageRow> Test { get; } = [];

    /// <summary>The classes that are known in training.</summary>
    public IReadOnlyList<string> Normal { get; }

    public string Description =>
        $"Train: {Train.Count} images of {Normal.Count} classes, {Train.Count(row => row.Class != "")} of them labelled. Test: {Test.Count} images, {Test.Count(row => row.IsAnomaly)} of them anomalies.";

    /// <summary>The classes as a column, from which they can become keys: what isn't in it becomes the missing key, which means unlabelled.</summary>
    public IDataView Keys(MLContext mlContext) => mlContext.Data.LoadFromEnumerable(Normal.Select(name => new KeyRow { Class = name }));

    /// <summary>
    /// What a command line asks for: [FOLDER] [--unknown=CLASS]. Without a folder, articles are written to "articles". Null where it can't be had,
    /// which is then said.
    /// </summary>
    public static ImageFolder? Open(string[] args)
    {
        string? given = args.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal));
        string folder = given ?? "articles", unknown = Option(args, "unknown", "bag");
        try
        {
            if (given is null)
                WriteArticles(folder);
            var images = new ImageFolder(folder, unknown, shots: 20, seed: 1);
            Console.WriteLine($"All classes but {unknown} are known, {unknown} is the anomaly. {images.Description}");
            return images;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }

    /// <summary>The value of --name=value.</summary>
    public static string Option(string[] args, string name, string otherwise) =>
        args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;

    // As users have them: a subfolder for each kind of article.
    private static void WriteArticles(string folder)
    {
        var images = new FashionImages(AppContext.BaseDirectory);
        foreach (string article in FashionImages.KindsOfArticles)
            Directory.CreateDirectory(Path.Combine(folder, article));
        for (int i = 0; i < images.Articles.Count; i++)
        {
            byte[] colours = [.. images.Pixels(i).SelectMany(grey => Enumerable.Repeat((byte)grey, BytesPerPixel))];
            for (int alpha = BytesPerPixel - 1; alpha < colours.Length; alpha += BytesPerPixel)
                colours[alpha] = byte.MaxValue;
            using MLImage image = MLImage.CreateFromPixels(images.Shape.Width, images.Shape.Height, MLPixelFormat.Rgba32, colours);
            image.Save(Path.Combine(folder, images.Articles[i], $"{i:D4}.png"));
        }
    }

    private sealed class KeyRow
    {
        public string Class { get; set; } = "";
    }
}
