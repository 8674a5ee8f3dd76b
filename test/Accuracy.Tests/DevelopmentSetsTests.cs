using System.Globalization;
using System.IO.Compression;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Benchmarks.Accuracy;

namespace Accuracy.Tests;

[TestClass]
public sealed class DevelopmentSetsTests
{
    private static readonly Dictionary<string, string[]> Classes = new()
    {
        ["segment"] = ["brickface", "foliage", "window", "grass", "sky"],
        ["vehicle"] = ["van", "bus", "saab", "opel"],
        ["vowel"] = ["hid", "hAd", "hud", "hod"],
        ["digits8x8"] = ["1", "4", "8", "0"],
        ["letter_recognition"] = ["A", "E", "H", "S", "B"],
        ["statlog_satellite"] = ["cotton crop", "damp grey soil", "red soil"],
        ["statlog_shuttle"] = ["High", "Rad.Flow"],
    };

    [TestMethod]
    public void SetsHaveTheAnomaliesOfTheirClass_AndSplitsOfTheProtocol()
    {
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.Path, "data"), made = Path.Combine(folder.Path, "made");
        foreach (string part in new[] { "tabular", "classes", "images", Path.Combine("splits", "mnp") })
            Directory.CreateDirectory(Path.Combine(data, part));
        foreach (string table in new[] { "Cardiotocography", "Pima", "WDBC", "breastw", "fault", "glass", "wine" })
        {
            File.WriteAllText(Path.Combine(data, "tabular", table + ".csv"), "f0,label\n1,0\n");
            File.WriteAllText(Path.Combine(data, "splits", "mnp", table + ".csv"), "row,s0\n0,U\n");
        }
        // The one feature tells the class.
        foreach ((string source, string[] classes) in Classes)
        {
            File.WriteAllLines(
                Path.Combine(data, "classes", source + ".csv"),
                ["f0,f1,class", .. Enumerable.Range(0, 200 * classes.Length).Select(i => $"{i % classes.Length},0.5,{classes[i % classes.Length]}")]);
        }
        foreach (string images in new[] { "mnist", "fashion" })
        {
            Compress(Path.Combine(data, "images", images + "-train-images-idx3-ubyte.gz"), [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 8, 0, 0, 0, 8, .. Enumerable.Range(0, 40 * 64).Select(i => (byte)(i % 64 == 0 ? 16 : 0))]);
            Compress(Path.Combine(data, "images", images + "-train-labels-idx1-ubyte.gz"), [0, 0, 8, 1, 0, 0, 0, 40, .. Enumerable.Range(0, 40).Select(i => (byte)(i % 10))]);
        }

        DevelopmentSets.Write(data, made);

        string[] names = DataSet.Names(made, "mnp");
        Assert.HasCount(35, names);
        DataSet set = DataSet.Read(made, "mnp", "segment-window", 0);
        // 150 anomalies: 45 to test with, 7 to validate with, a tenth of the other 98 labelled.
        Assert.AreEqual(45, set.Test.Count(row => row.Label));
        Assert.AreEqual(10, set.Train.Count(row => row.Label));
        Assert.IsTrue(set.Test.All(row => row.Label == (row.Features[0] == 2)));
        Assert.AreEqual(98, set.Train.Count(row => row.Features[0] == 2), "88 of them hide");
        Assert.AreNotEqual(Text(set), Text(DataSet.Read(made, "mnp", "segment-window", 1)), "another split");

        string wide = Path.Combine(folder.Path, "wide");
        DevelopmentSets.Write(data, wide, wide: true);
        Assert.IsTrue(DataSet.Names(wide, "mnp").All(name => name.StartsWith("mnist", StringComparison.Ordinal) || name.StartsWith("fashion", StringComparison.Ordinal)));
        Assert.AreEqual(64 + 1, File.ReadLines(Path.Combine(wide, "tabular", "mnist-2.csv")).First().Split(',').Length);

        string[] pooled = File.ReadAllLines(Path.Combine(made, "tabular", "mnist-2.csv"));
        Assert.AreEqual("f0,f1,f2,f3,label", pooled[0]);
        Assert.IsTrue(pooled.Skip(1).All(line => line.StartsWith("1,0,0,0,", StringComparison.Ordinal)), "means of four by four pixels");

        static string Text(DataSet read) => string.Join(' ', read.Test.Select(row => row.Features[0].ToString(CultureInfo.InvariantCulture)));
    }

    private static void Compress(string file, byte[] content)
    {
        using var stream = new GZipStream(File.Create(file), CompressionMode.Compress);
        stream.Write(content);
    }
}
