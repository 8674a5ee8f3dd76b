namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The densities and scores against figures computed by hand for the prototypes of <see cref="PrototypeLossTests"/> and w = 2.</summary>
[TestClass]
public sealed class KernelDensityTests
{
    private const float Bandwidth = 2;
    private static readonly float[] Prototypes = [0, 0, 1, 0, 0, 2, 5, 0, 6, 1, 5, 3, 0, 6, 1, 7, 4, 6];

    // What the density leaves out in two dimensions: log(2 pi w²).
    private static readonly double Constant = Math.Log(2 * Math.PI * Bandwidth * Bandwidth);

    [TestMethod]
    [DataRow(new[] { .5f, .5f }, new[] { -3.363264, -6.320611, -7.766303 })]
    [DataRow(new[] { 3f, 3f }, new[] { -4.852426, -4.322430, -5.069355 })]
    [DataRow(new[] { 9f, 9f }, new[] { -20.414353, -10.749490, -8.557722 })]
    public void LogDensities_OfTheExample(float[] x, double[] expected)
    {
        var actual = new float[3];
        Density(DensityScore.LogDensity).LogDensities(x, actual);
        for (int n = 0; n < 3; n++)
            Assert.AreEqual(expected[n] + Constant, actual[n], 1e-5, $"class {n}");
    }

    [TestMethod]
    [DataRow(new[] { .5f, .5f }, new[] { 13.175767, -0.608767, -0.930747 })]
    [DataRow(new[] { 3f, 3f }, new[] { 2.098101, 2.201361, 0.502126 })]
    [DataRow(new[] { 9f, 9f }, new[] { -1.128362, -1.044270, -0.987381 })]
    public void PaperLinear_OfTheExample(float[] x, double[] expected) => AssertScore(DensityScore.PaperLinear, x, expected);

    [TestMethod]
    [DataRow(new[] { .5f, .5f }, new[] { 1.168434, -0.284124, -0.675686 })]
    [DataRow(new[] { 3f, 3f }, new[] { 0.483340, 0.370251, 0.116194 })]
    [DataRow(new[] { 9f, 9f }, new[] { -6.675970, -1.734518, -0.908063 })]
    public void LogDensity_OfTheExample(float[] x, double[] expected) => AssertScore(DensityScore.LogDensity, x, expected);

    [TestMethod]
    public void Unscaled_IsTheLargestDensity() =>
        Assert.AreEqual(4.322430 - Constant, Score(Density(DensityScore.Unscaled), [3, 3]), 1e-5);

    /// <summary>By the definition: r(D) = sqrt(-2 log D), t_n from distances between the three prototypes of class n.</summary>
    [TestMethod]
    public void OwnMembers_ComparesWithWhatIsUsualInTheClass()
    {
        double Kernel(double squared) => Math.Exp(-squared / 8);
        double R(double density) => Math.Sqrt(-2 * Math.Log(density));
        // Squared distances: 1, 4, 5 in class 0; 2, 9, 5 in class 1; 2, 16, 10 in class 2.
        double[] own = [R(Median(1, 4, 5)), R(Median(2, 9, 5)), R(Median(2, 16, 10))];
        double Median(double ab, double ac, double bc) => new[] { (Kernel(ab) + Kernel(ac)) / 2, (Kernel(ab) + Kernel(bc)) / 2, (Kernel(ac) + Kernel(bc)) / 2 }.Order().ElementAt(1);
        double[] logDensities = [-4.852426 + Constant, -4.322430 + Constant, -5.069355 + Constant];
        double[] beyond = [.. Enumerable.Range(0, 3).Select(n => Math.Sqrt(-2 * logDensities[n]) - own[n]).Order()];
        Assert.AreEqual(beyond[0], Score(Density(DensityScore.OwnMembers), [3, 3]), 1e-3);
        var ambiguous = new KernelDensity(Prototypes, [3, 3, 3], 2, Bandwidth, DensityScore.OwnMembers, ambiguityWeight: 0.25f);
        Assert.AreEqual(beyond[0] - (0.25 * beyond[1]), Score(ambiguous, [3, 3]), 1e-3);
    }

    [TestMethod]
    public void LeaveOneOut_TakesTheBandwidthThatFitsBest()
    {
        float[] tried = [.. new[] { 0.05f, 0.1f, 0.2f, 0.35f, 0.6f, 1 }.Select(factor => 8 * factor)];
        Assert.AreEqual(tried[2], KernelBandwidth.LeaveOneOut.Of(() => 8, width => -Math.Abs(width - tried[2])));
        // log of (exp(-1/8) + ...) and so on, by the distances above; two dimensions.
        double fit = new[] { (1, 4), (1, 5), (4, 5), (2, 9), (2, 5), (9, 5), (2, 16), (2, 10), (16, 10) }.Average(d => Math.Log((Math.Exp(-d.Item1 / 8.0) + Math.Exp(-d.Item2 / 8.0)) / 2)) - (2 * Math.Log(2));
        Assert.AreEqual(fit, Density(DensityScore.Unscaled).LeaveOneOutFit(), 1e-5);
    }

    [TestMethod]
    public void FarRows_KeepTheirOrderOnTheLogarithmicScale_AndSaturateOnTheLinearOne()
    {
        float[] near = [60, 60], far = [90, 90];
        KernelDensity log = Density(DensityScore.LogDensity), linear = Density(DensityScore.PaperLinear);
        Assert.IsGreaterThan(Score(log, near), Score(log, far));
        Assert.AreEqual(Score(linear, near), Score(linear, far));
    }

    [TestMethod]
    [DataRow(DensityScore.LogDensity)]
    [DataRow(DensityScore.PaperLinear)]
    [DataRow(DensityScore.OwnMembers)]
    public void TwoClassesOfOneShot_HaveFiniteScores(DensityScore score)
    {
        var density = new KernelDensity([0, 0, 1, 1], [1, 1], 2, 0.5f, score);
        foreach (float[] x in new float[][] { [0, 0], [1, 1], [.5f, .5f], [1000, 1000] })
            Assert.IsTrue(float.IsFinite(Score(density, x)), $"{x[0]}, {x[1]}");
        Assert.IsGreaterThan(Score(density, [0, 0]), Score(density, [3, 3]));
    }

    [TestMethod]
    [DataRow(DensityScore.LogDensity)]
    [DataRow(DensityScore.PaperLinear)]
    [DataRow(DensityScore.OwnMembers)]
    public void NarrowKernels_DoNotOverflow(DensityScore score)
    {
        var density = new KernelDensity(Prototypes, [3, 3, 3], 2, 1e-3f, score);
        Assert.IsTrue(float.IsFinite(Score(density, [0, 0])));
        Assert.IsTrue(float.IsFinite(Score(density, [100, 100])));
    }

    [TestMethod]
    public void MedianIntraDistance_OfTheExample()
    {
        Assert.AreEqual(2.236068f, KernelDensity.MedianIntraDistance(Prototypes, [3, 3, 3], 2), 1e-5f);
        Assert.AreEqual(5f, KernelDensity.MedianIntraDistance([0, 0, 3, 4], [1, 1], 2), 1e-5f, "between classes where no class has two");
        Assert.AreEqual(0.25f * 8, KernelBandwidth.RelativeToMedianIntra(0.25f).Of(() => 8, _ => 0));
        Assert.AreEqual(10f, KernelBandwidth.Absolute(10).Of(() => 8, _ => 0));
        Assert.IsGreaterThan(0f, KernelBandwidth.RelativeToMedianIntra(1).Of(() => 0, _ => 0), "prototypes that coincide");
    }

    private static KernelDensity Density(DensityScore score) => new(Prototypes, [3, 3, 3], 2, Bandwidth, score);

    private static float Score(KernelDensity density, float[] x)
    {
        var logDensities = new float[density.NumberOfClasses];
        density.LogDensities(x, logDensities);
        return density.ScoreOf(logDensities);
    }

    private static void AssertScore(DensityScore score, float[] x, double[] expected)
    {
        KernelDensity density = Density(score);
        var logDensities = new float[3];
        density.LogDensities(x, logDensities);
        for (int n = 0; n < 3; n++)
            Assert.AreEqual(expected[n], density.Closeness(logDensities[n], n), 2e-5 * Math.Max(1, Math.Abs(expected[n])), $"a of class {n}");
        Assert.AreEqual(-expected.Max(), density.ScoreOf(logDensities), 2e-5 * Math.Max(1, Math.Abs(expected.Max())));
    }
}
