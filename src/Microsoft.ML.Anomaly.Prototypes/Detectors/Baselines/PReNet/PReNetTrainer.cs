using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns from pairs of rows how many labelled anomalies are among them; a row is scored by the pairs that it makes with known rows.
/// </summary>
/// <remarks>
/// <para>
/// Pang, Shen, Jin, van den Hengel: "Deep weakly-supervised anomaly detection", KDD 2023.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, any number: the sum of two pair scores, of which each is 0 for two normal rows, 4 for one anomaly, 8 for two;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class PReNetTrainer : BaselineTrainer<PReNetModel>
{
    internal PReNetTrainer(IHostEnvironment environment, Options options)
        : base(environment, PReNetModel.Kind, options)
    {
    }

    // So many known rows of each kind a row is paired with: their mean is a constant, by which no row ranks above another.
    private const int MaximumPartners = 1000;

    private protected override PReNetModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.LeakyRelu(0.01f), bias: false).Dense(options.EmbeddingSize, bias: false));
        Network head = training.Create(NetworkPlan.Input(2 * network.Outputs).Dense(1));
        var pairs = new PReNetPairs(options.BatchSize);
        using Tensor targets = pairs.Targets(training.Device);
        training.Minimize(
            "Training", network.parameters().Concat(head.parameters()), pairs.Batches(training.Rows, training.Seeds.Batches),
            x => PReNetLoss.Terms(PairScores(network.Forward(x), head), targets, pairs),
            new PhaseSettings { WeightDecay = options.L2Regularization }, PReNetLoss.Names);
        return new PReNetModel(training.BeginModel().With("network", PReNetScore.Fold(network, head, training, MaximumPartners)));
    }

    /// <summary>What the head says of pairs, [pairs], whose left rows are the first half and whose right rows are the second one.</summary>
    internal static Tensor PairScores(Tensor embedded, Network head)
    {
        long pairs = embedded.shape[0] / 2;
        return head.Forward(cat([embedded.narrow(0, 0, pairs), embedded.narrow(0, pairs, pairs)], 1)).flatten();
    }
}
