namespace ProtoAnomaly.Benchmarks.Research;

/// <summary>A line of a table: one setting of the trainer on one data set.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="Label">What the setting is called.</param>
/// <param name="Folder">The data folder.</param>
/// <param name="Protocol">The splits.</param>
/// <param name="Set">The data set.</param>
/// <param name="Settings">The options that differ from the defaults, each as Name=Value.</param>
/// <param name="Paper">The paper's area under the ROC curve; NaN where there is none.</param>
internal sealed record Line(string Trainer, string Label, string Folder, string Protocol, string Set, string[] Settings, double Paper = double.NaN);

/// <summary>What each study runs.</summary>
internal static class Studies
{
    // Clusters as the paper has them, as far as is known, and its areas under the ROC curve with 10 % labelled anomalies.
    private static readonly (string Set, int Clusters, double Paper)[] PaperSets = [("Ionosphere", 2, .925), ("letter", 3, .882), ("satellite", 3, .934)];

    // The set satellite takes long; what concerns the parts of the method is asked of the smaller ones.
    private static readonly (string Set, int Clusters)[] SmallSets = [("Ionosphere", 2), ("letter", 3)];

    /// <summary>Tables that questions about MultiNormalPrototypes are asked of.</summary>
    public static IReadOnlyList<string> PrototypeSets { get; } = ["cardio", "Ionosphere", "letter", "optdigits", "satellite", "thyroid"];

    // What WvadTrainer.Options.Published() sets.
    private static readonly string[] PublishedSchedule = ["MaximumNumberOfSecondStageSteps=0", "AveragedShare=0"];

    private static readonly string[][] Ablations =
    [
        [],
        ["ScoreFeatures=Latent,ClusterEntropy,ReconstructionError,CosineSimilarity"],
        ["ScoreFeatures=ClusterProbabilities,ClusterEntropy,ReconstructionError,CosineSimilarity"],
        ["ScoreFeatures=ClusterProbabilities,Latent,ReconstructionError,CosineSimilarity"],
        ["ScoreFeatures=ClusterProbabilities,Latent,ClusterEntropy,CosineSimilarity"],
        ["ScoreFeatures=ClusterProbabilities,Latent,ClusterEntropy,ReconstructionError"],
        ["ScoreFeatures=Latent"],
        ["NumberOfClusters=1"],
        ["AnomalyTerm=Entropy"],
        ["AnomalyTerm=NegativeElbo"],
        ["AnomalyTerm=Normal"],
        ["AnomalyTerm=None"],
        ["NumberOfPretrainingEpochs=0"],
        ["MixtureInitialization=Random"],
        ["DetachFeatures=True"],
        ["Isotropic=True"],
    ];

    private static readonly string[][] Sensitivities =
    [
        [],
        ["NumberOfPretrainingEpochs=10"],
        ["NumberOfPretrainingEpochs=200"],
        ["NumberOfFirstStageEpochs=0"],
        ["MaximumNumberOfSecondStageSteps=250"],
        ["MaximumNumberOfSecondStageSteps=4000"],
        ["AveragedShare=0"],
        PublishedSchedule,
        ["FirstStageScoreWeight=1"],
        ["SecondStageScoreWeight=0.1"],
        ["SecondStageScoreWeight=10"],
        ["BatchSize=32"],
        ["BatchSize=256"],
        ["UnlabelledDraw=128"],
        ["DecoderPrecision=20"],
        ["DecoderPrecision=200"],
        ["LatentSize=8"],
        ["LearningRate=0.0003"],
    ];

    /// <summary>The tables beside the paper, by default and with the paper's schedule; the largest set last.</summary>
    public static IEnumerable<Line> Tables(Arguments arguments) =>
        from set in PaperSets
        where arguments.Asks(set.Set)
        from protocol in arguments.Protocols
        let hasPaper = protocol.StartsWith("wvad10", StringComparison.Ordinal)
        from published in hasPaper ? new[] { false, true } : [false]
        select new Line(
            "Wvad", Describe(protocol) + (published ? ", the paper's schedule" : ""), arguments.DataFolder, protocol, set.Set,
            [$"NumberOfClusters={set.Clusters}", .. published ? PublishedSchedule : []], hasPaper ? set.Paper : double.NaN);

    /// <summary>The lines of the study that is asked for, each variant on all sets.</summary>
    public static IEnumerable<Line> Variants(Arguments arguments)
    {
        if (arguments.Study == "clusters")
            return Clusters(arguments);
        if (arguments.Study == "prototypes")
            return Prototypes(arguments);
        if (arguments.Study == "encoder")
            return Encoders(arguments);
        return
            from variant in arguments.Study == "ablation" ? Ablations : Sensitivities
            from set in SmallSets
            where arguments.Asks(set.Set)
            from protocol in new[] { "wvad10", "wvad10-clean" }
            let clusters = variant.Any(s => s.StartsWith("NumberOfClusters", StringComparison.Ordinal)) ? [] : new[] { $"NumberOfClusters={set.Clusters}" }
            select new Line("Wvad", Label(variant, protocol), arguments.DataFolder, protocol, set.Set, [.. clusters, .. variant]);
    }

    /// <summary>The sets whose normal rows have a known number of clusters, which is the number of their classes.</summary>
    public static IReadOnlyList<ClusterSet> ClusterSets { get; } =
    [
        new("satellite-3", "statlog_satellite", ["grey soil", "red soil", "very damp grey soil"], 3, 1500, 150),
        new("satellite-5", "statlog_satellite", ["cotton crop", "grey soil", "red soil", "vegetation stubble", "very damp grey soil"], 5, 1500, 150),
        new("letters-8", "letter_recognition", ["A", "C", "I", "L", "M", "O", "T", "W"], 8, 1500, 150),
    ];

    private static IEnumerable<Line> Clusters(Arguments arguments)
    {
        string folder = ClusterSet.Write(ClusterSets, arguments.DataFolder, arguments.OutputFolder);
        return
            from set in ClusterSets
            where arguments.Asks(set.Name)
            from clusters in new[] { 1, 2, 3, 5, 8, 12, 20, 0 }
            select new Line("Wvad", $"K = {(clusters == 0 ? "by BIC" : clusters)}", folder, ClusterSet.Protocol, set.Name, [$"NumberOfClusters={clusters}"]);
    }

    private static IEnumerable<Line> Prototypes(Arguments arguments)
    {
        string folder = ClusterSet.Write(ClusterSets, arguments.DataFolder, arguments.OutputFolder);
        return
            from set in ClusterSets
            where arguments.Asks(set.Name)
            from prototypes in new[] { 1, 2, 4, 8, 16, 32, 64, 0 }
            select new Line(
                "MultiNormalPrototypes", $"K = {(prototypes == 0 ? "by silhouette" : prototypes)}", folder, ClusterSet.Protocol, set.Name,
                [$"NumberOfPrototypes={prototypes}"]);
    }

    private static IEnumerable<Line> Encoders(Arguments arguments) =>
        from set in PrototypeSets
        where arguments.Asks(set)
        from settings in new string[][] { [], ["Encoder=Variational", "DecoderVariance=0.1"], ["Encoder=Variational"], ["Encoder=Variational", "DecoderVariance=0.001"] }
        select new Line("MultiNormalPrototypes", settings is [] ? "plain" : string.Join(' ', settings), arguments.DataFolder, "mnp", set, settings);

    private static string Label(string[] variant, string protocol) =>
        (variant.Length == 0 ? "defaults" : string.Join(' ', variant)) + (protocol.EndsWith("-clean", StringComparison.Ordinal) ? ", clean" : "");

    private static string Describe(string protocol) => protocol switch
    {
        "wvad10" => "10 %, natural",
        "wvad10-clean" => "10 %, clean",
        "wvad5" => "5 %, natural",
        "wvad5-clean" => "5 %, clean",
        _ => protocol,
    };
}
