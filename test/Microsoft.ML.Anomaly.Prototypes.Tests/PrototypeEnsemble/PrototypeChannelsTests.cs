using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class PrototypeChannelsTests
{
    [TestMethod]
    public void Channels_OfTwoPrototypes_AreThoseComputedByHand()
    {
        // c = (0, 0) with S = I and three quarters of the rows, c = (4, 0) with S = diag(4, 1) and one quarter.
        var scale = new LocalGaussians([0, 0, 4, 0], [1, 0, 1, 0.5f, 0, 1], [Constant(1, 0.75), Constant(4, 0.25)]);
        var channels = new PrototypeChannels(null, [scale]);
        var scratch = new PrototypeChannels.Scratch(channels);
        var found = new float[2];
        channels.Compute([3, 2], 2, 1, found, 2, scratch);

        double[] energies = [9 + 4 + Constant(1, 0.75), 0.25 + 4 + Constant(4, 0.25)];
        Assert.AreEqual(0.5 * Math.Log(1 + 4 + 0.0025), found[0], 1e-6);
        Assert.AreEqual(-2 * Math.Log(energies.Sum(e => Math.Exp(-e / 2))) / 2, found[1], 1e-5);
        Assert.AreEqual(1, scratch.Nearest[0]);
        CollectionAssert.AreEqual(new[] { 13f, 5f }, scratch.FinestDistances(0).ToArray());

        static float Constant(double determinant, double share) => (float)(Math.Log(determinant) - (2 * Math.Log(share)));
    }

    [TestMethod]
    public void EnergyOfOnePrototype_IsThatOfTheGaussian()
    {
        const int width = 5, count = 60;
        var random = new Random(3);
        float[][] points = [.. Enumerable.Range(0, count).Select(_ => EnsembleData.GaussianVector(width, random))];
        foreach (float[] point in points)
            point[1] += 2 * point[0];
        LocalGaussians scale = PrototypeFitting.FitScale(points, 1, random);

        // The covariance of the specification for K = 1, where R'R = n G.
        double[] mean = [.. Enumerable.Range(0, width).Select(i => points.Average(p => (double)p[i]))];
        var covariance = new double[width, width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double global = points.Average(p => (p[i] - mean[i]) * (p[j] - mean[j]));
                double diagonal = i == j ? 1 : 0;
                covariance[i, j] = (((count * global) + (width * ((0.5 * global) + (0.05 * diagonal)))) / (count + width)) + (0.02 * diagonal);
            }
        }
        foreach (float[] point in points.Take(10))
        {
            double[] residual = [.. point.Select((value, i) => value - mean[i])];
            (double squared, double logDeterminant) = Mahalanobis(covariance, residual);
            Assert.AreEqual(squared + logDeterminant, Energy(scale, point), 1e-3);
        }
    }

    [TestMethod]
    public void LocalCovariance_IsShrunkTowardsTheGlobalOne()
    {
        // Two groups in one dimension: -1 ± 0.1 three times as often as 1 ± 0.2.
        float[][] points = [.. Enumerable.Range(0, 60).Select(i => new[] { -1 + (i % 2 == 0 ? 0.1f : -0.1f) }), .. Enumerable.Range(0, 20).Select(i => new[] { 1 + (i % 2 == 0 ? 0.2f : -0.2f) })];
        LocalGaussians scale = PrototypeFitting.FitScale(points, 2, new Random(1));
        double global = points.Average(p => (p[0] + 0.5) * (p[0] + 0.5));
        foreach ((double centre, int count, double variance) in new[] { (-1.0, 60, 0.01), (1.0, 20, 0.04) })
        {
            int k = Math.Abs(scale.Centres[0] - centre) < 0.5 ? 0 : 1;
            double expected = (((count * variance) + (0.5 * global) + 0.05) / (count + 1)) + 0.02;
            Assert.AreEqual(centre, scale.Centres[k], 1e-6);
            Assert.AreEqual(1 / Math.Sqrt(expected), scale.Whitening[k], 1e-4);
            Assert.AreEqual(Math.Log(expected) - (2 * Math.Log(count / 80.0)), scale.Constants[k], 1e-5);
        }
    }

    // What is left out of the mixture is below a float's precision; kernels of one row and of several agree to the bit.
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 5)]
    [DataRow(16, 8)]
    [DataRow(17, 20)]
    [DataRow(25, 4)]
    [DataRow(36, 32)]
    [DataRow(41, 33)]
    [DataRow(64, 3)]
    public void Energy_IsThatOfTheWholeMixture_ForOneRowAndForMany(int width, int prototypes)
    {
        var random = new Random(width);
        const int rows = LocalGaussians.MaximumRows - 1;
        float[] centres = EnsembleData.GaussianVector(prototypes * width, random);
        int triangle = width * (width + 1) / 2;
        float[] whitening = [.. EnsembleData.GaussianVector(prototypes * triangle, random).Select(v => 0.5f * v)];
        float[] constants = [.. EnsembleData.GaussianVector(prototypes, random)];
        var scale = new LocalGaussians(centres, whitening, constants);
        float[] z = [.. EnsembleData.GaussianVector(rows * width, random).Select(v => 2 * v)];

        var together = new LocalGaussians.Description(prototypes);
        var distances = new float[rows * scale.PaddedCount];
        Describe(scale, z, rows, distances, together);
        for (int row = 0; row < rows; row++)
        {
            float[] one = z[(row * width)..((row + 1) * width)];
            var alone = new LocalGaussians.Description(prototypes);
            var own = new float[scale.PaddedCount];
            Describe(scale, one, 1, own, alone);
            Assert.AreEqual(alone.Energy[0], together.Energy[row]);
            Assert.AreEqual(alone.Nearest[0], together.Nearest[row]);
            CollectionAssert.AreEqual(own[..prototypes], distances[(row * scale.PaddedCount)..((row * scale.PaddedCount) + prototypes)]);

            double[] energies = new double[prototypes];
            for (int k = 0; k < prototypes; k++)
            {
                double squared = 0;
                for (int i = 0; i < width; i++)
                {
                    double y = 0;
                    for (int j = 0; j <= i; j++)
                        y += whitening[(k * triangle) + (i * (i + 1) / 2) + j] * ((double)one[j] - centres[(k * width) + j]);
                    squared += y * y;
                }
                energies[k] = squared + constants[k];
            }
            double lowest = energies.Min();
            double expected = lowest - (2 * Math.Log(energies.Sum(e => Math.Exp((lowest - e) / 2))));
            Assert.AreEqual(expected, alone.Energy[0], 1e-4 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [TestMethod]
    public void MoreThan64Features_AreRotatedIntoTheLeadingComponents()
    {
        // 70 features, of which the first three vary strongly, each by itself.
        const int width = 70;
        var random = new Random(2);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(_ => EnsembleData.GaussianVector(width, random))];
        foreach (float[] row in rows)
            (row[0], row[1], row[2]) = (10 * row[0], 8 * row[1], 6 * row[2]);
        PrincipalAxes axes = PrototypeFitting.FitAxes(rows, 3, random);
        Assert.AreEqual(3, axes.Count);
        for (int r = 0; r < 3; r++)
        {
            Assert.AreEqual(1, axes.Axes.Skip(r * width).Take(width).Sum(v => v * v), 1e-5);
            Assert.IsGreaterThan(0.9, Math.Abs(axes.Axes[(r * width) + r]), "falling variance");
        }
        // Unit variance in each of the discarded directions, and the floor of 0.02.
        Assert.AreEqual(1.02, axes.OutsideVariance, 0.05);
        var rotated = new float[axes.PaddedCount];
        var outside = new float[1];
        var far = new float[width];
        far[50] = 5;
        axes.Rotate(far, 1, rotated, outside);
        float[] back = new float[width];
        axes.RotateBack(rotated, back);
        double expected = far.Select((value, i) => (value - back[i]) * (value - back[i])).Sum();
        Assert.AreEqual(expected / axes.OutsideVariance, outside[0], 1e-3);

        PrototypeChannels channels = PrototypeFitting.Fit(rows, [1], random);
        Assert.AreEqual(PrototypeFitting.MaximumDimensions, channels.Axes!.Count);
    }

    // As many components as features: a rotation that changes no distance and no energy.
    [TestMethod]
    [DataRow(200)]
    [DataRow(20)]
    public void Rotation_ChangesNoChannel(int count)
    {
        const int width = 36;
        var random = new Random(4);
        float[][] rows = [.. Enumerable.Range(0, count).Select(_ => EnsembleData.GaussianVector(width, random))];
        foreach (float[] row in rows)
            row[7] = 3 * row[30];
        PrototypeChannels channels = PrototypeFitting.Fit(rows, [1], random);
        Assert.AreEqual(width, channels.Axes!.Count);
        LocalGaussians plain = PrototypeFitting.FitScale(rows, 1, random);
        var scratch = new PrototypeChannels.Scratch(channels);
        var found = new float[2];
        var back = new float[width];
        channels.Axes.RotateBack(channels.Scales[0].Centres, back);
        foreach (float[] row in rows.Take(10))
        {
            channels.Compute(row, width, 1, found, 2, scratch);
            double squared = row.Zip(plain.Centres, (x, c) => (x - c) * (x - c)).Sum();
            Assert.AreEqual(0.5 * Math.Log(squared + 0.0025), found[0], 1e-5);
            Assert.AreEqual(Energy(plain, row) / width, found[1], 1e-4);
            Assert.AreEqual(squared, row.Zip(back, (x, c) => (x - c) * (x - c)).Sum(), 1e-3);
        }
    }

    [TestMethod]
    public void EqualRows_LeaveOnePrototype()
    {
        float[][] rows = [.. Enumerable.Range(0, 20).Select(_ => new[] { 0f, 0f })];
        LocalGaussians scale = PrototypeFitting.FitScale(rows, 3, new Random(1));
        Assert.AreEqual(1, scale.Count);
        Assert.IsTrue(float.IsFinite(Energy(scale, [6, -6])));
    }

    [TestMethod]
    public void ScalesWithTooFewRows_AreLeftOut()
    {
        CollectionAssert.AreEqual(new[] { 1, 8, 32 }, PrototypeFitting.Feasible([1, 8, 32], 256));
        CollectionAssert.AreEqual(new[] { 1, 8 }, PrototypeFitting.Feasible([1, 8, 32], 255));
        CollectionAssert.AreEqual(new[] { 1 }, PrototypeFitting.Feasible([1, 8, 32], 2));
        CollectionAssert.AreEqual(new[] { 1 }, PrototypeFitting.Feasible([8, 32], 63));
        Assert.IsEmpty(PrototypeFitting.Feasible([], 63));
    }

    [TestMethod]
    public void AnomalyChannel_IsTheLogarithmOfTheDistance_ToAnotherOneForAnAnomaly()
    {
        var anomalies = new CentreSet([0, 0, 3, 4], 2);
        var distances = new float[anomalies.PaddedCount];
        anomalies.Distances([0, 1], 2, 1, distances);
        Assert.AreEqual(Math.Log(1.05), AnomalyChannel.Value(anomalies, distances), 1e-6);
        anomalies.Distances([0, 0], 2, 1, distances);
        Assert.AreEqual(Math.Log(0.05), AnomalyChannel.Value(anomalies, distances), 1e-6);
        Assert.AreEqual(Math.Log(5.05), AnomalyChannel.ValueWithout(anomalies, distances, 0)!.Value, 1e-6);
        var single = new CentreSet([0, 0], 1);
        single.Distances([0, 0], 2, 1, distances);
        Assert.IsNull(AnomalyChannel.ValueWithout(single, distances, 0));
    }

    private static float Energy(LocalGaussians scale, float[] z)
    {
        var description = new LocalGaussians.Description(scale.Count);
        Describe(scale, z, 1, new float[scale.PaddedCount], description);
        return description.Energy[0];
    }

    private static void Describe(LocalGaussians scale, float[] z, int rows, float[] distances, LocalGaussians.Description description)
    {
        var leading = new RowBlock(LocalGaussians.LeadingDimensions(scale.Dimensions));
        leading.Fill(z, scale.Dimensions, rows);
        scale.Describe(z, scale.Dimensions, leading, rows, distances, description);
    }

    // r'S^-1 r and log det S by Gaussian elimination.
    private static (double Squared, double LogDeterminant) Mahalanobis(double[,] s, double[] r)
    {
        int n = r.Length;
        var a = (double[,])s.Clone();
        double[] b = [.. r];
        double logDeterminant = 0;
        for (int p = 0; p < n; p++)
        {
            logDeterminant += Math.Log(a[p, p]);
            for (int i = p + 1; i < n; i++)
            {
                double factor = a[i, p] / a[p, p];
                for (int j = p; j < n; j++)
                    a[i, j] -= factor * a[p, j];
                b[i] -= factor * b[p];
            }
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                b[i] -= a[i, j] * b[j];
            b[i] /= a[i, i];
        }
        return (r.Zip(b, (x, y) => x * y).Sum(), logDeterminant);
    }
}
