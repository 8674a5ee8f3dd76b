using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

internal sealed class WvadContract : TrainerContract
{
    public override string Name => "Wvad";

    public override string MainPhase => "Joint training";

    public override PrototypeColumns Columns => PrototypeColumns.ReconstructionError | PrototypeColumns.FeatureContributions
        | PrototypeColumns.ClusterProbabilities | PrototypeColumns.ClusterEntropy | PrototypeColumns.CosineSimilarity
        | PrototypeColumns.LatentVector;

    /// <summary>Enough training for <see cref="ToyData"/>, in well under a second.</summary>
    public static WvadTrainer.Options QuickOptions() => new()
    {
        NumberOfClusters = 3,
        LatentSize = 4,
        OuterHiddenSize = 16,
        InnerHiddenSize = 8,
        NumberOfPretrainingEpochs = 4,
        NumberOfFirstStageEpochs = 4,
        NumberOfSecondStageEpochs = 8,
        Seed = 3,
        Device = TestDevice.Training,
    };

    public override IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings) =>
        mlContext.AnomalyDetection.Trainers.Wvad(Apply(settings, QuickOptions()));

    public override void RunOneStep(Device device)
    {
        const int latent = 4, unlabelled = 7, anomalies = 2;
        var start = new GaussianMixture([.5, .5], [[0, 0, 0, 0], [1, 1, 1, 1]], [[1, 1, 1, 1], [1, 1, 1, 1]]);
        foreach (AnomalyTerm term in Enum.GetValues<AnomalyTerm>())
        {
            var options = new WvadTrainer.Options { AnomalyTerm = term, Isotropic = term == AnomalyTerm.None, ScoreFeatures = WvadFeatures.All & ~WvadFeatures.Latent };
            var random = new Random(1);
            using var network = new WvadNetwork(
                new WvadAutoencoder(ToyData.Width, 6, 5, latent, random, device), start, precision: 20, options, random, device);
            Tensor x = zeros(unlabelled + anomalies, ToyData.Width, device: device), noise = zeros(unlabelled + anomalies, latent, device: device);
            WvadOutput output = network.Forward(x, noise);
            CollectionAssert.AreEqual(new long[] { unlabelled + anomalies, start.Count }, output.ClusterProbabilities.shape);
            new WvadLoss(term, margin: 5).Total(output, unlabelled, scoreWeight: 1).backward();
            AssertGradients(network.named_parameters());
        }
    }
}
