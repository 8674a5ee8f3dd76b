using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Scores a row by what an autoencoder makes of it: its code, the direction of its residual and the length of the residual.
/// </summary>
/// <remarks>
/// <para>
/// Zhou, Song, Zhang, Liu, Zhu, Liu: "Feature encoding with autoencoders for weakly supervised anomaly detection", IEEE TNNLS 2022.
/// The README beside this file has the equations, and says what published code does otherwise.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled.
/// The output are the columns PredictedLabel (<see cref="bool"/>), Score (<see cref="float"/>, near 0 for normal rows, 5 and more for anomalies;
/// the larger the more anomalous) and <see cref="PrototypeColumns.FeatureContributions"/>. Unless told otherwise, the threshold is the
/// score that 10 % of the unlabelled rows exceed.
/// </para>
/// </remarks>
public sealed partial class FeawadTrainer : BaselineTrainer<FeawadModel>
{
    internal FeawadTrainer(IHostEnvironment environment, Options options)
        : base(environment, FeawadModel.Kind, options)
    {
    }

    private protected override FeawadModel Learn(BaselineTraining training)
    {
        var options = (Options)CheckedOptions;
        FeawadNetwork network = training.Keep(FeawadNetwork.Create(training, options));
        training.Minimize(
            "Pre-training", network.Autoencoder, training.Passes(training.Rows.Unlabelled, training.Seeds.Batches),
            x => (network.Reconstruct(x) - x).Squared().mean(),
            new PhaseSettings { Epochs = options.NumberOfPretrainingEpochs, GivesAModel = false });
        int anomalies = options.BatchSize / 2, unlabelled = options.BatchSize - anomalies;
        training.Minimize(
            "Training", network.All, training.MixedBatches(training.Seeds.JointBatches, unlabelled, anomalies),
            x =>
            {
                (Tensor score, Tensor error) = network.Forward(x);
                return FeawadLoss.Terms(score, error, unlabelled, options.Margin);
            },
            lossNames: FeawadLoss.Names);
        return new FeawadModel(network.Freeze(training.BeginModel()));
    }
}
