using System.IO.Compression;

namespace ProtoAnomaly.Package.Tests;

/// <summary>The tool, installed from a folder.</summary>
[TestClass]
public sealed class ToolInstallTests
{
    private static string Tool => Path.Combine(Packages.Folder, "tool", OperatingSystem.IsWindows() ? "protoanomaly.exe" : "protoanomaly");

    [ClassInitialize]
    public static void Install(TestContext context)
    {
        Packages.PackTool();
        ChildProcess.Dotnet(Packages.Folder, ["tool", "install", "--tool-path", "tool", "--add-source", Packages.Source, "ProtoAnomaly.Tool", "--version", Settings.Version]).Succeeded();
        var random = new Random(1);
        File.WriteAllLines(Path.Combine(Packages.Folder, "rows.csv"), Enumerable.Range(0, 200).Select(i =>
            i == 0 ? "speed,heat,broken" : FormattableString.Invariant($"{random.NextDouble() + (i % 10 == 0 ? 3 : 0):F3},{random.NextDouble():F3},{(i % 10 == 0 ? 1 : 0)}")));
        Run("train", "rows.csv", "--label", "broken", "--out", "tool-model.zip", "--trainer", "mnp", "--option", "MaximumNumberOfEpochs=2",
            "--option", "MaximumNumberOfPretrainingEpochs=2", "--option", "NumberOfEpochsWithoutValidation=2").Succeeded();
    }

    /// <summary>The package for any system has no libtorch: whatever needs none gives the same there, and training says what is missing.</summary>
    [TestMethod]
    public void WhatNeedsNoTrainingRunsWithoutLibtorch()
    {
        string folder = Path.Combine(Packages.Folder, "any");
        using (ZipArchive package = Packages.Open("ProtoAnomaly.Tool.any"))
            package.ExtractToDirectory(folder);
        string any = Path.Combine(folder, "tools", "net10.0", "any", "protoanomaly.dll");
        string[][] verbs =
        [
            ["score", "tool-model.zip", "rows.csv"],
            ["evaluate", "tool-model.zip", "rows.csv"],
            ["explain", "tool-model.zip", "rows.csv", "--row", "11"],
            ["inspect", "tool-model.zip"],
        ];
        foreach (string[] verb in verbs)
            Assert.AreEqual(Run(verb).Succeeded().Output, RunAny(any, verb).Succeeded().Output, verb[0]);
        ChildProcess train = RunAny(any, "train", "rows.csv", "--label", "broken", "--trainer", "mnp");
        Assert.AreEqual(1, train.ExitCode, train.Log);
        Assert.StartsWith("protoanomaly: libtorch can't be loaded", train.Error);
    }

    private static ChildProcess Run(params string[] arguments) => ChildProcess.Run(Tool, Packages.Folder, arguments, ("OMP_NUM_THREADS", "1"));

    // Where TorchSharp finds no libtorch it takes one from the user's packages folder, so there is none.
    private static ChildProcess RunAny(string tool, params string[] arguments) => ChildProcess.Dotnet(
        Packages.Folder, ["exec", tool, .. arguments], ("NUGET_PACKAGES", Path.Combine(Packages.Folder, "nothing")), ("HOME", Path.Combine(Packages.Folder, "nothing")));
}
