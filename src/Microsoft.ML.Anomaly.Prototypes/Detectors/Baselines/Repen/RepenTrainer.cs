using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns an embedding in which labelled anomalies lie far from unlabelled rows; a row is scored by its distance to the nearest of few rows.
/// </summary>
/// <remarks>
/// <para>
/// Pang, Cao, Chen, Liu: "Learning representations of ultrahigh-dimensional data for random distance-based outlier detection", KDD 2018.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, from 0 up: a distance;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class RepenTrainer : BaselineTrainer<RepenModel>
{
    internal RepenTrainer(IHostEnvironment environment, Options options)
        : base(environment, RepenModel.Kind, options)
    {
    }

    private protected override RepenModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.Relu, bias: true).Dense(options.EmbeddingSize, LayerActivation.Relu));
        int triples = options.BatchSize;
        training.Minimize(
            "Training", network.parameters(), training.MixedBatches(training.Seeds.Batches, 2 * triples, triples),
            x => RepenLoss.Hinge(network.Forward(x), triples, options.Margin));
        return new RepenModel(training.BeginModel().With("network", network.Freeze()).With("neighbours", Neighbours(network, training)));
    }

    // The embedded rows of all subsamples, one after another; of few rows, some come again.
    private float[] Neighbours(Network network, BaselineTraining training)
    {
        Random random = training.Seeds.Shots;
        int[] rows = [.. Enumerable.Range(0, ((Options)CheckedOptions).NumberOfSubsamples).SelectMany(_ =>
            random.GetItems(training.Rows.Unlabelled, NeighbourDistanceBlock.Subsample))];
        return training.DeviceRows.Map(rows, network.Forward);
    }
}
