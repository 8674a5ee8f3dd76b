using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

internal sealed class PrototypeEnsembleContract : TrainerContract
{
    public override string Name => "PrototypeEnsemble";

    public override string MainPhase => "Folds";

    // It has a few trees only, which give few different scores.
    public override double DistinctScoresWhenCancelled => 0.03;

    public override bool HasProbability => true;

    public override PrototypeColumns Columns =>
        PrototypeColumns.NearestPrototype | PrototypeColumns.PrototypeSimilarity | PrototypeColumns.FeatureContributions
        | PrototypeColumns.LatentVector;

    public override IEstimator<ITransformer> Create(MLContext mlContext, ContractSettings settings) =>
        mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(Apply(settings, EnsembleData.QuickOptions()));

    public override void RunOneStep(Device device)
    {
        const int members = 3, rows = 5;
        using var head = new NetworkHead(members, ToyData.Width, firstHidden: 4, secondHidden: 2, [new Random(1)], device);
        Tensor x = zeros(members, rows, ToyData.Width, device: device);
        CollectionAssert.AreEqual(new long[] { members, rows }, head.Forward(x).shape);
        head.Loss(x, zeros(members, rows, device: device), ones(rows, device: device)).backward();
        AssertGradients(head.named_parameters());
    }
}
