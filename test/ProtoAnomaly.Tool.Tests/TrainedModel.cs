namespace ProtoAnomaly.Tool.Tests;

/// <summary>A detector trained once for all tests that only read it.</summary>
internal static class TrainedModel
{
    private static readonly Lazy<(TemporaryFolder Folder, ToolRun Run)> Trained = new(() =>
    {
        var folder = new TemporaryFolder();
        return (folder, Train(folder.Write("machines.csv", Machines.Csv), folder["model.zip"]).Succeeded());
    });

    /// <summary>The training data.</summary>
    public static string Data => Trained.Value.Folder["machines.csv"];

    public static string Path => Trained.Value.Folder["model.zip"];

    public static string Report => Trained.Value.Folder["model.html"];

    /// <summary>The run that trained it, with --json.</summary>
    public static ToolRun Run => Trained.Value.Run;

    /// <summary>A quick training.</summary>
    public static ToolRun Train(string data, string model, params string[] more) => ToolRun.Of(Arguments(data, model, more));

    public static string[] Arguments(string data, string model, params string[] more) =>
    [
        "train", data, "--label", "state", "--anomaly", "broken", "--trainer", "mnp", "--out", model, "--json", "--threads", "1",
        "-o", "MaximumNumberOfPretrainingEpochs=3", "-o", "NumberOfEpochsWithoutValidation=40", "-o", "BatchesPerEpoch=32", "-o", "LatentSize=4",
        "-o", "NumberOfPrototypes=2", .. more,
    ];

    public static void Delete()
    {
        if (Trained.IsValueCreated)
            Trained.Value.Folder.Dispose();
    }
}
