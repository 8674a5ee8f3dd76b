using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class VerbTests
{
    [TestMethod]
    public void Evaluate_MeasuresOnAllRows()
    {
        JsonNode json = ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data, "--json").Succeeded().Json;
        Assert.AreEqual(Machines.Rows, (int)json["rows"]!);
        Assert.AreEqual(Machines.Rows / Machines.BrokenEvery, (int)json["anomalies"]!);
        int found = (int)json["truePositives"]!, wrong = (int)json["falsePositives"]!;
        Assert.AreEqual((double)found / (found + wrong), (double)json["precision"]!, 1e-12);
        Assert.AreEqual(found / 30.0, (double)json["recall"]!, 1e-12);
        double[] interval = [.. json["averagePrecisionInterval"]!.AsArray().Select(end => (double)end!)];
        Assert.IsTrue(interval[0] <= (double)json["averagePrecision"]! && interval[1] >= (double)json["averagePrecision"]!);
        string text = ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data).Succeeded().Output;
        StringAssert.Contains(text, "On 300 rows, 30 of them anomalies");
        StringAssert.Contains(text, ((double)json["averagePrecision"]!).ToString("F3", CultureInfo.InvariantCulture));
        Assert.DoesNotContain('\u001b', text, "no colours where nobody sees them");
    }

    [TestMethod]
    public void Evaluate_TakesAnotherLabel_AndAFigureThatIsNotDefinedIsNull()
    {
        JsonNode json = ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data, "--label", "site", "--anomaly", "nowhere", "--json").Succeeded().Json;
        Assert.AreEqual(0, (int)json["anomalies"]!);
        Assert.IsTrue(json.AsObject().ContainsKey("averagePrecision"));
        Assert.IsNull(json["averagePrecision"]);
    }

    [TestMethod]
    public void Explain_TellsWhatScoreTells_AndTheRowsValues()
    {
        string[] scores = ToolRun.Of("score", TrainedModel.Path, TrainedModel.Data).Succeeded().Lines;
        JsonNode json = ToolRun.Of("explain", TrainedModel.Path, TrainedModel.Data, "--line", "22", "--top", "3", "--json").Succeeded().Json;
        Assert.AreEqual(float.Parse(scores[21].Split(',')[0], CultureInfo.InvariantCulture), (float)json["Score"]!);
        JsonArray contributions = json["contributions"]!.AsArray();
        Assert.HasCount(3, contributions);
        string row = File.ReadAllLines(TrainedModel.Data)[21];
        Assert.IsTrue(contributions.All(c => row.Contains((string)c!["value"]!, StringComparison.Ordinal)));
        double[] sizes = [.. contributions.Select(c => Math.Abs((double)c!["contribution"]!))];
        CollectionAssert.AreEqual(sizes.OrderDescending().ToArray(), sizes);
        StringAssert.Contains(ToolRun.Of("explain", TrainedModel.Path, TrainedModel.Data, "--line", "22").Succeeded().Output, "Line 22: an");
        ToolRun.Of("explain", TrainedModel.Path, TrainedModel.Data, "--line", "302").Failed(1, "has no row in line 302");
        ToolRun.Of("explain", TrainedModel.Path, TrainedModel.Data, "--row", "0").Failed(2, "counts from 1");
    }

    [TestMethod]
    public void Inspect_TellsColumnsOptionsPrototypesAndThreshold()
    {
        JsonNode json = ToolRun.Of("inspect", TrainedModel.Path, "--json").Succeeded().Json;
        Assert.AreEqual(2, (int)json["formatVersion"]!);
        Assert.AreEqual(0.5, (double)json["threshold"]!);
        Assert.AreEqual(2, (int)json["prototypes"]!);
        Assert.HasCount(2, json["prototypeVectors"]!.AsArray());
        Assert.HasCount(4, json["prototypeVectors"]![0]!.AsArray());
        Assert.HasCount(2, json["prototypeRows"]!.AsArray());
        CollectionAssert.AreEqual(
            new[] { "speed", "heat", "site.north", "site.south", "oil, grade.5W, 30", "oil, grade.10W" },
            json["prototypeRows"]![0]!.AsObject().Select(pair => pair.Key).ToArray());
        Assert.AreEqual("4", (string?)json["options"]!["LatentSize"]);
        CollectionAssert.AreEqual(new[] { "Number", "Number", "Category", "Category" }, json["columns"]!.AsArray().Select(c => (string)c!["kind"]!).ToArray());
        Assert.AreEqual("serial", (string?)json["leftOut"]![0]!["name"]);
        string text = ToolRun.Of("inspect", TrainedModel.Path).Succeeded().Output;
        foreach (string part in (string[])["MultiNormalPrototypes", "speed, heat", "oil, grade", "LearningRate", "Prototype"])
            StringAssert.Contains(text, part);
    }

    [TestMethod]
    public void Adjust_ChoosesTheThreshold_AndGivesProbabilities()
    {
        using var folder = new TemporaryFolder();
        JsonNode json = ToolRun.Of(
            "adjust", TrainedModel.Path, TrainedModel.Data, "--threshold", "recall=1", "--calibrate", "platt", "--out", folder["a.zip"], "--json").Succeeded().Json;
        Assert.AreEqual(1.0, (double)json["recall"]!);
        JsonNode inspected = ToolRun.Of("inspect", folder["a.zip"], "--json").Succeeded().Json;
        Assert.AreEqual((double)json["threshold"]!, (double)inspected["threshold"]!);
        Assert.AreEqual("Platt", (string?)inspected["calibration"]);
        string[] before = ToolRun.Of("score", TrainedModel.Path, TrainedModel.Data).Succeeded().Lines;
        string[] after = ToolRun.Of("score", folder["a.zip"], TrainedModel.Data, "--columns", "Score,Probability").Succeeded().Lines;
        for (int i = 1; i < before.Length; i++)
        {
            Assert.AreEqual(before[i].Split(',')[0], after[i].Split(',')[0]);
            Assert.IsTrue(float.Parse(after[i].Split(',')[1], CultureInfo.InvariantCulture) is > 0 and < 1);
        }
        Assert.IsNotNull(ToolRun.Of("explain", folder["a.zip"], TrainedModel.Data, "--line", "2", "--json").Succeeded().Json["Probability"]);
        ToolRun.Of("adjust", TrainedModel.Path, TrainedModel.Data, "--out", folder["b.zip"]).Failed(2, "nothing to adjust");
        ToolRun.Of("adjust", TrainedModel.Path, TrainedModel.Data, "--out", folder["b.zip"], "--threshold", "expected-f1").Failed(2, "does not have: add --calibrate");
        json = ToolRun.Of(
            "adjust", TrainedModel.Path, TrainedModel.Data, "--out", folder["c.zip"], "--threshold", "expected-f1", "--calibrate", "platt", "--json").Succeeded().Json;
        // Of n rows above a threshold, by their probabilities p: F1 = 2 sum(p above) / (n + sum(p)).
        (float Score, double Probability)[] rows =
        [
            .. ToolRun.Of("score", folder["c.zip"], TrainedModel.Data, "--columns", "Score,Probability").Succeeded().Lines[1..].Select(line => line.Split(','))
                .Select(fields => (float.Parse(fields[0], CultureInfo.InvariantCulture), double.Parse(fields[1], CultureInfo.InvariantCulture))),
        ];
        double Expected(double threshold) =>
            2 * rows.Where(row => row.Score > threshold).Sum(row => row.Probability) / (rows.Count(row => row.Score > threshold) + rows.Sum(row => row.Probability));
        Assert.AreEqual(rows.Max(row => Expected(MathF.BitDecrement(row.Score))), Expected((double)json["threshold"]!), 1e-6);
        ToolRun.Of("adjust", TrainedModel.Path, TrainedModel.Data, "--out", folder["b.zip"], "--calibrate", "magic").Failed(2, "--calibrate takes one of platt, isotonic", "not 'magic'");
    }

    [TestMethod]
    public void Split_HidesAllButAFewLabels_AndLosesNoRow()
    {
        using var folder = new TemporaryFolder();
        JsonNode json = ToolRun.Of(
            "split", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--labelled", "5", "--train-out", folder["a.csv"], "--test-out", folder["b.csv"],
            "--json").Succeeded().Json;
        string[] train = File.ReadAllLines(folder["a.csv"]), test = File.ReadAllLines(folder["b.csv"]);
        Assert.AreEqual(Machines.Header, train[0]);
        Assert.AreEqual(Machines.Header, test[0]);
        Assert.AreEqual(5, train.Count(line => line.EndsWith(",1", StringComparison.Ordinal)));
        Assert.AreEqual(9, test.Count(line => line.EndsWith(",1", StringComparison.Ordinal)));
        Assert.AreEqual((210, 90, 16), ((int)json["trainRows"]!, (int)json["testRows"]!, (int)json["hiddenAnomalies"]!));
        string[] before = [.. Machines.Csv.Split('\n')[1..^1].Select(WithoutLabel).Order()];
        CollectionAssert.AreEqual(before, train.Skip(1).Concat(test.Skip(1)).Select(WithoutLabel).Order().ToArray());
        ToolRun.Of("split", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--labelled", "50").Failed(1, "from 1 to 21");
        ToolRun.Of("split", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--train-out", TrainedModel.Data).Failed(1, "would overwrite");
    }

    [TestMethod]
    public void Compare_CrossValidatesEachTrainer()
    {
        JsonNode json = ToolRun.Of(
            "compare", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainers", "mnp", "--folds", "3", "--json", "-q",
            "-o", "MaximumNumberOfPretrainingEpochs=1", "-o", "NumberOfEpochsWithoutValidation=3", "-o", "BatchesPerEpoch=4").Succeeded().Json;
        JsonNode figure = json["mnp"]!["areaUnderRocCurve"]!;
        double[] parts = [.. figure["parts"]!.AsArray().Select(part => (double)part!)];
        Assert.HasCount(3, parts);
        Assert.AreEqual(parts.Average(), (double)figure["mean"]!, 1e-12);
        ToolRun.Of("compare", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--folds", "31", "-q").Failed(1, "from 2 to 30");
    }

    [TestMethod]
    public void Help_OfEachVerb_HasAnExampleThatParses()
    {
        foreach (string verb in (string[])["train", "evaluate", "score", "explain", "inspect", "adjust", "split", "compare"])
        {
            string[] help = ToolRun.Of(verb, "--help").Succeeded().Lines;
            string[] examples = [.. help.SkipWhile(line => line != "Examples:").Skip(1).Where(line => line.Length > 0)];
            Assert.IsNotEmpty(examples, verb);
            foreach (string example in examples)
            {
                string[] words = [.. example.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).TakeWhile(word => word is not ("<" or ">"))];
                // The files are not there, but the command line is understood.
                Assert.AreEqual(1, ToolRun.Of(words).Code, example);
            }
        }
    }

    private static string WithoutLabel(string line) => line[..line.LastIndexOf(',')];
}
