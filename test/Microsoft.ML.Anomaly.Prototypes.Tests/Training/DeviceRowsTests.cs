using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class DeviceRowsTests
{
    private const int Count = 5000, Width = 3;

    // More rows than go up at once, and what a network sees of them: scaled to [0, 1], without the constant feature.
    private static readonly FeatureRows Rows = Create();
    private static readonly FeatureScaling Scaling = FeatureScaling.Create([0, 7, 0], [Count, 7, 2 * Count], normalize: true);

    [TestMethod]
    [DataRow(1L << 30)]
    [DataRow(1L)]
    public void Rows_AreTheSame_WhereverTheyLie(long maximumBytes)
    {
        using var scope = NewDisposeScope();
        using var rows = new DeviceRows(Rows, Scaling, CPU, maximumBytes);
        int[] numbers = [4999, 0, 17, 4100, 17];
        float[] expected = [.. numbers.SelectMany(number => new[] { number / (float)Count, number / (2f * Count) })];
        Check(rows.Load(numbers));
        Check(rows.Gather(rows.Numbers(numbers)));
        Check(tensor(rows.Map(numbers, x => x)));

        void Check(Tensor actual)
        {
            float[] values = TensorValues.ToArray(actual);
            Assert.HasCount(expected.Length, values);
            for (int i = 0; i < values.Length; i++)
                Assert.AreEqual(expected[i], values[i], 1e-6f);
        }
    }

    [TestMethod]
    public void Batches_ComeInTheirOrder()
    {
        using var scope = NewDisposeScope();
        using var rows = new DeviceRows(Rows, Scaling, CPU);
        var batches = new Batches(rows);
        batches.Begin([[3, 1], [4999], [2, 2, 2]]);
        foreach (int[] expected in new int[][] { [3, 1], [4999], [2, 2, 2] })
            CollectionAssert.AreEqual(expected.Select(number => (long)number).ToArray(), batches.NextNumbers().data<long>().ToArray());
    }

    [TestMethod]
    public void FixedNoise_BelongsToTheRow_AndHasTheScaleAskedFor()
    {
        using var scope = NewDisposeScope();
        using var rows = new DeviceRows(Rows, Scaling, CPU);
        using var noise = new FixedNoise(0.05f, 4, new Random(3), CPU);
        float[] first = TensorValues.ToArray(noise.Of(rows.Numbers([12, 13, 4000]))), again = TensorValues.ToArray(noise.Of(rows.Numbers([4000, 12])));
        CollectionAssert.AreEqual(first[8..], again[..4]);
        CollectionAssert.AreEqual(first[..4], again[4..]);
        CollectionAssert.AreNotEqual(first[..4], first[4..8]);
        float[] many = TensorValues.ToArray(noise.Of(rows.Numbers([.. Enumerable.Range(0, 20_000)])));
        Assert.AreEqual(0, many.Average(), 5 * 0.05 / Math.Sqrt(20_000));
        Assert.AreEqual(0.05, Math.Sqrt(many.Average(v => (double)v * v)), 0.001);
        Assert.IsGreaterThan(19_000, many.Chunk(4).Select(row => row[0]).Distinct().Count());
    }

    private static FeatureRows Create()
    {
        var rows = new FeatureRows(Width);
        for (int i = 0; i < Count; i++)
            new float[] { i, 7, i }.CopyTo(rows.Add());
        return rows;
    }
}
