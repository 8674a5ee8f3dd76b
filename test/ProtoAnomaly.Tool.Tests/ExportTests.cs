using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ProtoAnomaly.Tool.CommandLine;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class ExportTests
{
    [TestMethod]
    public void ExportedModel_ScoresTablesAsTheToolDoes_AndSaysWhatItIs()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.Of("export", TrainedModel.Path, "--out", folder["model.onnx"], "--json").Succeeded();
        Assert.AreEqual("MultiNormalPrototypes", (string?)run.Json["detector"]);
        // A category that is known, one that is not, and a missing number.
        (string Site, float Speed, float Heat, string Oil)[] rows = [("north", 10.5f, 21, "10W"), ("nowhere", 30, 80, "10W"), ("north", 10.5f, float.NaN, "")];
        string[] expected = ToolRun.WithInput(
            "site,speed,heat,\"oil, grade\"\nnorth,10.5,21,10W\nnowhere,30,80,10W\nnorth,10.5,,\n", "score", TrainedModel.Path).Succeeded().Lines[1..];

        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(folder["model.onnx"], options);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
        [
            Column("site", rows.Select(row => row.Site)), Column("speed", rows.Select(row => row.Speed)), Column("heat", rows.Select(row => row.Heat)),
            Column("oil, grade", rows.Select(row => row.Oil)),
        ]);
        float[] scores = [.. results.Single(result => result.Name == "Score.output").AsEnumerable<float>()];
        for (int row = 0; row < rows.Length; row++)
        {
            float score = float.Parse(expected[row].Split(',')[0]);
            Assert.AreEqual(score, scores[row], 1e-5f * score, $"row {row}");
        }
        Assert.IsFalse(session.OutputMetadata.ContainsKey("FeatureContributions.output"));
        Assert.AreEqual("0.5", session.ModelMetadata.CustomMetadataMap["threshold"]);
        StringAssert.Contains(session.ModelMetadata.CustomMetadataMap["features"], "north");
    }

    [TestMethod]
    public void Check_ScoresTheRowsByOnnxRuntimeToo()
    {
        using var folder = new TemporaryFolder();
        JsonNode check = ToolRun.Of("export", TrainedModel.Path, "--out", folder["model.onnx"], "--check", TrainedModel.Data, "--json").Succeeded().Json["check"]!;
        Assert.AreEqual(File.ReadLines(TrainedModel.Data).Count() - 1, (int)check["rows"]!);
        Assert.IsLessThan(1e-5, (double)check["largestDifference"]!);
        Assert.AreEqual(0, (int)check["differentVerdicts"]!);
        StringAssert.Contains(ToolRun.Of("export", TrainedModel.Path, "--out", folder["model.onnx"], "--check", TrainedModel.Data).Succeeded().Output, "0 verdicts differ");
        ToolRun.Of("export", TrainedModel.Path, "--out", folder["other.onnx"], "--check", folder.Write("odd.csv", "site,speed\nnorth,1\n")).Failed(ExitCode.Failure, "heat");
        Assert.IsFalse(File.Exists(folder["other.onnx"]));
    }

    [TestMethod]
    public void BadOpset_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Of("export", TrainedModel.Path, "--out", folder["model.onnx"], "--opset", "13").Failed(1, "--opset 13", "from 9 to 12");
        Assert.IsFalse(File.Exists(folder["model.onnx"]));
    }

    private static NamedOnnxValue Column<T>(string name, IEnumerable<T> values)
    {
        T[] all = [.. values];
        return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(all, [all.Length, 1]));
    }
}
