using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to rebuild normal rows so that a discriminator can't tell; the score is how far the code of a row lies from that of its reconstruction.
/// It needs no labels, and is made for training rows that are normal.
/// </summary>
/// <remarks>
/// <para>
/// Akcay, Atapour-Abarghouei, Breckon: "GANomaly: semi-supervised anomaly detection via adversarial training", ACCV 2018.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size: pixels of images, or plain features. Where the options name
/// a label column, rows that it calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, from 0 up: a mean squared difference;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the training rows exceed.
/// </para>
/// </remarks>
public sealed partial class GanomalyTrainer : BaselineTrainer<GanomalyModel>
{
    internal GanomalyTrainer(IHostEnvironment environment, Options options)
        : base(environment, GanomalyModel.Kind, options)
    {
    }

    private protected override int MaximumThresholdRows => GenerativePhase.MaximumThresholdRows;

    private protected override GanomalyModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        var networks = new GenerativeNetworks(training, options);
        Network encoder = networks.CreateEncoder(), decoder = networks.CreateGenerator(), secondEncoder = networks.CreateEncoder();
        var discriminator = new Discriminator(networks.CreateTrunk(), training.Seeds.JointNoise, training.Device);
        GanomalyTraining adversaries = training.Keep(new GanomalyTraining(encoder, decoder, secondEncoder, discriminator, options));
        GenerativePhase.Run(training, adversaries.Step, GanomalyLoss.Names, [encoder, decoder, secondEncoder]);
        return new GanomalyModel(training.BeginModel()
            .With("encoder", encoder.Freeze()).With("decoder", decoder.Freeze()).With("second encoder", secondEncoder.Freeze()));
    }
}
