using System.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

[TestClass]
public sealed class CancellationTests
{
    private const string Main = "Joint training: epoch 1 ", Before = "Pre-training of the outer layers: epoch 1 ";

    [TestMethod]
    public void AnInterruptedTraining_KeepsTheBestSoFar()
    {
        using var folder = new TemporaryFolder();
        var output = new StringWriter();
        using var cancellation = new CancellationTokenSource();
        var error = new Watched(Main, cancellation.Cancel);
        int code = ToolRun.Run(Stream.Null, output, error, cancellation.Token, TrainedModel.Arguments(TrainedModel.Data, folder["m.zip"]));
        Assert.AreEqual(ExitCode.Interrupted, code, error.ToString());
        StringAssert.Contains(error.ToString(), "Interrupted: kept the best model so far.");
        Assert.DoesNotContain("Joint training: epoch 6 ", error.ToString());
        Assert.IsNotNull(new ToolRun(code, output.ToString(), "").Json["evaluation"]);
        Assert.HasCount(Machines.Rows + 1, ToolRun.Of("score", folder["m.zip"], TrainedModel.Data).Succeeded().Lines);
    }

    [TestMethod]
    public void InterruptedTooEarly_ThereIsNoModel()
    {
        using var folder = new TemporaryFolder();
        var output = new StringWriter();
        using var cancellation = new CancellationTokenSource();
        var error = new Watched(Before, cancellation.Cancel);
        int code = ToolRun.Run(Stream.Null, output, error, cancellation.Token, TrainedModel.Arguments(TrainedModel.Data, folder["m.zip"]));
        Assert.AreEqual(ExitCode.Interrupted, code, error.ToString());
        Assert.AreEqual("", output.ToString());
        StringAssert.Contains(error.ToString(), "protoanomaly: interrupted before there was anything worth keeping.");
        Assert.IsFalse(File.Exists(folder["m.zip"]));
    }

    [TestMethod]
    public void AnInterruptedComparison_KeepsThePartsThatWereFinished()
    {
        var output = new StringWriter();
        using var cancellation = new CancellationTokenSource();
        var error = new Watched("mnp 3/4: ", cancellation.Cancel);
        string[] arguments = [.. TrainedModel.Arguments(TrainedModel.Data, "").Skip(2).Where((_, i) => i is not (4 or 5 or 6 or 7))];
        int code = ToolRun.Run(Stream.Null, output, error, cancellation.Token, ["compare", TrainedModel.Data, "--trainers", "mnp", "--folds", "4", .. arguments]);
        Assert.AreEqual(ExitCode.Interrupted, code, error.ToString());
        StringAssert.Contains(error.ToString(), "Interrupted: these are the parts that were finished.");
        Assert.HasCount(2, new ToolRun(code, output.ToString(), "").Json["mnp"]!["recall"]!["parts"]!.AsArray());
    }

    // The same with a process and a signal, as Ctrl-C sends it.
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void CtrlC_EndsTheProcessInOrder()
    {
        using var folder = new TemporaryFolder();
        // A test run in the background has the signal ignored, and its children with it; only Linux's env can undo that.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : "dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        if (OperatingSystem.IsLinux())
        {
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add("dotnet");
        }
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "protoanomaly.dll"));
        foreach (string argument in TrainedModel.Arguments(TrainedModel.Data, folder["m.zip"], "-o", "NumberOfEpochsWithoutValidation=100000"))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        // A process that does not end would keep the test from ending too.
        using var guard = new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
            Assert.IsNotNull(line, "the training ended by itself");
        }
        while (!line.StartsWith(Main, StringComparison.Ordinal));
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(ExitCode.Interrupted, process.ExitCode, rest);
        StringAssert.Contains(rest, "Interrupted: kept the best model so far.");
        Assert.IsNotNull(new ToolRun(0, output.Result, "").Json["evaluation"]);
        Assert.IsTrue(File.Exists(folder["m.zip"]));
    }

    // Does something when a line begins as awaited.
    private sealed class Watched(string awaited, Action action) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.StartsWith(awaited, StringComparison.Ordinal))
                action();
        }
    }
}
