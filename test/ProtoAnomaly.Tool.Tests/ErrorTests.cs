using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>Each failure is one line on the error stream that says what to do, and an exit code.</summary>
[TestClass]
public sealed class ErrorTests
{
    [TestMethod]
    public void UsageErrors_Give2()
    {
        ToolRun.Of().Failed(ExitCode.Usage, "--help");
        ToolRun.Of("frobnicate").Failed(ExitCode.Usage, "--help");
        ToolRun.Of("train", "x.csv").Failed(ExitCode.Usage, "--label", "train --help");
        ToolRun.Of("train", "x.csv", "--label", "y", "--seed", "many").Failed(ExitCode.Usage, "many");
        ToolRun.Of("explain", "model.zip", "x.csv").Failed(ExitCode.Usage, "--line");
    }

    [TestMethod]
    public void WhatIsMissing_IsNamed()
    {
        ToolRun.Of("train", "no.csv", "--label", "y").Failed(ExitCode.Failure, "There is no file no.csv");
        ToolRun.Of("score", "no.zip").Failed(ExitCode.Failure, "There is no file no.zip");
        ToolRun.Of("train", TrainedModel.Data, "--label", "status").Failed(ExitCode.Failure, "no column 'status'; it has serial, speed, heat, site, oil, grade, state. Did you mean 'state'?");
        ToolRun.Of("train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--ignore", "weight").Failed(ExitCode.Failure, "no column 'weight'");
        ToolRun.Of("train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", "magic").Failed(ExitCode.Usage, "no trainer 'magic'; there are ensemble, mnp, wvad, pdd");
        ToolRun.Of("train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", "pdd").Failed(ExitCode.Usage, "--classes COLUMN");
    }

    [TestMethod]
    public void LabelsWithoutMeaning_AskForTheAnomaliesValue()
    {
        ToolRun.Of("train", TrainedModel.Data, "--label", "state").Failed(ExitCode.Failure, "the label column 'state' has the values 'fine' (270), 'broken' (30)", "--anomaly VALUE, for instance --anomaly broken");
        ToolRun.Of("train", TrainedModel.Data, "--label", "state", "--anomaly", "brocken").Failed(ExitCode.Failure, "no labelled anomaly", "Did you mean 'broken'?", "--anomaly VALUE");
    }

    [TestMethod]
    public void OptionsOutOfRange_AreNamed()
    {
        string[] train = ["train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", "mnp"];
        ToolRun.Of([.. train, "-o", "LearningRat=1"]).Failed(ExitCode.Usage, "no option LearningRat", "Did you mean 'LearningRate'?");
        ToolRun.Of([.. train, "-o", "LatentSize=wide"]).Failed(ExitCode.Usage, "LatentSize takes a whole number, not 'wide'");
        ToolRun.Of([.. train, "-o", "LearningRate=0,01"]).Failed(ExitCode.Usage, "LearningRate takes a number with a decimal point, not '0,01'");
        ToolRun.Of([.. train, "-o", "Balancing=odd"]).Failed(ExitCode.Usage, "Balancing takes one of ", "Detached");
        ToolRun.Of([.. train, "-o", "LatentSize"]).Failed(ExitCode.Usage, "--option Name=Value");
        ToolRun.Of([.. train, "-o", "LatentSize=0", "-q"]).Failed(ExitCode.Usage, "LatentSize");
        ToolRun.Of([.. train, "--device", "gpu"]).Failed(ExitCode.Usage, "cuda:N");
        ToolRun.Of([.. train, "--threads", "0"]).Failed(ExitCode.Usage, "--threads");
        ToolRun.Of([.. train, "--test-fraction", "1"]).Failed(ExitCode.Usage, "--test-fraction");
        ToolRun.Of([.. train, "--test-fraction", "0,3"]).Failed(ExitCode.Usage, "--test-fraction takes a number with a decimal point, not '0,3'");
        ToolRun.Of([.. train, "--threshold", "contamination=2"]).Failed(ExitCode.Usage, "--threshold contamination=2", "expected share");
        ToolRun.Of([.. train, "--threshold", "expected-f1"]).Failed(ExitCode.Usage, "--threshold expected-f1 needs probabilities, which mnp does not give");
        ToolRun.Of([.. train, "--threshold", "high"]).Failed(ExitCode.Usage, "best-f1", "not 'high'");
        ToolRun.Of([.. train, "--separator", "::"]).Failed(ExitCode.Usage, "--separator");
        ToolRun.Of([.. train, "--folds", "3"]).Failed(ExitCode.Usage, "train has no option --folds");
        ToolRun.Of([.. train, "--treshold", "0.5"]).Failed(ExitCode.Usage, "Did you mean '--threshold'?");
    }

    // What results print can be given back.
    [TestMethod]
    public void NamesAsPrinted_AreUnderstood()
    {
        using var folder = new TemporaryFolder();
        JsonNode options = ToolRun.Of("inspect", TrainedModel.Path, "--json").Succeeded().Json["options"]!;
        string[] simple = [.. options.AsObject().Where(option => option.Key is not ("Device" or "Threshold")).SelectMany(option => (string[])["-o", $"{option.Key}={(string?)option.Value}"])];
        string title = (string)TrainedModel.Run.Json["trainer"]!;
        ToolRun.Of(["train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", title, "--out", folder["m.zip"], "-q", .. simple]).Succeeded();
    }

    [TestMethod]
    public void AGpuThatIsNotThere_IsAnError()
    {
        string[] train = ["train", TrainedModel.Data, "--label", "state", "--anomaly", "broken", "--trainer", "mnp", "-q", "--device", "cuda:99"];
        ToolRun.Of(train).Failed(ExitCode.Failure, "CUDA device 99");
    }

    [TestMethod]
    public void BadTables_AreRefusedWithTheLine()
    {
        using var folder = new TemporaryFolder();
        Train("").Failed(ExitCode.Failure, "is empty");
        Train("a,label\n").Failed(ExitCode.Failure, "has no rows");
        Train("a,a,label\n1,2,0\n").Failed(ExitCode.Failure, "two columns 'a'");
        Train("a,label\n1,0\n1,2,1\n").Failed(ExitCode.Failure, "line 3: 3 fields, but there are 2 columns");
        Train("a,label\n1,0\n\"1,1\n").Failed(ExitCode.Failure, "line 3: a field in double quotes");
        Train("a,label\n5,0\n5,1\n").Failed(ExitCode.Failure, "no column to learn from: a: has one value only");

        ToolRun Train(string text) => ToolRun.Of("train", folder.Write("bad.csv", text), "--label", "label", "-q", "--out", folder["m.zip"]);
    }

    [TestMethod]
    public void FilesThatAreNoModels_AreRefused()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Of("inspect", folder.Write("no.zip", "hello")).Failed(ExitCode.Failure, "no.zip is no model, or damaged");
        byte[] bytes = File.ReadAllBytes(TrainedModel.Path);
        File.WriteAllBytes(folder["half.zip"], bytes[..(bytes.Length / 2)]);
        ToolRun.Of("inspect", folder["half.zip"]).Failed(ExitCode.Failure, "half.zip is no model, or damaged");
    }

    [TestMethod]
    public void APlaceThatCantBeWritten_IsAnError()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "");
        TrainedModel.Train(TrainedModel.Data, Path.Combine(file, "m.zip"), "-q").Failed(ExitCode.Failure, "can't be saved");
        ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data, "--report", Path.Combine(file, "r.html")).Failed(ExitCode.Failure, "can't be saved");
    }
}
