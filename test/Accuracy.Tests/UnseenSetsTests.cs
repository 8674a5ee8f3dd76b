using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class UnseenSetsTests
{
    private static readonly Dictionary<string, string[]> Classes = new()
    {
        ["segment"] = ["brickface", "sky", "grass"],
        ["vowel"] = ["hid", "hUd", "hod"],
        ["digits8x8"] = ["1", "8", "0"],
        ["letter_recognition"] = ["A", "H", "B"],
        ["statlog_satellite"] = ["cotton crop", "vegetation stubble", "red soil"],
        ["vehicle"] = ["van", "saab", "opel"],
    };

    [TestMethod]
    public void PairsHaveTheSameTrainingRows_AndOtherAnomaliesToTest()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "classes"));
        // The first feature tells the class, the second one the row.
        foreach ((string source, string[] classes) in Classes)
        {
            File.WriteAllLines(
                Path.Combine(folder.Path, "classes", source + ".csv"), ["f0,f1,class", .. Enumerable.Range(0, 360).Select(i => $"{i % 3},{i},{classes[i % 3]}")]);
        }
        string made = Path.Combine(folder.Path, "made");
        UnseenSets.Write(folder.Path, made);
        Assert.HasCount(12, DataSet.Names(made, UnseenSets.Protocol));

        DataSet seen = DataSet.Read(made, UnseenSets.Protocol, "vowel-seen", 2), unseen = DataSet.Read(made, UnseenSets.Protocol, "vowel-unseen", 2);
        CollectionAssert.AreEqual(seen.Train.Select(row => row.Features[1]).ToArray(), unseen.Train.Select(row => row.Features[1]).ToArray());
        Assert.AreEqual(10, seen.Train.Count(row => row.Label));
        Assert.IsTrue(seen.Train.Where(row => row.Label).All(row => row.Features[0] == 0));
        Assert.IsFalse(seen.Train.Any(row => row.Features[0] == 1));
        Assert.IsTrue(seen.Test.Where(row => row.Label).All(row => row.Features[0] == 0));
        Assert.IsTrue(unseen.Test.Where(row => row.Label).All(row => row.Features[0] == 1));
        Assert.AreEqual(30, unseen.Test.Count(row => row.Label));
        CollectionAssert.AreEqual(Normal(seen), Normal(unseen));

        static float[] Normal(DataSet set) => [.. set.Test.Where(row => !row.Label).Select(row => row.Features[1])];
    }
}
