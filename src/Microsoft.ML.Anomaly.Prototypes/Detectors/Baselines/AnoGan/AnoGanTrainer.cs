using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to generate normal rows; for each row that it scores, it searches for the most similar one that it can generate. It needs no labels, and
/// is made for training rows that are normal. Scoring is slow by nature: the search takes hundreds of steps for each row.
/// </summary>
/// <remarks>
/// <para>
/// Schlegl, Seeböck, Waldstein, Schmidt-Erfurth, Langs: "Unsupervised anomaly detection with generative adversarial networks to guide marker
/// discovery", IPMI 2017. The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size: pixels of images, or plain features. Where the options name
/// a label column, rows that it calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, from 0 up: a sum of absolute differences;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of up to 200 training rows exceed.
/// </para>
/// </remarks>
public sealed partial class AnoGanTrainer : BaselineTrainer<AnoGanModel>
{
    internal AnoGanTrainer(IHostEnvironment environment, Options options)
        : base(environment, AnoGanModel.Kind, options)
    {
    }

    // Each of them costs a search.
    private protected override int MaximumThresholdRows => 200;

    private protected override AnoGanModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        var networks = new GenerativeNetworks(training, options);
        Network generator = networks.CreateGenerator();
        var discriminator = new Discriminator(networks.CreateTrunk(), training.Seeds.JointNoise, training.Device);
        var noise = new GeneratorNoise(options.CodeWidth, 1, training.Seeds.Noise, training.Device);
        AdversarialTraining adversaries = training.Keep(
            new AdversarialTraining(discriminator, generator, noise, new AdversarialRates(options.LearningRate, options.LearningRate)));
        GenerativePhase.Run(training, adversaries.Step, adversaries.LossNames, [generator, discriminator.Trunk]);
        return new AnoGanModel(training.BeginModel()
            .With("generator", generator.Freeze()).With("trunk", discriminator.Trunk.Freeze())
            // The middle of the codes.
            .With("start", new float[options.CodeWidth])
            .With("search", [options.NumberOfSearchSteps, options.SearchRate, options.DiscriminatorShare]));
    }
}
