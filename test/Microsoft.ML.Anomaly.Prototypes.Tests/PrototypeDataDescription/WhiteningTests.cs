using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What trainers of plain feature vectors do by default.</summary>
[TestClass]
public sealed class WhiteningTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void ThePrototypes_VaryByTheShrunkCovariance()
    {
        using var scope = NewDisposeScope();
        // Two classes of three, around (1, 2) and (11, 22): sums of products [8, 8; 8, 16].
        float[] rows = [1, 2, 3, 4, -1, 0, 11, 24, 11, 20, 11, 22];
        double[,] covariance = { { 2, 2 }, { 2, 4 } };
        int[] classOf = [0, 0, 0, 1, 1, 1];
        double lambda = 0.2, usual = (covariance[0, 0] + covariance[1, 1]) / 2;
        // W'W is the inverse of the shrunk covariance over its mean variance.
        double a = ((1 - lambda) * covariance[0, 0] / usual) + lambda, b = (1 - lambda) * covariance[0, 1] / usual, d = ((1 - lambda) * covariance[1, 1] / usual) + lambda;
        double determinant = (a * d) - (b * b);
        double[,] expected = { { d / determinant, -b / determinant }, { -b / determinant, a / determinant } };
        FrozenNetwork network = WithinClassWhitening.Fit(tensor(rows, [6, 2], device: CPU), classOf, lambda);
        float[] Map(float x, float y) => network.Forward([x, y], network.CreateRowScratch()).ToArray();
        float[] zero = Map(0, 0), first = Map(1, 0), second = Map(0, 1);
        float[] w1 = [first[0] - zero[0], first[1] - zero[1]], w2 = [second[0] - zero[0], second[1] - zero[1]];
        Assert.AreEqual(expected[0, 0], (w1[0] * w1[0]) + (w1[1] * w1[1]), 1e-5);
        Assert.AreEqual(expected[0, 1], (w1[0] * w2[0]) + (w1[1] * w2[1]), 1e-5);
        Assert.AreEqual(expected[1, 1], (w2[0] * w2[0]) + (w2[1] * w2[1]), 1e-5);
        float[] mean = Map(6, 12);
        Assert.AreEqual(0, Math.Abs(mean[0]) + Math.Abs(mean[1]), 1e-5);
    }

    /// <summary>Two flat groups, one above the other: plain distances find neighbours in the wrong one, whitened ones don't.</summary>
    [TestMethod]
    public void TheMap_IsChosenByWhoseNeighboursPrototypesAre()
    {
        using var scope = NewDisposeScope();
        float[] flat = [.. Enumerable.Range(0, 20).SelectMany(i => new[] { i % 10 * 1f, i / 10 * 0.5f + (i % 3 * 0.01f) })];
        int[] classOf = [.. Enumerable.Range(0, 20).Select(i => i / 10)];
        Assert.IsGreaterThan(4, Stretch(WithinClassWhitening.Fit(tensor(flat, [20, 2], device: CPU), classOf)));
        // Of groups that are far apart all maps find the neighbours; then what counts is how far they are apart beside their width, which the
        // strongest map increases where they are apart along their narrow side, and decreases along their wide one.
        float[] apart = [.. flat.Select((value, i) => i % 2 == 1 && i >= 20 ? value + 100 : value)];
        const double smallest = 2 / (2.0 + (2 * 18));
        Assert.AreEqual(
            Stretch(WithinClassWhitening.Fit(tensor(apart, [20, 2], device: CPU), classOf, smallest)),
            Stretch(WithinClassWhitening.Fit(tensor(apart, [20, 2], device: CPU), classOf)), 1e-5);
        float[] along = [.. flat.Select((value, i) => i % 2 == 0 && i >= 20 ? value + 100 : value)];
        Assert.AreEqual(1, Stretch(WithinClassWhitening.Fit(tensor(along, [20, 2], device: CPU), classOf)), 1e-5);
    }

    [TestMethod]
    public void OnePrototypeOfEachClass_LeavesDistancesAsTheyAre()
    {
        using var scope = NewDisposeScope();
        FrozenNetwork network = WithinClassWhitening.Fit(tensor(new float[] { 0, 0, 3, 4 }, [2, 2], device: CPU), [0, 1]);
        float[] first = network.Forward([0, 0], network.CreateRowScratch()).ToArray(), second = network.Forward([3, 4], network.CreateRowScratch()).ToArray();
        Assert.AreEqual(25, Distance.Squared(first, second), 1e-4);
    }

    // How much longer the second axis becomes than the first one.
    private static double Stretch(FrozenNetwork network)
    {
        float[] Map(float x, float y) => network.Forward([x, y], network.CreateRowScratch()).ToArray();
        double Length(float[] a, float[] b) => Math.Sqrt(Distance.Squared(a, b));
        return Length(Map(0, 1), Map(0, 0)) / Length(Map(1, 0), Map(0, 0));
    }

    /// <summary>The groups lie along a line each, close to one another: what tells them apart varies least.</summary>
    [TestMethod]
    public void LongGroups_AreToldApart()
    {
        var random = new Random(1);
        ToyData.Row Row(double offset, int label, bool isAnomaly = false) => new()
        {
            Class = label,
            IsAnomaly = isAnomaly,
            Features = [.. Enumerable.Range(0, ToyData.Width).Select(i => (float)((i == 0 ? offset : 0) + ((i == 0 ? 0.02 : 1) * random.NextDouble())))],
        };
        IDataView training = ToyData.View(Context, Enumerable.Range(0, 400).Select(i => Row(0.6 * (i % 3), i < 60 ? i % 3 : -1)));
        IDataView test = ToyData.View(Context, Enumerable.Range(0, 300).Select(i => i % 6 == 0 ? Row(0.3, -1, isAnomaly: true) : Row(0.6 * (i % 3), -1)));
        var options = new PrototypeDataDescriptionTrainer.Options { LabelColumnName = "Class", Seed = 1 };
        var model = Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(training);
        Assert.IsGreaterThan(0.95, Context.AnomalyDetection.EvaluateRanking(model.Transform(test), "IsAnomaly").AreaUnderRocCurve);
        Assert.IsGreaterThan(60, model.Model.NumberOfPrototypes, "recognised rows stand beside the 60 prototypes");
        uint[] nearest = [.. model.Transform(training).GetColumn<uint>("NearestClass")];
        Assert.IsGreaterThan(380, nearest.Where((n, i) => n == (i % 3) + 1).Count());
    }

    [TestMethod]
    public void TheSameSeed_GivesTheSameModel()
    {
        var options = new PrototypeDataDescriptionTrainer.Options { LabelColumnName = "Class", Seed = 1, MaximumReferenceRows = 50 };
        IDataView data = ToyData.View(Context, ToyData.Rows(anomalies: 0));
        byte[] Save() => ModelFile.Payload(Context, Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(data), data.Schema);
        CollectionAssert.AreEqual(Save(), Save());
    }

    [TestMethod]
    public void SmallImages_AreTakenAsVectors_ByDefault()
    {
        Assert.AreEqual(EmbeddingPretraining.Whitening, new PrototypeDataDescriptionTrainer.Options { ImageShape = new(1, 8, 20) }.EffectivePretraining);
        Assert.AreEqual(EmbeddingPretraining.Rotations, new PrototypeDataDescriptionTrainer.Options { ImageShape = new(3, 16, 16) }.EffectivePretraining);
    }

    [TestMethod]
    public void Published_IsThePapersMethod()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionTrainer.Options.Published();
        Assert.AreEqual(EmbeddingPretraining.Gan, options.EffectivePretraining);
        Assert.AreEqual(DensityScore.LogDensity, options.EffectiveDensityScore);
        Assert.AreEqual("RelativeToMedianIntra(0.25)", options.Bandwidth.After(options.EffectivePretraining).ToString());
    }
}
