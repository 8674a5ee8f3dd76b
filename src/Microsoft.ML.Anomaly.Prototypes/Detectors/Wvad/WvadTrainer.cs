using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>
/// Learns to tell anomalies from several clusters of normal rows by a deep variational mixture model, from unlabelled rows, which may
/// hide anomalies, and a handful of labelled anomalies.
/// </summary>
/// <remarks>
/// <para>
/// A variational autoencoder whose latent space has a Gaussian mixture as its prior learns the unlabelled rows; labelled anomalies are to
/// be less likely. A score head sees cluster probabilities, latent vector, entropy of the cluster probabilities, relative reconstruction
/// error and cosine similarity. First the autoencoder is pre-trained, then expectation maximization fits the mixture to its latent
/// vectors, then everything is trained jointly, the score head with little weight at first.
/// </para>
/// <para>
/// Tan, Chen, Rahardja, Yang, Rahardja: "Weakly-supervised anomaly detection for multimodal data distributions", 2024, arXiv 2406.09147.
/// No code was published, and not all of the paper was at hand: the README beside this file says which part is the paper's and which is ours.
/// </para>
/// <para>
/// The input are a label column and a features column, a vector of <see cref="float"/> of known size. The label is Boolean: true is a
/// labelled anomaly, false an unlabelled row; or Single: above 0 an anomaly, 0 or NaN unlabelled, below 0 known to be normal; or a key
/// with two values: the second one is an anomaly, the first one or a missing value unlabelled. The output are the columns PredictedLabel
/// (<see cref="bool"/>), Score (<see cref="float"/> in 0..1, the larger the more anomalous) and those of
/// <see cref="PrototypeTrainerOptions.OutputColumns"/>: ReconstructionError, FeatureContributions, ClusterProbabilities, ClusterEntropy
/// and CosineSimilarity.
/// </para>
/// </remarks>
public sealed partial class WvadTrainer : PrototypeTrainer<WvadModel>
{
    private const string RegistrationName = "Wvad";

    internal WvadTrainer(IHostEnvironment environment, Options options)
        : base(environment, RegistrationName, options, WvadModel.OutputColumns)
    {
    }

    private protected override (WvadModel Model, float Threshold) Train(TrainingRun run)
    {
        TrainingRows rows = run.ReadRows();
        torch.Device device = run.SelectDevice();
        run.Announce(rows, device);
        GuardFitting guard = GuardFitting.Begin(run, rows);
        using var training = new WvadTraining((Options)CheckedOptions, guard.Rows, run.Seed, device, run.Reporter);
        return guard.Finish(training.Run());
    }
}
