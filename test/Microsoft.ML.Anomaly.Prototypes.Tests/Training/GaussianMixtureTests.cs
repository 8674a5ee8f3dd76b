using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class GaussianMixtureTests
{
    // Two groups on a line, so far apart that each point belongs wholly to its own.
    private static readonly float[][] Line = [[0], [1], [10], [11]];

    // l = (-2.192129, -6.530094): the example of the specification of WVAD.
    [TestMethod]
    public void Responsibilities_ByHand()
    {
        var mixture = new GaussianMixture([.6, .4], [[0, 0], [2, 1]], [[1, .5], [.25, 2]]);
        var responsibilities = new double[2];
        double logDensity = mixture.Responsibilities([.6f, .1f], responsibilities);
        Assert.AreEqual(.987105, responsibilities[0], 1e-6);
        Assert.AreEqual(.012895, responsibilities[1], 1e-6);
        Assert.AreEqual(Math.Log(Math.Exp(-2.192129) + Math.Exp(-6.530094)), logDensity, 1e-6);
    }

    // Both densities underflow in double, but not their logarithms.
    [TestMethod]
    public void Responsibilities_FarFromAllComponents_AreFinite()
    {
        var mixture = new GaussianMixture([.5, .5], [[0], [1]], [[1], [1]]);
        var responsibilities = new double[2];
        Assert.AreEqual(-.5 * 999 * 999, mixture.Responsibilities([1000], responsibilities), 2);
        Assert.AreEqual(1, responsibilities[1], 1e-12);
    }

    // Means 0.5 and 10.5, variances 0.25: log p = ln 0.5 - ln(2 pi 0.25)/2 - 0.25/(2 0.25) for every point.
    [TestMethod]
    public void TwoComponents_ByHand()
    {
        ExpectationMaximization.Result fit = ExpectationMaximization.Fit(Line, 2, isotropic: false, new Random(1));
        int low = fit.Mixture.Means[0][0] < 5 ? 0 : 1;
        Assert.AreEqual(.5, fit.Mixture.Means[low][0], 1e-9);
        Assert.AreEqual(10.5, fit.Mixture.Means[1 - low][0], 1e-9);
        Assert.AreEqual(.25, fit.Mixture.Variances[0][0], 1e-9);
        Assert.AreEqual(.25, fit.Mixture.Variances[1][0], 1e-9);
        Assert.AreEqual(.5, fit.Mixture.Weights[0], 1e-9);
        Assert.AreEqual(Math.Log(.5) - (.5 * Math.Log(2 * Math.PI * .25)) - .5, fit.LogLikelihoods[^1], 1e-9);
    }

    [TestMethod]
    public void OneComponent_HasMeanAndVarianceOfThePoints()
    {
        GaussianMixture mixture = ExpectationMaximization.Fit([[0, 5], [2, 5]], 1, isotropic: false, new Random(1)).Mixture;
        CollectionAssert.AreEqual(new[] { 1.0, 5 }, mixture.Means[0]);
        CollectionAssert.AreEqual(new[] { 1, ExpectationMaximization.SmallestVariance }, mixture.Variances[0]);
        CollectionAssert.AreEqual(new[] { 1.0 }, mixture.Weights);
    }

    [TestMethod]
    public void Isotropic_HasTheMeanVarianceInAllDimensions()
    {
        GaussianMixture mixture = ExpectationMaximization.Fit([[0, 5], [2, 8], [1, 5], [1, 6]], 1, isotropic: true, new Random(1)).Mixture;
        Assert.AreEqual((.5 + 1.5) / 2, mixture.Variances[0][0], 1e-12);
        Assert.AreEqual(mixture.Variances[0][0], mixture.Variances[0][1]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Likelihood_NeverFalls(bool isotropic)
    {
        // Groups that overlap, so that it takes many iterations.
        float[][] points = Groups(new Random(2), 300, .6f);
        for (int k = 1; k <= 5; k++)
        {
            IReadOnlyList<double> likelihoods = ExpectationMaximization.Fit(points, k, isotropic, new Random(3)).LogLikelihoods;
            Assert.IsGreaterThan(1, likelihoods.Count);
            for (int i = 1; i < likelihoods.Count; i++)
                Assert.IsGreaterThanOrEqualTo(likelihoods[i - 1] - 1e-9, likelihoods[i], $"{k} components, iteration {i}");
        }
    }

    [TestMethod]
    public void PointsThatCoincide_GiveAFiniteMixture()
    {
        float[][] same = [.. Enumerable.Repeat(new float[] { 3, 4 }, 5)];
        ExpectationMaximization.Result fit = ExpectationMaximization.Fit(same, 3, isotropic: false, new Random(1));
        Assert.IsTrue(double.IsFinite(fit.LogLikelihoods[^1]));
        Assert.AreEqual(1, fit.Mixture.Weights.Sum(), 1e-12);
        Assert.IsTrue(fit.Mixture.Weights.All(w => w > 0));
        Assert.IsTrue(fit.Mixture.Variances.All(v => v.All(x => x >= ExpectationMaximization.SmallestVariance)));
    }

    // p = K - 1 weights, K J means, and K J or K variances.
    [TestMethod]
    public void Criterion_ByHand()
    {
        var mixture = new GaussianMixture([.5, .5], [[0, 0, 0], [1, 1, 1]], [[1, 1, 1], [1, 1, 1]]);
        Assert.AreEqual((13 * Math.Log(100)) + 500, MixtureSize.Criterion(mixture, -250, 100, isotropic: false), 1e-9);
        Assert.AreEqual((9 * Math.Log(100)) + 500, MixtureSize.Criterion(mixture, -250, 100, isotropic: true), 1e-9);
    }

    [TestMethod]
    public void Size_OfThreeGroups_IsThree() =>
        Assert.AreEqual(3, MixtureSize.Choose(Groups(new Random(2), 300, .1f), 8, isotropic: false, new Random(3)).Count);

    [TestMethod]
    public void Size_OfOneGroup_IsOne() =>
        Assert.AreEqual(1, MixtureSize.Choose(Groups(new Random(2), 300, 20), 8, isotropic: true, new Random(3)).Count);

    [TestMethod]
    public void Noise_IsNormal()
    {
        var values = new float[100_001];
        NormalNoise.Fill(values, 2, new Random(1));
        double mean = values.Average(v => (double)v), variance = values.Average(v => (v - mean) * (v - mean));
        Assert.AreEqual(0, mean, .03);
        Assert.AreEqual(4, variance, .06);
        Assert.AreEqual(.6827, values.Count(v => MathF.Abs(v) < 2) / (double)values.Length, .006);
    }

    // Around (0, 0), (4, 0) and (0, 4).
    private static float[][] Groups(Random random, int count, float scale)
    {
        var noise = new float[2 * count];
        NormalNoise.Fill(noise, scale, random);
        return [.. Enumerable.Range(0, count).Select(i => new[] { noise[2 * i] + (i % 3 == 1 ? 4 : 0), noise[(2 * i) + 1] + (i % 3 == 2 ? 4 : 0) })];
    }
}
