using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class TrainTests
{
    [TestMethod]
    public void ATableWithCategoriesAndMissingValues_IsLearned()
    {
        JsonNode json = TrainedModel.Run.Json;
        Assert.AreEqual("MultiNormalPrototypes", (string?)json["trainer"]);
        Assert.AreEqual(210, (int)json["trainingRows"]!);
        Assert.AreEqual(21, (int)json["labelledAnomalies"]!);
        Assert.AreEqual(90, (int)json["evaluation"]!["rows"]!);
        Assert.AreEqual(9, (int)json["evaluation"]!["anomalies"]!);
        Assert.IsGreaterThan(0.9, (double)json["evaluation"]!["areaUnderRocCurve"]!);
        Assert.IsTrue(File.Exists(TrainedModel.Report));
    }

    [TestMethod]
    public void Remarks_AndProgress_GoToTheErrorStream()
    {
        StringAssert.Contains(TrainedModel.Run.Error, "Left out: serial has texts such as 'M-0000' and more than 100 distinct values");
        StringAssert.Contains(TrainedModel.Run.Error, "Joint training: epoch 40 of at most 40, loss ");
        StringAssert.Contains(TrainedModel.Run.Error, " s left");
    }

    [TestMethod]
    public void EachPhaseIsCountedInItsOwnParts_InEveryRound()
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 400).Select(i => FormattableString.Invariant($"{(i % 20 == 0 ? 5 : 0) + (i * 37 % 100 / 50.0)},{i * 61 % 100 / 50.0},{(i % 40 == 0 ? 1 : 0)}\n")));
        string data = folder.Write("data.csv", "a,b,y\n" + rows);
        string error = ToolRun.Of("train", data, "--label", "y", "--out", folder["m.zip"], "--report", "none").Succeeded().Error;
        string[] phases = [.. error.Split('\n').Where(line => line.Contains(" of at most ", StringComparison.Ordinal)).Select(line => line[..line.LastIndexOf(" of at most ", StringComparison.Ordinal)].Split(": ")).Select(parts => $"{parts[0]}: {parts[1].Split(' ')[0]}").Distinct()];
        CollectionAssert.IsSubsetOf(new[] { "Folds: fold", "Networks: step", "Folds, round 2: fold", "Networks, round 2: step" }, phases, error);
    }

    [TestMethod]
    public void OnATerminal_OneBarShowsThePhases()
    {
        using var folder = new TemporaryFolder();
        var error = new StringWriter();
        var streams = new ToolStreams(Stream.Null, TextWriter.Null, error, outputIsTerminal: false, errorIsTerminal: true);
        Assert.AreEqual(0, ToolApplication.Run(TrainedModel.Arguments(TrainedModel.Data, folder["m.zip"]), streams, CancellationToken.None), error.ToString());
        Assert.DoesNotContain("epoch 20 of at most", error.ToString(), "no lines beside the bar");
    }

    [TestMethod]
    public void Quiet_WritesNothingButTheResult()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = TrainedModel.Train(TrainedModel.Data, folder["quiet.zip"], "--quiet", "--report", "none").Succeeded();
        Assert.AreEqual("", run.Error);
        Assert.IsFalse(File.Exists(folder["quiet.html"]));
    }

    [TestMethod]
    public void EqualSeeds_MakeEqualFiles()
    {
        using var folder = new TemporaryFolder();
        TrainedModel.Train(TrainedModel.Data, folder["again.zip"], "--report", "none").Succeeded();
        CollectionAssert.AreEqual(File.ReadAllBytes(TrainedModel.Path), File.ReadAllBytes(folder["again.zip"]));
        TrainedModel.Train(TrainedModel.Data, folder["other.zip"], "--report", "none", "--seed", "2").Succeeded();
        CollectionAssert.AreNotEqual(File.ReadAllBytes(TrainedModel.Path), File.ReadAllBytes(folder["other.zip"]));
    }

    [TestMethod]
    public void TheModel_HoldsTheWholePipeline_AndLoadsWithoutTheTool()
    {
        var mlContext = new MLContext();
        ITransformer model = mlContext.Model.Load(TrainedModel.Path, out DataViewSchema schema);
        CollectionAssert.AreEqual(new[] { "speed", "heat", "site", "oil, grade" }, schema.Select(column => column.Name).ToArray());
        IDataView rows = mlContext.Data.LoadFromEnumerable([new Machine { Speed = 10.5f, Heat = 21.5f, Site = "north", Oil = "10W" }, new Machine { Speed = 10.5f, Heat = 46, Site = "north", Oil = "10W" }]);
        float[] scores = [.. model.Transform(rows).GetColumn<float>("Score")];
        Assert.IsGreaterThan(scores[0], scores[1]);
    }

    [TestMethod]
    public void WithoutHeldOutRows_ThereAreNoFigures()
    {
        using var folder = new TemporaryFolder();
        JsonNode json = TrainedModel.Train(TrainedModel.Data, folder["all.zip"], "--test-fraction", "0").Succeeded().Json;
        Assert.AreEqual(Machines.Rows, (int)json["trainingRows"]!);
        Assert.IsNull(json["evaluation"]);
        Assert.IsFalse(File.Exists(folder["all.html"]));
    }

    [TestMethod]
    public void AnotherFile_CanBeTheTest()
    {
        using var folder = new TemporaryFolder();
        string test = folder.Write("test.csv", string.Join('\n', Machines.Csv.Split('\n')[..51]));
        JsonNode json = TrainedModel.Train(TrainedModel.Data, folder["m.zip"], "--test", test, "--report", folder["r.html"]).Succeeded().Json;
        Assert.AreEqual(Machines.Rows, (int)json["trainingRows"]!);
        Assert.AreEqual(50, (int)json["evaluation"]!["rows"]!);
        Assert.IsTrue(File.Exists(folder["r.html"]));
    }

    [TestMethod]
    [DataRow("ensemble", "PrototypeEnsemble", "-o", "NumberOfSteps=10")]
    [DataRow("wvad", "Wvad", "-o", "NumberOfFirstStageEpochs=3", "-o", "NumberOfSecondStageEpochs=3", "-o", "NumberOfPretrainingEpochs=2", "-o", "NumberOfClusters=2")]
    [DataRow("pdd", "PrototypeDataDescription", "--classes", "site", "-o", "NumberOfEpochs=3", "-o", "NumberOfPretrainingEpochs=2")]
    public void EveryTrainer_Trains_AndItsModelScores(string trainer, string title, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string model = folder["model.zip"];
        ToolRun trained = ToolRun.Of(
            ["train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", trainer, "--out", model, "--json", .. more]).Succeeded();
        Assert.AreEqual(title, (string?)trained.Json["trainer"]);
        Assert.AreEqual(90, (int)trained.Json["evaluation"]!["rows"]!);
        Assert.HasCount(Machines.Rows + 1, ToolRun.Of("score", model, TrainedModel.Data).Succeeded().Lines);
        Assert.AreEqual(title, (string?)ToolRun.Of("inspect", model, "--json").Succeeded().Json["trainer"]);
        ToolRun.Of("explain", model, TrainedModel.Data, "--line", "2").Succeeded();
    }

    [TestMethod]
    public void OtherProgramsModels_CanBeInspected_ButNotUsed()
    {
        using var folder = new TemporaryFolder();
        File.Copy(TrainedModel.Path, folder["bare.zip"]);
        using (ZipArchive zip = ZipFile.Open(folder["bare.zip"], ZipArchiveMode.Update))
            zip.GetEntry("ProtoAnomaly.Tool.json")!.Delete();
        Assert.AreEqual("MultiNormalPrototypes", (string?)ToolRun.Of("inspect", folder["bare.zip"], "--json").Succeeded().Json["trainer"]);
        ToolRun.Of("score", folder["bare.zip"], TrainedModel.Data).Failed(1, "was not made by `protoanomaly train`");
    }

    private sealed class Machine
    {
        [ColumnName("speed")]
        public float Speed { get; set; }

        [ColumnName("heat")]
        public float Heat { get; set; }

        [ColumnName("site")]
        public string Site { get; set; } = "";

        [ColumnName("oil, grade")]
        public string Oil { get; set; } = "";
    }
}
