using Microsoft.ML;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Modeling;

/// <summary>All trainers that the tool offers; a new one is one entry here.</summary>
internal static class TrainerTable
{
    public static IReadOnlyList<TrainerEntry> All { get; } =
    [
        new TrainerEntry<PrototypeEnsembleTrainer.Options, PrototypeEnsembleModel>(
            "ensemble", "PrototypeEnsemble", "trees and small networks that look through prototypes at several scales", (trainers, options) => trainers.PrototypeEnsemble(options)),
        new TrainerEntry<MultiNormalPrototypesTrainer.Options, MultiNormalPrototypesModel>(
            "mnp", "MultiNormalPrototypes", "an autoencoder with a prototype for each group of normal rows", (trainers, options) => trainers.MultiNormalPrototypes(options)),
        new TrainerEntry<WvadTrainer.Options, WvadModel>(
            "wvad", "Wvad", "clusters of normal rows in the latent space of a variational autoencoder", (trainers, options) => trainers.Wvad(options)),
        new TrainerEntry<PrototypeDataDescriptionTrainer.Options, PrototypeDataDescriptionModel>(
            "pdd", "PrototypeDataDescription", "learns from labelled classes of normal rows (--classes) and sees no anomaly", (trainers, options) => trainers.PrototypeDataDescription(options))
        {
            LearnsFromClasses = true,
        },
    ];

    /// <summary>The one that is used unless told otherwise.</summary>
    public static TrainerEntry Default => All[0];

    /// <exception cref="ToolException">There is no such trainer.</exception>
    public static TrainerEntry Find(string name) =>
        All.FirstOrDefault(trainer => trainer.Name == name)
        ?? throw new ToolException($"There is no trainer '{name}'; there are {string.Join(", ", All.Select(trainer => trainer.Name))}.");

    /// <summary>What a transformer is like, if one of the trainers has made it.</summary>
    public static DetectorFacts? Describe(ITransformer transformer) =>
        All.Select(trainer => trainer.Describe(transformer)).FirstOrDefault(facts => facts is not null);
}
