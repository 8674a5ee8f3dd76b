using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The managed scores of the trainers for comparison against torch or a plain computation.</summary>
[TestClass]
public sealed class BaselineScoreTests
{
    private const int Rows = 10, Inputs = 4;
    private const double Tolerance = 1e-5;

    private readonly FeatureScaling _scaling = FeatureScaling.Create(new float[Inputs], [1, 1, 1, 1], normalize: true);
    private DisposeScope _scope = null!;
    private Tensor _x = null!;

    [TestInitialize]
    public void OpenScope()
    {
        _scope = NewDisposeScope();
        _x = rand(Rows, Inputs, generator: new Generator(1, CPU));
    }

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void CentreDistance_IsThatOfTorch()
    {
        using Network network = Create(Inputs, 3);
        AssertEqual(
            (network.Forward(_x) - tensor([1f, 2, 3])).square().sum(1).Plus(-0.5f), new CentreDistanceBlock(network.Freeze(), [1, 2, 3], squaredRadius: 0.5f));
    }

    [TestMethod]
    public void Feawad_IsThatOfTorch()
    {
        using var network = new FeawadNetwork(Plan(Inputs, 2), Plan(2, Inputs), 7, 5, plan => new Network(plan, new Random(4), CPU));
        AssertEqual(network.Forward(_x).Score, new FeawadBlock(network.Freeze(Parts())));
    }

    [TestMethod]
    public void PReNet_IsTheMeanOfPairsWithAnomaliesOnTheLeftAndUnlabelledRowsOnTheRight()
    {
        var features = new FeatureRows(Inputs);
        float[] values = TensorValues.ToArray(_x);
        for (int row = 0; row < Rows; row++)
            values.AsSpan(row * Inputs, Inputs).CopyTo(features.Add());
        int[] anomalies = [7, 8, 9], unlabelled = [0, 1, 2, 3, 4, 5, 6];
        var rows = new TrainingRows(features, unlabelled, anomalies, new float[Inputs], [1, 1, 1, 1]);
        using var training = new BaselineTraining(new PReNetTrainer.Options(), rows, seed: 1, CPU, new TrainingReporter(null!, null));
        using Network network = Create(Inputs, 3);
        using var head = new Network(NetworkPlan.Input(6).Dense(1), new Random(2), CPU);
        Tensor h = network.Forward(_x);
        Tensor expected = stack([.. Enumerable.Range(0, Rows).Select(row => Mean(anomalies.Select(a => (a, row))) + Mean(unlabelled.Select(u => (row, u))))]);
        AssertEqual(expected, new NetworkScoreBlock(PReNetScore.Fold(network, head, training, maximumPartners: 100)));

        Tensor Mean(IEnumerable<(int Left, int Right)> pairs) =>
            PReNetTrainer.PairScores(cat([.. pairs.Select(p => h[p.Left].unsqueeze(0)), .. pairs.Select(p => h[p.Right].unsqueeze(0))], 0), head).mean();
    }

    [TestMethod]
    public void Repen_IsTheMeanDistanceToTheTwoNearestOfEachSubsample()
    {
        using Network network = Create(Inputs, 2);
        float[] neighbours = TensorValues.ToArray(randn(3 * NeighbourDistanceBlock.Subsample, 2, generator: new Generator(2, CPU)));
        Tensor distances = cdist(network.Forward(_x), tensor(neighbours, [3 * NeighbourDistanceBlock.Subsample, 2])).reshape(Rows, 3, NeighbourDistanceBlock.Subsample);
        AssertEqual(distances.topk(2, 2, largest: false).values.mean([1L, 2]), new NeighbourDistanceBlock(network.Freeze(), neighbours));
    }

    [TestMethod]
    public void Dagmm_IsTheEnergyOfTorch()
    {
        using Network encoder = Create(Inputs, 1), decoder = Create(1, Inputs);
        Tensor z = DagmmMixture.Represent(_x, encoder, decoder).Z.detach().to_type(float64), memberships = rand(Rows, 2, generator: new Generator(3, CPU)).to_type(float64);
        (Tensor weights, Tensor means, Tensor covariances) = DagmmLoss.Mixture(z, memberships / memberships.sum(1, keepdim: true));
        // Wider than those of so few rows, whose inverses leave few digits.
        covariances = covariances + eye(3, dtype: float64).Times(0.01f);
        BaselineParts parts = DagmmMixture.Of(weights, means, covariances).AddTo(Parts().With("encoder", encoder.Freeze()).With("decoder", decoder.Freeze()));
        AssertEqual(DagmmLoss.Energies(z, weights, means, covariances).to_type(float32), new DagmmBlock(parts));
    }

    // With one typical row, a feature that has its value contributes nothing, and the only other one contributes what the score exceeds that
    // of the typical row by.
    [TestMethod]
    public void Contributions_NameTheFeatureThatDiffersFromTheTypicalRow()
    {
        using Network network = Create(Inputs, 1);
        float[] typical = [0.2f, 0.4f, 0.6f, 0.8f], row = [0.2f, 0.4f, 5, 0.8f];
        var model = new DevNetModel(new BaselineParts(_scaling, [typical]).With("network", network.Freeze()));
        RowScorer scorer = model.CreateRowScorer();
        scorer.Run(typical);
        float ofTypical = scorer.Score;
        scorer.Run(row);
        var contributions = new float[Inputs];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        CollectionAssert.AreEqual(new[] { 0, 0, scorer.Score - ofTypical, 0 }, contributions);
    }

    private static NetworkPlan Plan(int inputs, int outputs) => NetworkPlan.Input(inputs).Dense(6, LayerActivation.LeakyRelu(0.1f)).Dense(outputs);

    private static Network Create(int inputs, int outputs) => new(Plan(inputs, outputs), new Random(1), CPU);

    private BaselineParts Parts() => new(_scaling, [new float[Inputs]]);

    private void AssertEqual(Tensor expected, IReconstructingBlock block)
    {
        block.Input.Fill(TensorValues.ToArray(_x), Inputs, Rows);
        var scores = new float[RowBlock.Rows];
        block.Judge(Rows, scores);
        float[] values = TensorValues.ToArray(expected);
        Assert.HasCount(Rows, values);
        for (int row = 0; row < Rows; row++)
            Assert.AreEqual(values[row], scores[row], Tolerance * Math.Max(1, Math.Abs(values[row])), $"row {row}");
    }
}
