using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>No output of any verb takes the place of an input, by whatever path.</summary>
[TestClass]
public sealed class FileGuardTests
{
    private static readonly string[] Label = ["--label", "state", "--anomaly", "broken"];

    [TestMethod]
    public void EveryOutput_OfEveryVerb_IsHeldAgainstEveryInput()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Machines.Csv), test = folder.Write("test.csv", Machines.Csv), model = folder["model.zip"];
        File.Copy(TrainedModel.Path, model);
        byte[] before = File.ReadAllBytes(model);
        Refused(["train", data, .. Label, "--out", data]);
        Refused(["train", data, .. Label, "--out", folder["m.zip"], "--report", data]);
        Refused(["train", data, .. Label, "--test", test, "--out", test]);
        Refused(["train", data, .. Label, "--test", test, "--out", folder["m.zip"], "--report", test]);
        Refused("evaluate", model, data, "--report", data);
        Refused("evaluate", model, data, "--report", model);
        Refused("score", model, data, "--out", data);
        Refused("score", model, data, "--out", model);
        Refused("adjust", model, data, "--threshold", "0.5", "--out", data);
        Refused("adjust", model, data, "--threshold", "0.5", "--out", model);
        Refused(["split", data, .. Label, "--train-out", data, "--test-out", folder["t.csv"]]);
        Refused(["split", data, .. Label, "--train-out", folder["t.csv"], "--test-out", data]);
        ToolRun.Of(["split", data, .. Label, "--train-out", folder["t.csv"], "--test-out", folder["t.csv"]]).Failed(ExitCode.Failure, "name the same file");
        ToolRun.Of(["train", data, .. Label, "--out", folder["m.zip"], "--report", folder["m.zip"]]).Failed(ExitCode.Failure, "name the same file");
        Assert.AreEqual(Machines.Csv, File.ReadAllText(data));
        Assert.AreEqual(Machines.Csv, File.ReadAllText(test));
        CollectionAssert.AreEqual(before, File.ReadAllBytes(model));
        Assert.HasCount(3, Directory.GetFiles(Path.GetDirectoryName(data)!), "nothing was begun");

        static void Refused(params string[] arguments) => ToolRun.Of(arguments).Failed(ExitCode.Failure, "would overwrite a file that is read");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void OtherPathsToTheSameFile_AreSeenThrough()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", "x"), root = Path.GetDirectoryName(data)!;
        File.CreateSymbolicLink(folder["link.csv"], "data.csv");
        File.CreateSymbolicLink(folder["link2.csv"], folder["link.csv"]);
        Directory.CreateSymbolicLink(folder["linked"], root);
        foreach (string other in (string[])[
            Path.Combine(root, ".", "data.csv"), Path.Combine(root, "no", "..", "data.csv"), Path.GetRelativePath(Environment.CurrentDirectory, data),
            folder["link.csv"], folder["link2.csv"], Path.Combine(folder["linked"], "data.csv"), Path.Combine(folder["linked"], "linked", "link2.csv")])
        {
            Assert.ThrowsExactly<ToolException>(() => FileGuard.Check([data], ("--out", other)), other);
            Assert.ThrowsExactly<ToolException>(() => FileGuard.Check([other], ("--out", data)), other);
        }
        FileGuard.Check([data, null, "-"], ("--out", folder["new.csv"]), ("--report", null));
        Assert.ThrowsExactly<ToolException>(() => FileGuard.Check([], ("--out", root)), "a folder");
    }

    // A hard link is another name for the same content: the new file takes the name, and the content stays where it is read.
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void AHardLink_ToTheInput_LeavesTheInputWhole()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Machines.Csv);
        using (System.Diagnostics.Process link = System.Diagnostics.Process.Start("ln", [data, folder["hard.csv"]]))
            link.WaitForExit();
        ToolRun.Of("score", TrainedModel.Path, data, "--out", folder["hard.csv"]).Succeeded();
        Assert.AreEqual(Machines.Csv, File.ReadAllText(data));
        Assert.HasCount(Machines.Rows + 1, File.ReadAllLines(folder["hard.csv"]));
    }
}
