using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns an embedding in which each labelled class of normal rows is a spherical normal distribution; the score is the distance from the nearest one. It sees no anomaly.
/// </summary>
/// <remarks>
/// <para>
/// Lee, Yu, Yu: "Multi-class data description for out-of-distribution detection", KDD 2020 (Deep-MCDD).
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a class column and a features column, a vector of <see cref="float"/> of known size. The class is a key, whose missing
/// value means unlabelled; or a whole number, where a value below 0 means unlabelled; or Single with whole numbers, where NaN or a value
/// below 0 means unlabelled. At least two classes must have a labelled row; unlabelled rows serve to choose the threshold only.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, any number: a distance, up to a constant minus a logarithm of density;
/// the larger the more anomalous), <see cref="PrototypeColumns.FeatureContributions"/> and <see cref="PrototypeColumns.NearestClass"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows, or else of the training rows, exceed.
/// </para>
/// </remarks>
public sealed partial class McddTrainer : ClassBaselineTrainer<McddModel>
{
    internal McddTrainer(IHostEnvironment environment, Options options)
        : base(environment, McddModel.Kind, options)
    {
    }

    private protected override McddModel Learn(BaselineTraining training, ClassRows rows)
    {
        var options = (Options)CheckedOptions;
        Network network = training.Create(training.HiddenLayers(LayerActivation.Relu, bias: true).Dense(options.EmbeddingSize));
        int classes = rows.ByClass.Length;
        var distances = training.Keep(new McddDistances(classes, network.Outputs, training.Seeds.JointNoise, training.Device));
        var classOf = new int[rows.Features.Count];
        for (int k = 0; k < classes; k++)
        {
            foreach (int row in rows.ByClass[k])
                classOf[row] = k;
        }
        using Tensor targets = training.DeviceRows.Numbers(classOf);
        training.Minimize(
            "Training", network.parameters().Concat(distances.parameters()), training.Passes(training.Rows.Unlabelled, training.Seeds.Batches),
            (numbers, x) => McddLoss.Terms(distances.Of(network.Forward(x)), distances.Biases, targets.index_select(0, numbers), options.DistanceWeight),
            lossNames: McddLoss.Names);
        return new McddModel(distances.AddTo(training.BeginModel().WithClassNames(rows.ClassNames).With("network", network.Freeze())));
    }
}
