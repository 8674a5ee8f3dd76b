using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns a score that stays near the mean of a normal reference for unlabelled rows and lies at least five of its standard deviations above it for labelled anomalies.
/// </summary>
/// <remarks>
/// <para>
/// Pang, Shen, van den Hengel: "Deep anomaly detection with deviation networks", KDD 2019.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, in deviations of the reference;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class DevNetTrainer : BaselineTrainer<DevNetModel>
{
    internal DevNetTrainer(IHostEnvironment environment, Options options)
        : base(environment, DevNetModel.Kind, options)
    {
    }

    // The number of draws that mean and deviation of the reference are measured on.
    private const int ReferenceDraws = 5000;

    private protected override DevNetModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.Relu, bias: false).Dense(1, bias: false));
        Tensor reference = training.CreateNoise().Next(ReferenceDraws, 1), mean = reference.mean(), deviation = reference.std();
        int anomalies = options.BatchSize / 2, unlabelled = options.BatchSize - anomalies;
        training.Minimize(
            "Training", network.parameters(), training.MixedBatches(training.Seeds.Batches, unlabelled, anomalies),
            x => DevNetLoss.Terms(network.Forward(x).flatten(), mean, deviation, unlabelled, options.Margin),
            new PhaseSettings { WeightDecay = options.L2Regularization }, DevNetLoss.Names);
        return new DevNetModel(training.BeginModel().With("network", network.Freeze()));
    }
}
