using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class SamplingTests
{
    [TestMethod]
    public void UnlabelledBatches_HaveDistinctRows_AndAllRowsGetTheirTurn()
    {
        int[] rows = [.. Enumerable.Range(100, 50)];
        var sampler = new BatchSampler(rows, [1, 2], new Random(4));
        var counts = new int[150];
        int[] batch = new int[20];
        const int batches = 5000;
        for (int i = 0; i < batches; i++)
        {
            sampler.DrawUnlabelled(batch);
            Assert.AreEqual(20, batch.Distinct().Count());
            foreach (int row in batch)
                counts[row]++;
        }
        // Each row is drawn with probability 0.4: five standard deviations of the count on either side.
        double expected = batches * 0.4, deviation = Math.Sqrt(batches * 0.4 * 0.6);
        foreach (int row in rows)
            Assert.AreEqual(expected, counts[row], 5 * deviation);
    }

    [TestMethod]
    public void Pool_IsAllThatBatchesComeFrom_UntilTheNextOne()
    {
        var sampler = new BatchSampler([.. Enumerable.Range(0, 100)], [1], new Random(4));
        var pools = new List<int[]>();
        for (int pool = 0; pool < 30; pool++)
        {
            sampler.DrawPool(10);
            Assert.AreEqual(10, sampler.UnlabelledBatchSize(128));
            var seen = new SortedSet<int>();
            int[] batch = new int[4];
            for (int i = 0; i < 100; i++)
            {
                sampler.DrawUnlabelled(batch);
                seen.UnionWith(batch);
            }
            Assert.HasCount(10, seen);
            pools.Add([.. seen]);
        }
        Assert.IsGreaterThan(90, pools.SelectMany(pool => pool).Distinct().Count(), "each pool is drawn from all rows");
    }

    [TestMethod]
    public void AnomalyBatches_TakeOnlyAnomalies_AndMayRepeatThem()
    {
        var sampler = new BatchSampler([1, 2, 3], [7], new Random(4));
        int[] batch = new int[8];
        sampler.DrawAnomalies(batch);
        CollectionAssert.AreEqual(Enumerable.Repeat(7, 8).ToArray(), batch);
    }

    [TestMethod]
    public void BatchSize_IsLimitedByTheRows() => Assert.AreEqual(3, new BatchSampler([1, 2, 3], [], new Random(1)).UnlabelledBatchSize(128));

    [TestMethod]
    public void HoldOut_KeepsEveryRowOnce()
    {
        int[] rows = [.. Enumerable.Range(0, 103)];
        HoldOut split = HoldOut.Split(rows, 0.1, 1000, new Random(2));
        Assert.HasCount(11, split.Validation);
        CollectionAssert.AreEquivalent(rows, split.Train.Concat(split.Validation).ToArray());
        Assert.HasCount(5, HoldOut.Split(rows, 0.1, 5, new Random(2)).Validation);
        Assert.HasCount(1, HoldOut.Split([4, 5], 1, 1000, new Random(2)).Train);
    }

    [TestMethod]
    public void RowNoise_BelongsToTheRow_AndHasTheScaleAskedFor()
    {
        var noise = new RowNoise(0.05f, new Random(3));
        var first = new float[50_000];
        var again = new float[50_000];
        var other = new float[50_000];
        noise.AddTo(first, 12);
        noise.AddTo(again, 12);
        noise.AddTo(other, 13);
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
        double mean = first.Average(), deviation = Math.Sqrt(first.Average(v => (double)v * v));
        Assert.AreEqual(0, mean, 5 * 0.05 / Math.Sqrt(first.Length));
        Assert.AreEqual(0.05, deviation, 0.001);
        // 65,536 different values, in a circle, wherever in it a row begins.
        var longer = new float[65_536 + 100];
        noise.AddTo(longer, 12);
        CollectionAssert.AreEqual(first, longer[..50_000]);
        CollectionAssert.AreEqual(longer[..100], longer[65_536..]);
        // Each value's factor, and what was there before.
        float[] factors = [.. Enumerable.Range(0, longer.Length).Select(i => i % 7 / 4f)], scaled = [.. Enumerable.Repeat(1f, longer.Length)];
        noise.AddTo(scaled, 12, factors);
        CollectionAssert.AreEqual(longer.Zip(factors, (value, factor) => 1 + (factor * value)).ToArray(), scaled);
    }

    [TestMethod]
    public void InputNoise_IsAnotherOneEachTime_InUnitsOfScottsBandwidth()
    {
        // 32 rows with deviations of 0.5, 20 and 0, of which the network sees the first two: 32^(-1/6) = 0.5612.
        var features = new FeatureRows(3);
        for (int i = 0; i < 32; i++)
            new float[] { i % 2, 40 * (i % 2), 7 }.CopyTo(features.Add());
        var rows = new TrainingRows(features, [.. Enumerable.Range(0, 32)], [], [0, 0, 7], [1, 40, 7]);
        FeatureScaling scaling = FeatureScaling.Create(rows.Minimum, rows.Maximum, normalize: true);
        using var scope = NewDisposeScope();
        using InputNoise noise = InputNoise.Create(0.6f, rows, scaling, new Random(3), CPU);
        float[][] shown = [.. TensorValues.ToArray(noise.AddTo(tensor(new float[] { 1, 2 }).expand(20_000, 2))).Chunk(2)];
        Assert.AreEqual(shown.Length, shown.Select(row => row[0]).Distinct().Count(), 0.2 * shown.Length, "noise that is the same for all rows is none");
        // Both features are scaled to [0, 1], where their deviation is 0.5.
        Assert.AreEqual(0.6 * 0.5612 * 0.5, Deviation(0, 1), 0.004);
        Assert.AreEqual(0.6 * 0.5612 * 0.5, Deviation(1, 2), 0.004);

        double Deviation(int feature, double mean) => Math.Sqrt(shown.Average(row => Math.Pow(row[feature] - mean, 2)));
    }

    [TestMethod]
    public void FeatureMoments_AreThoseOfTheUnlabelledRows()
    {
        var features = new FeatureRows(2);
        foreach (float[] row in new float[][] { [1, 5], [9, 9], [3, 5], [8, 5] })
            row.CopyTo(features.Add());
        FeatureMoments moments = FeatureMoments.Measure(new TrainingRows(features, [0, 2, 3], [1], [1, 5], [9, 9]));
        // 1, 3, 8: mean 4, squared deviations 9, 1, 16.
        Assert.AreEqual(4, moments.Mean[0], 1e-12);
        Assert.AreEqual(Math.Sqrt(26.0 / 3), moments.Deviation[0], 1e-12);
        Assert.AreEqual((5.0, 0.0), (moments.Mean[1], moments.Deviation[1]));
        FeatureScaling scaling = FeatureScaling.Create([1, 7, 5], [9, 7, 9], normalize: true);
        CollectionAssert.AreEqual(new[] { 0.25f, 0.75f }, scaling.ScaleLengths([2, 100, 3]));
    }

    [TestMethod]
    public void EarlyStopping_CountsEpochsWithoutImprovement()
    {
        var stopping = new EarlyStopping(2, 0.1);
        Assert.IsTrue(stopping.IsImprovement(5));
        Assert.IsFalse(stopping.IsImprovement(4.95), "better by less than 0.1 is no improvement");
        Assert.IsFalse(stopping.ShouldStop);
        Assert.IsTrue(stopping.IsImprovement(4));
        Assert.IsFalse(stopping.IsImprovement(4));
        Assert.IsFalse(stopping.ShouldStop);
        Assert.IsFalse(stopping.IsImprovement(4));
        Assert.IsTrue(stopping.ShouldStop);
        Assert.AreEqual(4, stopping.Best);
    }

    [TestMethod]
    public void EarlyStopping_EndsAtOnceOnNaN()
    {
        var stopping = new EarlyStopping(10, 0);
        stopping.IsImprovement(1);
        Assert.IsFalse(stopping.IsImprovement(double.NaN));
        Assert.IsTrue(stopping.ShouldStop);
    }

    [TestMethod]
    public void Seeds_GiveIndependentRepeatableGenerators()
    {
        var seeds = new SeedSequence(7);
        int[] first = [seeds.Initialization.Next(), seeds.Batches.Next(), seeds.JointBatches.Next(), seeds.Noise.Next(), seeds.Clustering.Next(), seeds.HoldOut.Next()];
        var again = new SeedSequence(7);
        int[] second = [again.Initialization.Next(), again.Batches.Next(), again.JointBatches.Next(), again.Noise.Next(), again.Clustering.Next(), again.HoldOut.Next()];
        CollectionAssert.AreEqual(first, second);
        Assert.AreEqual(6, first.Distinct().Count());
        Assert.AreNotEqual(first[0], new SeedSequence(8).Initialization.Next());
    }

    [TestMethod]
    public void RowSample_TakesDistinctRowsInTheirOrder()
    {
        int[] rows = [.. Enumerable.Range(10, 100)];
        int[] taken = RowSample.Take(rows, 30, new Random(1));
        Assert.HasCount(30, taken);
        CollectionAssert.AreEqual(taken.Distinct().Order().ToArray(), taken);
        CollectionAssert.IsSubsetOf(taken, rows);
        CollectionAssert.AreEqual(rows, RowSample.Take(rows, 100, new Random(1)));
    }

    [TestMethod]
    public void FeatureRows_KeepWhatWasWritten_AcrossBlocks()
    {
        var rows = new FeatureRows(3);
        for (int i = 0; i < 10_000; i++)
            rows.Add().Fill(i);
        rows.Add().Fill(-1);
        rows.RemoveLast();
        Assert.AreEqual(10_000, rows.Count);
        for (int i = 0; i < rows.Count; i++)
            CollectionAssert.AreEqual(new float[] { i, i, i }, rows[i].ToArray());
        Assert.AreEqual(0, rows.Add()[0], "a row that was taken back leaves nothing behind");
    }
}
