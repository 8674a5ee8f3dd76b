using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <param name="pretraining">How the detector finds its space.</param>
internal sealed class PrototypeDataDescriptionContract(EmbeddingPretraining pretraining) : TrainerContract
{
    public override string Name => pretraining == EmbeddingPretraining.Gan ? "PrototypeDataDescription" : $"PrototypeDataDescription, {pretraining}";

    public override string MainPhase => PrototypeDataDescriptionTraining.MainPhase;

    // The linear map is solved for.
    public override bool HasEpochs => pretraining != EmbeddingPretraining.Whitening;

    public override bool LearnsFromClasses => true;

    public override PrototypeColumns Columns => PrototypeColumns.NearestClass | PrototypeColumns.ClassDensities | PrototypeColumns.LatentVector
        | PrototypeColumns.FeatureContributions;

    /// <summary>Enough training for <see cref="ToyData"/>, in well under a second.</summary>
    public static PrototypeDataDescriptionTrainer.Options QuickOptions(EmbeddingPretraining pretraining = EmbeddingPretraining.Gan) => new()
    {
        Pretraining = pretraining,
        HiddenSize = 16,
        EmbeddingSize = 8,
        NoiseSize = 8,
        NumberOfPretrainingEpochs = 3,
        NumberOfEpochs = 3,
        BatchesPerEpoch = 3,
        Seed = 3,
        Device = TestDevice.Training,
    };

    public override IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings) =>
        mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(Apply(settings, QuickOptions(pretraining)));

    public override void RunOneStep(Device device)
    {
        int[] classes = [0, 0, 0, 1, 1, 2];
        foreach (ImageShape? shape in new ImageShape?[] { null, new(2, 9, 11) })
        {
            var options = new PrototypeDataDescriptionTrainer.Options { ImageShape = shape };
            int inputs = shape?.Size ?? ToyData.Width;
            foreach (EmbeddingPretraining adversaries in new[] { EmbeddingPretraining.Gan, EmbeddingPretraining.BiGan })
            {
                options.Pretraining = adversaries;
                using IAdversarialTraining adversarial = new NetworkFactory(options, inputs, new SeedSequence(1), device).CreateAdversarialTraining()!;
                Tensor losses = adversarial.Step(zeros(5, inputs, device: device));
                CollectionAssert.AreEqual(new long[] { adversarial.LossNames.Count }, losses.shape);
                AssertGradients(adversarial.Trunk.named_parameters());
            }
            foreach (PrototypeLoss loss in Enum.GetValues<PrototypeLoss>())
            {
                options.PrototypeLoss = loss;
                using Network trunk = new NetworkFactory(options, inputs, new SeedSequence(1), device).CreateTrunk();
                using var parameters = new FlatParameters(trunk.parameters());
                using var step = new PrototypeStep(trunk, parameters, zeros(classes.Length, inputs, device: device), classes, options, device);
                CollectionAssert.AreEqual(new long[] { PrototypeStep.LossNames.Length }, step.Run(epoch: 1).shape);
                AssertGradients(trunk.named_parameters());
            }
        }
    }
}
