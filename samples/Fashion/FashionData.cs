using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Samples.Fashion;

/// <summary>A grey image of an article.</summary>
internal sealed class FashionRow
{
    [VectorType(28 * 28)]
    public float[] Pixels { get; set; } = [];

    /// <summary>What the trainer is told: the article of a few rows, an empty text for all others.</summary>
    public string Article { get; set; } = "";

    /// <summary>The truth, for the evaluation only.</summary>
    public bool IsAnomaly { get; set; }
}

/// <summary>
/// Articles of which one kind is unknown in training: it is the anomaly. Of the other kinds a few examples are labelled; most training
/// rows are not.
/// </summary>
internal sealed class FashionData
{
    /// <summary>The kinds of articles, in the order of the file's numbers.</summary>
    public static readonly string[] Articles = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"];

    private const double TrainFraction = 0.7;

    public FashionData(MLContext mlContext, string folder, string unknown, int shots, int seed)
    {
        IdxArray images = IdxFile.Read(Path.Combine(folder, "fashion2000-images-idx3-ubyte.gz"));
        IdxArray labels = IdxFile.Read(Path.Combine(folder, "fashion2000-labels-idx1-ubyte.gz"));
        Shape = new ImageShape(1, images.Dimensions[1], images.Dimensions[2]);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        new Random(seed).Shuffle(order);
        var train = new List<FashionRow>();
        var test = new List<FashionRow>();
        var labelled = new Dictionary<string, int>();
        for (int position = 0; position < order.Length; position++)
        {
            int i = order[position];
            string article = Articles[labels.Values[i]];
            bool isTest = position >= TrainFraction * order.Length;
            var row = new FashionRow { Pixels = images.Vector(i), IsAnomaly = article == unknown };
            if (!isTest && article != unknown && labelled.GetValueOrDefault(article) < shots)
            {
                labelled[article] = labelled.GetValueOrDefault(article) + 1;
                row.Article = article;
            }
            if (isTest || article != unknown)
                (isTest ? test : train).Add(row);
        }
        Train = mlContext.Data.LoadFromEnumerable(train);
        Test = mlContext.Data.LoadFromEnumerable(test);
        Description = $"Train: {train.Count} images of {labelled.Count} kinds, {labelled.Values.Sum()} of them labelled. Test: {test.Count} images, {test.Count(r => r.IsAnomaly)} of them {unknown}.";
    }

    public ImageShape Shape { get; }

    public IDataView Train { get; }

    public IDataView Test { get; }

    public string Description { get; }

    /// <summary>The articles as a column, from which they can become keys: what isn't in it becomes the missing key, which means unlabelled.</summary>
    public static IDataView KnownArticles(MLContext mlContext, string unknown) =>
        mlContext.Data.LoadFromEnumerable(Articles.Where(article => article != unknown).Select(article => new ArticleRow { Article = article }));

    private sealed class ArticleRow
    {
        public string Article { get; set; } = "";
    }
}
