using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns an embedding in which labelled anomalies lie apart, and a score on it whose targets for mixtures of two rows are the mixtures of their labels.
/// </summary>
/// <remarks>
/// <para>
/// Xu, Wang, Pang, Jian, Liu, Wang: "RoSAS: deep semi-supervised anomaly detection with contamination-resilient continuous supervision", Information Processing and Management 2023.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, any number: what the tanh of the paper is taken of;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class RosasTrainer : BaselineTrainer<RosasModel>
{
    internal RosasTrainer(IHostEnvironment environment, Options options)
        : base(environment, RosasModel.Kind, options)
    {
    }

    private protected override RosasModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        LayerActivation leaky = LayerActivation.LeakyRelu(0.01f);
        Network encoder = training.Create(training.HiddenLayers(leaky, bias: false).Dense(options.EmbeddingSize, bias: false));
        Network head = training.Create(NetworkPlan.Input(encoder.Outputs).Dense(options.ScoreHiddenSize, leaky, bias: false).Dense(1, bias: false));
        int triples = options.BatchSize;
        var mixing = new RosasMixing(triples, training.CreateNoise(), training.Device);
        training.Minimize(
            "Training", encoder.parameters().Concat(head.parameters()), training.MixedBatches(training.Seeds.Batches, 2 * triples, triples),
            x =>
            {
                RosasMixture mixture = mixing.Next(x);
                Tensor embedded = encoder.Forward(cat([x, mixture.Rows], 0));
                Tensor scores = head.Forward(embedded).flatten().tanh();
                return RosasLoss.Terms(embedded.narrow(0, 0, 3 * triples), scores, mixture, options.Margin, options.ScoreWeight);
            },
            lossNames: RosasLoss.Names);
        return new RosasModel(training.BeginModel().With("network", new FrozenNetwork([.. encoder.Freeze().Layers, .. head.Freeze().Layers])));
    }
}
