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
    public FashionData(MLContext mlContext, string folder, string unknown, int shots, int seed)
    {
        var images = new FashionImages(folder);
        Shape = images.Shape;
        var train = new List<FashionRow>();
        var test = new List<FashionRow>();
        foreach (SplitRow place in FewShotSplit.Of(images.Articles, unknown, shots, seed))
        {
            string article = images.Articles[place.Index];
            if (!place.IsTest && article == unknown)
                continue;
            (place.IsTest ? test : train).Add(new FashionRow
            {
                Pixels = images.Pixels(place.Index),
                Article = place.IsLabelled ? article : "",
                IsAnomaly = article == unknown,
            });
        }
        Train = mlContext.Data.LoadFromEnumerable(train);
        Test = mlContext.Data.LoadFromEnumerable(test);
        string[] labelled = [.. train.Select(row => row.Article).Where(article => article != "")];
        Description = $"Train: {train.Count} images of {labelled.Distinct().Count()} kinds, {labelled.Length} of them labelled. Test: {test.Count} images, {test.Count(r => r.IsAnomaly)} of them {unknown}.";
    }

    public ImageShape Shape { get; }

    public IDataView Train { get; }

    public IDataView Test { get; }

    public string Description { get; }

    /// <summary>The articles as a column, from which they can become keys: what isn't in it becomes the missing key, which means unlabelled.</summary>
    public static IDataView KnownArticles(MLContext mlContext, string unknown) =>
        mlContext.Data.LoadFromEnumerable(FashionImages.KindsOfArticles.Where(article => article != unknown).Select(article => new ArticleRow { Article = article }));

    private sealed class ArticleRow
    {
        public string Article { get; set; } = "";
    }
}
