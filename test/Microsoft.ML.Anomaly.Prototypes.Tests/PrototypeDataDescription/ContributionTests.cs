using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What features add to the score of a row.</summary>
[TestClass]
public sealed class ContributionTests
{
    private const int SpoiledColumn = 0;

    private static readonly MLContext Context = new(seed: 1);

    // With one row a class, -log D is |z - p|² / (2 w²), a sum over features.
    [TestMethod]
    public void OfOneRowAClass_TheyAreTheSquaresOfTheDifferences()
    {
        const int width = 3;
        const float bandwidth = .5f;
        float[] rows = [0, 0, 0, 10, 10, 10];
        PrototypeDataDescriptionModel model = Identity(width, new KernelDensity(rows, [1, 1], width, bandwidth, DensityScore.Unscaled), rows);
        RowScorer scorer = model.CreateRowScorer();
        scorer.Run([1, -2, 0]);
        Assert.AreEqual((1 + 4) / (2 * bandwidth * bandwidth), scorer.Score, 1e-4);
        var contributions = new float[width];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        Assert.AreEqual(1 / (2 * bandwidth * bandwidth), contributions[0], 1e-4);
        Assert.AreEqual(4 / (2 * bandwidth * bandwidth), contributions[1], 1e-4);
        Assert.AreEqual(0, contributions[2]);
        // Explaining a row leaves what the scorer says of it.
        Assert.AreEqual((1 + 4) / (2 * bandwidth * bandwidth), scorer.Score, 1e-4);
        Assert.AreEqual(0, scorer.Key(PrototypeColumns.NearestClass));
    }

    // The row (3, -2) is closest to (0, 0), and with either feature alone changed to that of (0, 0), or the other way round, it may be closer to (4, 2):
    // what the score loses and what the other row's gains are not the same.
    [TestMethod]
    public void OfTwoClasses_TheyAreTheMeanOfLossAndGain()
    {
        const float bandwidth = .5f;
        const double unit = 1 / (2 * bandwidth * bandwidth);
        float[] rows = [0, 0, 4, 2];
        RowScorer scorer = Identity(2, new KernelDensity(rows, [1, 1], 2, bandwidth, DensityScore.Unscaled), rows).CreateRowScorer();
        scorer.Run([3, -2]);
        Assert.AreEqual(13 * unit, scorer.Score, 1e-4);
        var contributions = new float[2];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        // (0, -2) is 4 from the first class, (3, 0) is 5 from the second.
        Assert.AreEqual(unit * ((13 - 4) + 5) / 2, contributions[0], 1e-4);
        Assert.AreEqual(unit * ((13 - 5) + 4) / 2, contributions[1], 1e-4);
    }

    [TestMethod]
    public void OfManyFeatures_ThoseThatDifferMostHaveOne()
    {
        const int width = CounterfactualContributions.MaximumFeatures + 10;
        var rows = new float[2 * width];
        rows.AsSpan(width).Fill(100);
        RowScorer scorer = Identity(width, new KernelDensity(rows, [1, 1], width, 10, DensityScore.Unscaled), rows).CreateRowScorer();
        scorer.Run([.. Enumerable.Range(1, width).Select(i => i / 100f)]);
        var contributions = new float[width];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        Assert.IsTrue(contributions.Take(10).All(value => value == 0) && contributions.Skip(10).All(value => value > 0), string.Join(' ', contributions));
    }

    [TestMethod]
    public void OfAnImage_TheyPointAtWhatIsNoPartOfIt()
    {
        var trainer = Context.AnomalyDetection.Trainers.PrototypeDataDescription(RotationsTests.QuickOptions());
        PrototypeTransformer<PrototypeDataDescriptionModel> detector = trainer.Fit(Context.Data.LoadFromEnumerable(ShapeImages.Normal(600, seed: 1)));
        Assert.IsEmpty(detector.Model.DecodePrototypes());
        ShapeImages.Row[] spoiled = [.. ShapeImages.Normal(60, seed: 5).Select(Spoil)];
        IDataView scored = detector.Transform(Context.Data.LoadFromEnumerable(spoiled));
        float[] before = [.. detector.Transform(Context.Data.LoadFromEnumerable(ShapeImages.Normal(60, seed: 5))).GetColumn<float>("Score")];
        float[] after = [.. scored.GetColumn<float>("Score")];
        float[][] contributions = [.. scored.GetColumn<float[]>("FeatureContributions")];
        // A blind guess is right in one of eight.
        int[] risen = [.. Enumerable.Range(0, spoiled.Length).OrderByDescending(i => after[i] - before[i]).Take(20)];
        int found = risen.Count(i => LargestColumn(contributions[i]) == SpoiledColumn);
        Assert.IsGreaterThanOrEqualTo(14, found, $"{found} of {risen.Length}");
    }

    // A bright bar at the left edge, which no shape has.
    private static ShapeImages.Row Spoil(ShapeImages.Row row) =>
        new() { Features = [.. row.Features.Select((value, pixel) => pixel % ShapeImages.Shape.Width == SpoiledColumn ? 255 : value)] };

    private static int LargestColumn(float[] contributions) =>
        Enumerable.Range(0, ShapeImages.Shape.Width).MaxBy(x => contributions.Where((_, pixel) => pixel % ShapeImages.Shape.Width == x).Sum());

    // The embedding is the row itself.
    private static PrototypeDataDescriptionModel Identity(int width, KernelDensity density, float[] rows)
    {
        FeatureScaling scaling = FeatureScaling.Create(new float[width], [.. Enumerable.Repeat(1f, width)], normalize: false);
        return new PrototypeDataDescriptionModel(new Embedding(scaling, [IdentityNetwork(width)]), density, ["a", "b"], rows);
    }

    private static FrozenNetwork IdentityNetwork(int width)
    {
        var weights = new float[width * width];
        for (int i = 0; i < width; i++)
            weights[(i * width) + i] = 1;
        return new FrozenNetwork([new DenseEmbeddingLayer(new DenseLayer(weights, new float[width]), LayerActivation.None)]);
    }
}
