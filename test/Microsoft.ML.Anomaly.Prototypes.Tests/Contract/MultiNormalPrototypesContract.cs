using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

internal sealed class MultiNormalPrototypesContract : TrainerContract
{
    public override string Name => "MultiNormalPrototypes";

    public override string MainPhase => "Joint training";

    public override PrototypeColumns Columns => PrototypeColumns.ReconstructionError | PrototypeColumns.NearestPrototype
        | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions | PrototypeColumns.LatentVector;

    public override IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings) =>
        mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(Apply(settings, ToyData.QuickOptions()));

    public override void RunOneStep(Device device)
    {
        const int hidden = 5, latent = 4, losses = 3, unlabelled = 7, anomalies = 2;
        foreach (LossBalancing mode in Enum.GetValues<LossBalancing>())
        {
            var options = new MultiNormalPrototypesTrainer.Options { Balancing = mode };
            var random = new Random(1);
            float[][] prototypes = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]];
            var autoencoder = new Autoencoder(ToyData.Width, hidden, latent, random, device);
            using var network = new MultiNormalPrototypesNetwork(
                autoencoder, prototypes, options.ScoreHiddenSize, options.KernelDegree, options.ScoreInputs, random, device);
            using var balancing = new DynamicWeightAveraging(mode, options.BalancingTemperature, losses, device);
            balancing.EndEpoch([1, 2, 3]);

            MultiNormalPrototypesOutput output = network.Forward(zeros(unlabelled + anomalies, ToyData.Width, device: device));
            CollectionAssert.AreEqual(new long[] { unlabelled + anomalies, prototypes.Length }, output.Similarity.shape);
            Tensor values = new MultiNormalPrototypesLoss(options).Losses(output, unlabelled);
            CollectionAssert.AreEqual(new long[] { losses }, values.shape);
            balancing.Total(values).backward();
            AssertGradients(network.named_parameters());
        }
    }
}
