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
        new TrainerEntry<DeepSadTrainer.Options, DeepSadModel>("deepsad", "DeepSad", "distance from a centre that labelled anomalies are pushed away from", (trainers, options) => trainers.DeepSad(options)) { IsBaseline = true },
        new TrainerEntry<DevNetTrainer.Options, DevNetModel>("devnet", "DevNet", "a score that lifts labelled anomalies above a normal reference", (trainers, options) => trainers.DevNet(options)) { IsBaseline = true },
        new TrainerEntry<PReNetTrainer.Options, PReNetModel>("prenet", "PReNet", "scores of pairs with known rows", (trainers, options) => trainers.PReNet(options)) { IsBaseline = true },
        new TrainerEntry<FeawadTrainer.Options, FeawadModel>("feawad", "Feawad", "code, residual and error of an autoencoder", (trainers, options) => trainers.Feawad(options)) { IsBaseline = true },
        new TrainerEntry<RosasTrainer.Options, RosasModel>("rosas", "Rosas", "triples, and mixtures of rows", (trainers, options) => trainers.Rosas(options)) { IsBaseline = true },
        new TrainerEntry<RepenTrainer.Options, RepenModel>("repen", "Repen", "distance to the nearest neighbours in a learned space", (trainers, options) => trainers.Repen(options)) { IsBaseline = true },
        new TrainerEntry<DeepSvddTrainer.Options, DeepSvddModel>("deepsvdd", "DeepSvdd", "distance from a centre; needs no labels", (trainers, options) => trainers.DeepSvdd(options)) { IsBaseline = true },
        new TrainerEntry<DagmmTrainer.Options, DagmmModel>("dagmm", "Dagmm", "a mixture over codes and reconstruction errors; needs no labels", (trainers, options) => trainers.Dagmm(options)) { IsBaseline = true },
        new TrainerEntry<MultiSphereSvddTrainer.Options, MultiSphereSvddModel>("multispheresvdd", "MultiSphereSvdd", "distance from several spheres; needs no labels", (trainers, options) => trainers.MultiSphereSvdd(options)) { IsBaseline = true },
        new TrainerEntry<GanomalyTrainer.Options, GanomalyModel>("ganomaly", "Ganomaly", "codes of rows and of their reconstructions, trained against a discriminator; needs no labels", (trainers, options) => trainers.Ganomaly(options)) { IsBaseline = true },
        new TrainerEntry<EgbadTrainer.Options, EgbadModel>("egbad", "Egbad", "a bidirectional generative adversarial network; needs no labels", (trainers, options) => trainers.Egbad(options)) { IsBaseline = true },
        new TrainerEntry<AnoGanTrainer.Options, AnoGanModel>("anogan", "AnoGan", "a search for the most similar row that a generator can make; slow; needs no labels", (trainers, options) => trainers.AnoGan(options)) { IsBaseline = true },
        new TrainerEntry<McddTrainer.Options, McddModel>("mcdd", "Mcdd", "a normal distribution for each labelled class of normal rows (--classes)", (trainers, options) => trainers.Mcdd(options))
        {
            LearnsFromClasses = true,
            IsBaseline = true,
        },
    ];

    /// <summary>The one that is used unless told otherwise.</summary>
    public static TrainerEntry Default => All[0];

    /// <summary>A trainer by its name on the command line or by its title in results.</summary>
    /// <exception cref="UsageException">There is no such trainer.</exception>
    public static TrainerEntry Find(string name) =>
        All.FirstOrDefault(trainer => name.Equals(trainer.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(trainer.Title, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"There is no trainer '{name}'; there are {string.Join(", ", All.Select(trainer => trainer.Name))}.{Wording.DidYouMean(name, All.SelectMany(trainer => (string[])[trainer.Name, trainer.Title]))}");

    /// <summary>What a transformer is like, if one of the trainers has made it.</summary>
    public static DetectorFacts? Describe(ITransformer transformer) =>
        All.Select(trainer => trainer.Describe(transformer)).FirstOrDefault(facts => facts is not null);
}
