using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Every loss of the trainers for comparison against values computed by hand, and what each of its terms moves.</summary>
[TestClass]
public sealed class BaselineLossTests
{
    private const double Tolerance = 1e-5;

    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    // Squared distances from (1, 0): 4 and 1 of the unlabelled rows, 4 of the anomaly.
    [TestMethod]
    public void DeepSad_OfTheExample() => AssertEqual(
        [5 / 3.0, 2 * 0.25 / 3], DeepSadLoss.Terms(Matrix(2, 1, 2, 0, 0, 3, 0), tensor([1f, 0f]), unlabelled: 2, anomalyWeight: 2));

    [TestMethod]
    public void DeepSad_PullsUnlabelledRowsAndPushesAnomalies()
    {
        float[] moves = Moves(Matrix(2, 1, 2, 0, 0, 3, 0), x => DeepSadLoss.Terms(x, tensor([1f, 0f]), 2, 2));
        // Down from (1, 2), right from (0, 0), and right, away from the centre, from (3, 0).
        CollectionAssert.AreEqual(new[] { 0, -1, 1, 0, 1, 0 }, moves.Select(MathF.Sign).ToArray());
    }

    [TestMethod]
    public void Centre_KeepsAwayFromZero() => CollectionAssert.AreEqual(
        new[] { 0.1f, 0.1f, -0.1f, 0.3f, -2 }, new[] { 0, 0.04f, -0.02f, 0.3f, -2 }.Select(EmbeddingCentre.AwayFromZero).ToArray());

    // Deviations -0.75 and 1.25 of the unlabelled rows, 0.75 and 4.25 of the anomalies.
    [TestMethod]
    public void DevNet_OfTheExample() => AssertEqual(
        [2 / 4.0, 5 / 4.0], DevNetLoss.Terms(tensor([-1f, 3, 2, 9]), tensor([0.5f]), tensor([2f]), unlabelled: 2, margin: 5));

    [TestMethod]
    public void DevNet_MovesEachRowByItself() => CollectionAssert.AreEqual(
        new[] { 1, -1, 1, 0 }, Moves(tensor([-1f, 3, 2, 30]), x => DevNetLoss.Terms(x, tensor([0.5f]), tensor([2f]), 2, 5)).Select(MathF.Sign).ToArray());

    [TestMethod]
    public void PReNet_OfTheExample()
    {
        var pairs = new PReNetPairs(4);
        AssertEqual([8, 4, 0, 0], pairs.Targets(CPU));
        AssertEqual([1 / 4.0, 3 / 4.0, 5 / 4.0], PReNetLoss.Terms(tensor([7f, 1, 3, -2]), pairs.Targets(CPU), pairs));
    }

    [TestMethod]
    public void PReNet_PairsAreAnomalyAndAnomaly_AnomalyAndUnlabelled_UnlabelledAndUnlabelled()
    {
        var rows = new TrainingRows(new FeatureRows(1), [0, 1, 2], [7], [0], [1]);
        int[] batch = new PReNetPairs(9).Batches(rows, new Random(1))();
        Assert.HasCount(18, batch);
        for (int pair = 0; pair < 9; pair++)
        {
            Assert.AreEqual(pair < 4, batch[pair] == 7, $"left of {pair}");
            Assert.AreEqual(pair < 2, batch[9 + pair] == 7, $"right of {pair}");
        }
    }

    [TestMethod]
    public void Feawad_OfTheExample() => AssertEqual(
        [3 / 4.0, 0.5 / 4, 4.5 / 4, 3 / 4.0],
        FeawadLoss.Terms(tensor([-1f, 2, 0.5f, 8]), tensor([0.2f, 0.3f, 2, 6]), unlabelled: 2, margin: 5));

    // In two published codes the terms of the errors move nothing.
    [TestMethod]
    public void Feawad_MovesScoresAndErrors()
    {
        CollectionAssert.AreEqual(new[] { 1, -1, 1, 0 }, Moves(tensor([-1f, 2, 0.5f, 8]), s => FeawadLoss.Terms(s, ones(4), 2, 5)).Select(MathF.Sign).ToArray());
        CollectionAssert.AreEqual(new[] { -1, -1, 1, 0 }, Moves(tensor([0.2f, 0.3f, 2, 6]), e => FeawadLoss.Terms(ones(4), e, 2, 5)).Select(MathF.Sign).ToArray());
    }

    [TestMethod]
    public void Feawad_ErrorOfARow_IsTheLengthOfItsResidual_AndMovesTheAutoencoder()
    {
        var networks = new List<Network>();
        using var network = new FeawadNetwork(
            NetworkPlan.Input(3).Dense(2), NetworkPlan.Input(2).Dense(3), 5, 4, plan =>
            {
                networks.Add(new Network(plan, new Random(1), CPU));
                return networks[^1];
            });
        Tensor x = Matrix(3, 0.2f, 0.4f, 0.9f, 1, 0, 0.3f);
        Tensor error = network.Forward(x).Error;
        AssertEqual([.. TensorValues.ToArray((x - network.Reconstruct(x)).norm(1)).Select(e => (double)e)], error);
        FeawadLoss.Terms(zeros(2), error, 1, 5)[1].backward();
        Assert.IsTrue(network.Autoencoder.All(parameter => parameter.grad!.abs().sum().item<float>() > 0));
        Assert.IsTrue(network.Score.All(parameter => parameter.grad is null));
    }

    // |h - h+| = 5 and |h - h-| = 1 with margin 2; the other triple has reached its margin.
    [TestMethod]
    public void Rosas_TripletsOfTheExample() => AssertEqual(
        [6 / 2.0], RosasLoss.Triplets(Matrix(2, 0, 0, 0, 0, 3, 4, 0, 1, 1, 0, 9, 0), margin: 2).reshape(1));

    [TestMethod]
    public void Rosas_OfTheExample()
    {
        // One triple on a line: rows 0, 1, 4, each mixed with the next one.
        Tensor x = Matrix(1, 0, 1, 4), shares = tensor([0.5f, 0.25f, 1]);
        RosasMixture mixture = RosasMixing.Mix(x, tensor([-1f, -1, 1]), shares, tensor([1L, 2, 0]));
        AssertEqual([0.5, 3.25, 4], mixture.Rows.flatten());
        AssertEqual([-1, 0.5, 1], mixture.Targets);
        // Scores of rows, then of mixtures; expected from the rows' own: -0.5, 0.25, 0.333333.
        Tensor scores = tensor([-1f, 0, 0.333333f, -0.5f, 0.5f, 3]);
        double target = (Smooth(-0.5 + 1) + Smooth(0) + Smooth(2)) / 3;
        double expected = (Smooth(-0.5 + 0.5) + Smooth(0.5 - 0.25) + Smooth(3 - 0.333333)) / 3;
        AssertEqual([0.25 * 2, 0.75 * target, 0.75 * expected], RosasLoss.Terms(x, scores, mixture, margin: 5, scoreWeight: 0.75f));

        static double Smooth(double error) => Math.Abs(error) < 1 ? error * error / 2 : Math.Abs(error) - 0.5;
    }

    [TestMethod]
    public void Rosas_SharesAreThoseOfBetaOfOneHalf()
    {
        const int triples = 20_000;
        using var noise = new DeviceNoise(new Random(1), CPU);
        RosasMixture mixture = new RosasMixing(triples, noise, CPU).Next(zeros(3 * triples, 1));
        float[] shares = TensorValues.ToArray(mixture.Shares);
        Assert.AreEqual(0.5, shares.Average(), 0.01);
        // Variance a b / ((a + b)² (a + b + 1)) = 1/8.
        Assert.AreEqual(0.125, shares.Average(share => (share - 0.5) * (share - 0.5)), 0.003);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 3 * triples).Select(i => (long)i).ToArray(), mixture.Partners.data<long>().ToArray());
    }

    // |h - h+|² = 4, |h - h-|² = 25; and 9 against 1.
    [TestMethod]
    public void Repen_OfTheExample() => AssertEqual(
        [(0 + 18) / 2.0], RepenLoss.Hinge(Matrix(1, 0, 0, 2, 3, 5, 1), triples: 2, margin: 10));

    [TestMethod]
    public void Repen_PullsUnlabelledRowsTogetherAndPushesAnomaliesAway() => CollectionAssert.AreEqual(
        new[] { -1, 1 }, Moves(Matrix(1, 0, 2, 5), x => RepenLoss.Hinge(x, 1, 1000)).Skip(1).Select(MathF.Sign).ToArray());

    // Squared distances 4, 1 and 9 from (1, 0).
    [TestMethod]
    public void DeepSvdd_OfTheExample()
    {
        Tensor embedded = Matrix(2, 1, 2, 0, 0, 4, 0), centre = tensor([1f, 0f]);
        AssertEqual([14 / 3.0], DeepSvddLoss.OneClass(embedded, centre));
        AssertEqual([3 + ((1 + 6) / 3.0 / 0.5)], DeepSvddLoss.SoftBoundary(embedded, centre, squaredRadius: 3, outsideShare: 0.5f));
        CollectionAssert.AreEqual(new[] { 0, 0, 0, 0, -1, 0 }, Moves(embedded, x => DeepSvddLoss.SoftBoundary(x, centre, 5, 0.5f)).Select(MathF.Sign).ToArray());
    }

    [TestMethod]
    public void DeepSvdd_RadiusLeavesTheShareOutside()
    {
        float[] distances = [.. Enumerable.Range(1, 100).Select(i => (float)i).Reverse()];
        Assert.AreEqual(90, DeepSvddLoss.SquaredRadius(distances, 0.1f));
        Assert.AreEqual(1, DeepSvddLoss.SquaredRadius(distances, 1));
        Assert.AreEqual(7, DeepSvddLoss.SquaredRadius([7], 0.1f));
    }

    // D = 4 / 2 and 1 / 8 + log 2 of the first row, 1 / 2 and 16 / 8 + log 2 of the second one.
    [TestMethod]
    public void Mcdd_OfTheExample()
    {
        Tensor distances = McddDistances.Of(Matrix(1, 2, -1), Matrix(1, 0, 3), tensor([-1f, MathF.Log(2)]));
        double log = Math.Log(2);
        AssertEqual([2, 0.125 + log, 0.5, 2 + log], distances.flatten());
        // Logits -1.5 and -0.125 - log 2; 0 and -2 - log 2. The class is the first one each time.
        double first = Math.Log(1 + Math.Exp(1.5 - 0.125 - log)), second = Math.Log(1 + Math.Exp(-2 - log));
        AssertEqual([(first + second) / 2, 3 * (2 + 0.5) / 2], McddLoss.Terms(distances, tensor([0.5f, 0]), tensor([0L, 0]), distanceWeight: 3));
    }

    // The scale starts where a rectifier begins to be 0.
    [TestMethod]
    public void Mcdd_MovesCentresScalesAndBiases()
    {
        using var distances = new McddDistances(2, 3, new Random(1), CPU);
        McddLoss.Terms(distances.Of(Matrix(3, 1, 2, 3, 0, 1, 5)), distances.Biases, tensor([0L, 1]), distanceWeight: 1).sum().backward();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in distances.named_parameters())
            Assert.IsGreaterThan(0, parameter.grad!.abs().sum().item<float>(), name);
    }

    // Squared distances from 0 and 10: 1, 25 and 4 from the nearest, beyond radii 0, 20 and 3.
    [TestMethod]
    public void MultiSphereSvdd_OfTheExample() => AssertEqual(
        [((0 + 20) / 2.0) + ((1 + 5 + 0) / 3.0 / 0.5)],
        MultiSphereSvddLoss.SoftBoundary(Matrix(1, 1, 5, 8), Matrix(1, 0, 10), tensor([0f, 20]), outsideShare: 0.5f));

    [TestMethod]
    public void MultiSphereSvdd_DropsSpheresThatHoldTooFewRows()
    {
        float[][] points = [.. Enumerable.Range(0, 20).Select(i => new[] { i * 0.1f }), [100], .. Enumerable.Range(0, 10).Select(i => new[] { 50 + i * 0.1f })];
        Spheres spheres = new Spheres([[0], [100], [50], [1000]], []).Measure(points, 0.1f);
        CollectionAssert.AreEqual(new float[] { 0, 50 }, spheres.Centres.Select(centre => centre[0]).ToArray());
        Assert.AreEqual(1.7 * 1.7, spheres.SquaredRadii[0], 1e-4);
    }

    // Two points on a line, of weights 1 and 1/2: mean 1/3 and variance 2/9 of the distance 1.
    [TestMethod]
    public void Dagmm_MixtureOfTheExample()
    {
        (Tensor weights, Tensor means, Tensor covariances) = DagmmLoss.Mixture(Doubles(1, 0, 1), Doubles(1, 1, 0.5));
        AssertEqual([0.75], weights.to_type(float32));
        AssertEqual([1 / 3.0], means.flatten().to_type(float32));
        AssertEqual([2 / 9.0], covariances.flatten().to_type(float32));
    }

    // In one dimension with one component, the energy is minus the logarithm of a normal density.
    [TestMethod]
    public void Dagmm_EnergyOfANormalDistribution()
    {
        Tensor energies = DagmmLoss.Energies(Doubles(1, 0, 3), Doubles(1, 1).flatten(), Doubles(1, 1), Doubles(1, 4).reshape(1, 1, 1));
        double constant = Math.Log(2) + (Math.Log(2 * Math.PI) / 2);
        AssertEqual([constant + (1 / 8.0), constant + (4 / 8.0)], energies.to_type(float32));
    }

    [TestMethod]
    public void Dagmm_EnergyOfTwoComponents_IsTheLogarithmOfTheSumOfDensities()
    {
        double[] z = [0.3, -0.2];
        Tensor covariances = tensor([1, 0.3, 0.3, 0.5, 2, -0.4, -0.4, 0.7], [2L, 2, 2], dtype: float64);
        Tensor energy = DagmmLoss.Energies(Doubles(2, z), Doubles(1, 0.25, 0.75).flatten(), Doubles(2, 0, 0, 1, 1), covariances);
        double density = (0.25 * Density(z[0], z[1], 1, 0.3, 0.5)) + (0.75 * Density(z[0] - 1, z[1] - 1, 2, -0.4, 0.7));
        AssertEqual([-Math.Log(density)], energy.to_type(float32));

        static double Density(double a, double b, double aa, double ab, double bb)
        {
            double determinant = (aa * bb) - (ab * ab);
            return Math.Exp(-((bb * a * a) - (2 * ab * a * b) + (aa * b * b)) / determinant / 2) / (2 * Math.PI * Math.Sqrt(determinant));
        }
    }

    // In one published code the graph is cut, so that nothing is trained.
    [TestMethod]
    [DataRow(0, true, false)]
    [DataRow(1, true, true)]
    [DataRow(2, true, true)]
    public void Dagmm_EachTermMovesItsParts(int term, bool autoencoder, bool estimation)
    {
        using var encoder = new Network(NetworkPlan.Input(4).Dense(1), new Random(1), CPU);
        using var decoder = new Network(NetworkPlan.Input(1).Dense(4), new Random(2), CPU);
        using var estimator = new Network(NetworkPlan.Input(3).Dense(2), new Random(3), CPU);
        Tensor x = rand(20, 4, generator: new Generator(1, CPU));
        (Tensor z, Tensor reconstruction) = DagmmMixture.Represent(x, encoder, decoder);
        DagmmLoss.Terms(x, reconstruction, z, estimator.Forward(z).softmax(1), 0.1f, 0.005f)[term].backward();
        Assert.AreEqual(autoencoder, Moved(encoder) && Moved(decoder));
        Assert.AreEqual(estimation, Moved(estimator));

        static bool Moved(Network network) => network.parameters().All(parameter => parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0);
    }

    [TestMethod]
    public void Dagmm_DropoutSetsHalfToZeroAndDoublesTheRest()
    {
        using var noise = new DeviceNoise(new Random(1), CPU);
        float[] factors = TensorValues.ToArray(DagmmMixture.Dropout(noise, 1000, 10));
        CollectionAssert.AreEquivalent(new[] { 0f, 2f }, factors.Distinct().ToArray());
        Assert.AreEqual(1, factors.Average(), 0.05);
    }

    // The direction in which a step down the sum of the terms moves each value.
    private static float[] Moves(Tensor values, Func<Tensor, Tensor> terms)
    {
        Tensor variable = values.detach().requires_grad_();
        terms(variable).sum().backward();
        return [.. TensorValues.ToArray(variable.grad!).Select(gradient => -gradient)];
    }

    private static Tensor Matrix(int columns, params float[] values) => tensor(values, [values.Length / columns, columns]);

    private static Tensor Doubles(int columns, params double[] values) => tensor(values, [values.Length / columns, columns], dtype: float64);

    private static void AssertEqual(double[] expected, Tensor actual)
    {
        float[] values = TensorValues.ToArray(actual);
        Assert.HasCount(expected.Length, values);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], Tolerance * Math.Max(1, Math.Abs(expected[i])), $"value {i}");
    }
}
