using System.Runtime.Intrinsics;
using Microsoft.ML.Anomaly.Prototypes.Scoring;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class LanesTests
{
    [TestMethod]
    public void Exp_IsRightToAFloatsPrecision()
    {
        for (float x = -80; x <= 0; x += 0.0371f)
            Assert.AreEqual(1, Lanes.Exp(Vector512.Create(x))[5] / Math.Exp(x), 3e-7, $"{x}");
        Assert.AreEqual(1, Lanes.Exp(Vector512<float>.Zero)[0]);
    }

    [TestMethod]
    public void Log_IsRightToAFloatsPrecision()
    {
        for (float x = 1e-30f; x < 1e30f; x *= 1.0173f)
            Assert.AreEqual(Math.Log(x), Lanes.Log(Vector512.Create(x))[9], 2e-7 * Math.Max(1, Math.Abs(Math.Log(x))), $"{x}");
        Assert.AreEqual(0, Lanes.Log(Vector512<float>.One)[0]);
    }

    [TestMethod]
    public void SumsAndTheSmallest_AreThoseOfAllLanes()
    {
        Vector512<float> a = Vector512.Create<float>([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]);
        Assert.AreEqual(80, Lanes.Sum(a));
        Vector128<float> sums = Lanes.Sums(a, 2 * a, 3 * a, 4 * a);
        for (int i = 0; i < 4; i++)
            Assert.AreEqual(80 * (i + 1), sums[i]);
        for (int i = 0; i < Lanes.Count; i++)
            Assert.AreEqual(-2, Lanes.Smallest(a.WithElement(i, -2)));
    }

    // Sums of values that round: the same bits one by one and four at a time.
    [TestMethod]
    public void Sums_AreTheSameBitsAsEachSum()
    {
        var random = new Random(1);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            Vector512<float>[] v = [.. Enumerable.Range(0, 4).Select(_ => Vector512.Create<float>(EnsembleData.GaussianVector(Lanes.Count, random)))];
            Vector128<float> sums = Lanes.Sums(v[0], v[1], v[2], v[3]);
            for (int i = 0; i < 4; i++)
                Assert.AreEqual(Lanes.Sum(v[i]), sums[i]);
        }
    }

    // Padding is infinitely far away; of equal distances the first one counts, and of no numbers too.
    [TestMethod]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(40)]
    public void NearestCentre_IsTheFirstOfTheNearest(int count)
    {
        var set = new CentreSet(new float[count], count);
        var distances = new float[set.PaddedCount];
        for (int nearest = 0; nearest < count; nearest++)
        {
            Array.Fill(distances, 7);
            distances[nearest] = distances[count - 1] = 2;
            Assert.AreEqual(nearest, set.Nearest(distances));
        }
        Array.Fill(distances, float.NaN);
        Assert.AreEqual(0, set.Nearest(distances));
    }
}
