using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Maps rows close to a centre; the score is the squared distance from it. It needs no labels.
/// </summary>
/// <remarks>
/// <para>
/// Ruff, Vandermeulen, Goernitz, Deecke, Siddiqui, Binder, Mueller, Kloft: "Deep one-class classification", ICML 2018.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input is a features column, a vector of <see cref="float"/> of known size. Where the options name a label column, rows that it
/// calls anomalies are left out of the training.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, a squared distance; with a soft boundary, minus the square of its radius;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class DeepSvddTrainer : BaselineTrainer<DeepSvddModel>
{
    internal DeepSvddTrainer(IHostEnvironment environment, Options options)
        : base(environment, DeepSvddModel.Kind, options)
    {
    }

    // The rows that the radius is measured on are at most so many.
    private const int MaximumRadiusRows = 5000;

    private protected override DeepSvddModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.LeakyRelu(0.01f), bias: false).Dense(options.EmbeddingSize, bias: false));
        Pretrain(network, training, options);
        float[] c = EmbeddingCentre.Of(network, training.DeviceRows, training.Rows.Unlabelled, options.CancellationToken);
        Tensor centre = tensor(c, device: training.Device);
        int[] measured = RowSample.Take(training.Rows.Unlabelled, MaximumRadiusRows, training.Seeds.HoldOut);
        float squaredRadius = 0;
        bool isSoft = false;
        training.Minimize(
            "Training", network.parameters(), training.Passes(training.Rows.Unlabelled, training.Seeds.JointBatches),
            x => isSoft
                ? DeepSvddLoss.SoftBoundary(network.Forward(x), centre, squaredRadius, options.OutsideShare)
                : DeepSvddLoss.OneClass(network.Forward(x), centre),
            new PhaseSettings { WeightDecay = options.L2Regularization, BeginEpoch = MeasureRadius });
        return new DeepSvddModel(training.BeginModel().With("network", network.Freeze()).With("centre", c).With("squaredRadius", [squaredRadius]));

        void MeasureRadius(int epoch)
        {
            isSoft = options.Objective == DeepSvddObjective.SoftBoundary && epoch > options.NumberOfWarmUpEpochs;
            if (isSoft)
                squaredRadius = DeepSvddLoss.SquaredRadius(training.DeviceRows.Map(measured, x => DeepSvddLoss.SquaredDistance(network.Forward(x), centre)), options.OutsideShare);
        }
    }

    // The network as the encoder of an autoencoder, whose decoder nothing is left of.
    private static void Pretrain(Network network, BaselineTraining training, Options options)
    {
        if (options.NumberOfPretrainingEpochs == 0)
            return;
        Network decoder = training.Create(
            training.HiddenLayersReversed(network.Outputs, LayerActivation.LeakyRelu(0.01f), bias: false).Dense(training.Inputs, bias: false));
        training.Minimize(
            "Pre-training", network.parameters().Concat(decoder.parameters()), training.Passes(training.Rows.Unlabelled, training.Seeds.Batches),
            x => (decoder.Forward(network.Forward(x)) - x).Squared().mean(),
            new PhaseSettings { Epochs = options.NumberOfPretrainingEpochs, GivesAModel = false, WeightDecay = options.L2Regularization });
    }
}
