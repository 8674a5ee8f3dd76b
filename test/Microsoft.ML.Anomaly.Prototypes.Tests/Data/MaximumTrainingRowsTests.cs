using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class MaximumTrainingRowsTests
{
    // Every tenth row is an anomaly, every tenth known to be normal; the first feature is the row's number.
    private static IEnumerable<SingleLabelRow> Made(int count) => Enumerable.Range(0, count).Select(i => new SingleLabelRow
    {
        Label = (i % 10) switch { 3 => 1, 7 => -1, _ => 0 },
        Features = [i, i % 2, 0, 0, 0, 0],
    });

    [TestMethod]
    public void LabelledRowsAreKept_AndARandomSampleOfTheOthers()
    {
        (TrainingRows rows, List<string> messages) = Read(1000, 400, seed: 1);
        Assert.HasCount(100, rows.Anomalies);
        Assert.HasCount(300, rows.Unlabelled);
        int[] numbers = [.. rows.Unlabelled.Select(row => (int)rows.Features[row][0])];
        Assert.HasCount(300, numbers.Distinct().ToArray());
        Assert.IsTrue(rows.Anomalies.All(row => rows.Features[row][0] % 10 == 3) && numbers.All(number => number % 10 != 3));
        Assert.HasCount(100, numbers.Where(number => number % 10 == 7).ToArray(), "known to be normal");
        // 200 of 800: a quarter of each hundred, give or take.
        foreach (IGrouping<int, int> hundred in numbers.Where(number => number % 10 != 7).GroupBy(number => number / 250))
            Assert.IsTrue(hundred.Count() is > 25 and < 75, $"{hundred.Key}: {hundred.Count()}");
        Assert.AreEqual(0, rows.Minimum[0]);
        Assert.AreEqual(999, rows.Maximum[0], "ranges are those of all rows");
        Assert.IsTrue(messages.Any(m => m.Contains("Of 800 unlabelled rows a random sample of 200", StringComparison.Ordinal) && m.Contains("MaximumTrainingRows", StringComparison.Ordinal)));

        CollectionAssert.AreEqual(numbers, Numbers(Read(1000, 400, seed: 1).Rows));
        CollectionAssert.AreNotEqual(numbers, Numbers(Read(1000, 400, seed: 2).Rows));

        static int[] Numbers(TrainingRows read) => [.. read.Unlabelled.Select(row => (int)read.Features[row][0])];
    }

    [TestMethod]
    public void WhereAllFit_NothingIsLeftOut()
    {
        foreach (int? maximum in new int?[] { null, 1000 })
        {
            (TrainingRows rows, List<string> messages) = Read(1000, maximum, seed: 1);
            CollectionAssert.AreEqual(Enumerable.Range(0, 1000).Where(i => i % 10 != 3).ToArray(), rows.Unlabelled);
            Assert.IsFalse(messages.Any(m => m.Contains("MaximumTrainingRows", StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    public void TwoUnlabelledRowsStay_HoweverManyAreLabelled()
    {
        (TrainingRows rows, _) = Read(1000, 2, seed: 1);
        Assert.HasCount(102, rows.Unlabelled, "two, and those known to be normal");
        Assert.HasCount(100, rows.Anomalies);
    }

    [TestMethod]
    public void DefaultBound_IsTwoGigabytes()
    {
        Assert.AreEqual(1 << 29, RowReservoir.DefaultMaximum(1));
        Assert.AreEqual((1 << 29) / 10, RowReservoir.DefaultMaximum(10));
    }

    private static (TrainingRows Rows, List<string> Messages) Read(int count, int? maximum, int seed)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        using IChannel channel = ((IHostEnvironment)mlContext).Register("Test").Start("Reading");
        var reader = new TrainingRowsReader("Label", "Features", false, maximum, new SeedSequence(seed).Rows, channel, default);
        return (reader.Read(mlContext.Data.LoadFromEnumerable(Made(count)), null), messages);
    }
}
