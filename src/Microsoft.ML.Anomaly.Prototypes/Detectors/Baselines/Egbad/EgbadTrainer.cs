using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns a bidirectional generative adversarial network of normal rows; the score is what its encoder and generator make of a row, and what its
/// discriminator sees of the difference. It needs no labels, and is made for training rows that are normal.
/// </summary>
/// <remarks>
/// <para>
/// Zenati, Foo, Lecouat, Manek, Chandrasekhar: "Efficient GAN-based anomaly detection", ICLR 2018 workshop (EGBAD).
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size: pixels of images, or plain features. Where the options name
/// a label column, rows that it calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, from 0 up: a sum of absolute differences;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the training rows exceed.
/// </para>
/// </remarks>
public sealed partial class EgbadTrainer : BaselineTrainer<EgbadModel>
{
    // Widths of the discriminator's layers after the row's trunk: those of the paper's networks for images, and for tables.
    private const int ImageCodeWidth = 512, ImageJointWidth = 1024, TableWidth = 128;

    internal EgbadTrainer(IHostEnvironment environment, Options options)
        : base(environment, EgbadModel.Kind, options)
    {
    }

    private protected override int MaximumThresholdRows => GenerativePhase.MaximumThresholdRows;

    private protected override EgbadModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        bool isTable = options.ImageShape is null;
        var networks = new GenerativeNetworks(training, options);
        Network encoder = networks.CreateEncoder(), generator = networks.CreateGenerator();
        Random random = training.Seeds.Noise;
        var noise = new GeneratorNoise(options.CodeWidth, 1, random, training.Device);
        var discriminator = new JointDiscriminator(
            networks.CreateTrunk(), options.CodeWidth, training.Seeds.JointNoise, new DeviceNoise(random, training.Device), training.Device,
            isTable ? TableWidth : ImageCodeWidth, isTable ? TableWidth : ImageJointWidth);
        BidirectionalTraining adversaries = training.Keep(
            new BidirectionalTraining(discriminator, generator, encoder, noise, new AdversarialRates(options.LearningRate, options.LearningRate)));
        // The mean over the second half of the epochs takes the place of the authors' moving average.
        GenerativePhase.Run(
            training, adversaries.Step, adversaries.LossNames, [encoder, generator, discriminator.Trunk, discriminator.OfCode, discriminator.Joint],
            firstAveragedEpoch: (options.NumberOfEpochs / 2) + 1);
        return new EgbadModel(training.BeginModel()
            .With("encoder", encoder.Freeze()).With("generator", generator.Freeze()).With("trunk", discriminator.Trunk.Freeze())
            .With("ofCode", discriminator.OfCode.Freeze()).With("joint", discriminator.Joint.Freeze()).With("discriminatorShare", [options.DiscriminatorShare]));
    }
}
