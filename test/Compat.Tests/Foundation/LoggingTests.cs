using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Compat.Tests.Foundation;

[TestClass]
public sealed class LoggingTests
{
    [TestMethod]
    public void ChannelsReachTheLog()
    {
        var ml = new MLContext(seed: 1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (_, e) => log.Add(e);
        IHost host = ((IHostEnvironment)ml).Register("Trainer");
        using (IChannel channel = host.Start("Training"))
        {
            channel.Info(MessageSensitivity.None, "plain {0}");
            channel.Warning(MessageSensitivity.None, "{0} of {1}", 1, 2);
            channel.Trace(MessageSensitivity.UserData, "trace");
            channel.Error(MessageSensitivity.All, "error");
        }

        // The last but one says how long it took.
        Assert.StartsWith("[Source=Trainer; Training, Kind=Trace] Channel finished. Elapsed 00:00:", log[^2].Message);
        log.RemoveAt(log.Count - 2);
        CollectionAssert.AreEqual(
            new[]
            {
                "[Source=Trainer; Training, Kind=Trace] Channel started",
                "[Source=Trainer; Training, Kind=Info] plain {0}",
                "[Source=Trainer; Training, Kind=Warning] 1 of 2",
                "[Source=Trainer; Training, Kind=Trace] trace",
                "[Source=Trainer; Training, Kind=Error] error",
                "[Source=Trainer; Training, Kind=Trace] Channel disposed",
            },
            log.Select(e => e.Message).ToArray());
        Assert.AreEqual("1 of 2", log[2].RawMessage);
        Assert.AreEqual("Trainer; Training", log[2].Source);
        Assert.AreEqual(ChannelMessageKind.Warning, log[2].Kind);
    }

    // The root has no name, and a host is named after its grandparent: only the third level shows two names.
    [TestMethod]
    public void SourcesAreNamedByTheirHosts()
    {
        var ml = new MLContext();
        var sources = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Info)
                sources.Add(e.Source);
        };
        IHost outer = ((IHostEnvironment)ml).Register("Outer"), middle = outer.Register("Middle"), inner = middle.Register("Inner");
        foreach (IChannelProvider provider in new IChannelProvider[] { ml, outer, middle, inner })
            using (IChannel channel = provider.Start("Work"))
                channel.Info(MessageSensitivity.None, "text");

        CollectionAssert.AreEqual(new[] { "Work", "Outer; Work", "Middle; Work", "Outer; Inner; Work" }, sources);
    }

    [TestMethod]
    public void ProgressChannelsStaySilent()
    {
        var ml = new MLContext();
        ml.Log += (_, e) => Assert.Fail(e.Message);
        using IProgressChannel progress = ((IHostEnvironment)ml).StartProgressChannel("Epochs");
        progress.SetHeader(new ProgressHeader(["Loss"], ["epochs"]), entry => entry.SetProgress(0, 1, 10));
        progress.Checkpoint(0.5, 1);
    }

    [TestMethod]
    public void AMessageCannotBeEmpty()
    {
        using IChannel channel = ((IHostEnvironment)new MLContext()).Start("Work");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => channel.Info(MessageSensitivity.None, ""));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => channel.Info(MessageSensitivity.None, "text", []));
    }

    [TestMethod]
    public void ArgumentsOfAPlainMessage()
    {
        var e = new LoggingEventArgs("text");
        Assert.AreEqual("text", e.Message);
        Assert.IsNull(e.RawMessage);
        Assert.IsNull(e.Source);
    }
}
