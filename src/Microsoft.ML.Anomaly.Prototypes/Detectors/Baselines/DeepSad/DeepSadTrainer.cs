using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Maps unlabelled rows close to a centre and labelled anomalies away from it; the score is the squared distance.
/// </summary>
/// <remarks>
/// <para>
/// Ruff, Vandermeulen, Goernitz, Binder, Mueller, Mueller, Kloft: "Deep semi-supervised anomaly detection", ICLR 2020.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, from 0 up: a squared distance;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class DeepSadTrainer : BaselineTrainer<DeepSadModel>
{
    internal DeepSadTrainer(IHostEnvironment environment, Options options)
        : base(environment, DeepSadModel.Kind, options)
    {
    }

    private protected override DeepSadModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.Relu, bias: false).Dense(options.EmbeddingSize, bias: false));
        float[] c = EmbeddingCentre.Of(network, training.DeviceRows, training.Rows.Unlabelled, options.CancellationToken);
        Tensor centre = tensor(c, device: training.Device);
        int anomalies = options.BatchSize / 2, unlabelled = options.BatchSize - anomalies;
        training.Minimize(
            "Training", network.parameters(), training.MixedBatches(training.Seeds.Batches, unlabelled, anomalies),
            x => DeepSadLoss.Terms(network.Forward(x), centre, unlabelled, options.AnomalyWeight),
            new PhaseSettings { WeightDecay = options.L2Regularization }, DeepSadLoss.Names);
        return new DeepSadModel(training.BeginModel().With("network", network.Freeze()).With("centre", c));
    }
}
