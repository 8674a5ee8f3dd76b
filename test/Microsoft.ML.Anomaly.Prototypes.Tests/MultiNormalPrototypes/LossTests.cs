using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The losses against figures computed by hand for two prototypes in two dimensions.</summary>
[TestClass]
public sealed class LossTests
{
    private const double Tolerance = 2e-6;
    private static readonly float[,] Prototypes = { { 1, 0 }, { 0, 2 } };
    private static readonly float[,] UnlabelledLatent = { { 2, .5f }, { .1f, 1 }, { -1, -1 } };
    private static readonly float[,] AnomalyLatent = { { -1, .2f }, { .5f, -2 } };
    private static readonly float[] UnlabelledError = [.010f, .020f, .060f];
    private static readonly float[] AnomalyError = [.050f, .030f];
    private static readonly float[] UnlabelledScore = [.20f, .10f, .40f];
    private static readonly float[] AnomalyScore = [.70f, .50f];
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Similarity_OfTheExample()
    {
        AssertEqual([.943650f, .397626f, .357016f, .990172f, .226541f, .226541f], Similarity(UnlabelledLatent));
        AssertEqual([.201566f, .383470f, .397626f, .202417f], Similarity(AnomalyLatent));
    }

    [TestMethod]
    public void Similarity_WithAnotherKernelDegree_FollowsTheStudentKernel()
    {
        Tensor latent = MultiNormalPrototypesNetwork.Normalize(tensor(UnlabelledLatent));
        Tensor prototypes = MultiNormalPrototypesNetwork.Normalize(tensor(Prototypes));
        float[] actual = Values(MultiNormalPrototypesNetwork.Similarity(latent, prototypes, 3));
        // From S = 1/(1 + d²) for degree 1 to (1 + d²/3)^-2.
        float[] expected = [.. Values(Similarity(UnlabelledLatent)).Select(s => MathF.Pow(1 + ((1 / s) - 1) / 3, -2))];
        AssertEqual(expected, tensor(actual));
    }

    [TestMethod]
    public void UnlabelledWeight_OfTheExample() => AssertEqual([1.076873f, 1.090764f, 0.832364f], 3 * Weight());

    [TestMethod]
    public void Reconstruction_OfTheExample() =>
        AssertEqual([0.036263f], MultiNormalPrototypesLoss.Reconstruction(Weight(), tensor(UnlabelledError), tensor(AnomalyError), 0.02f, 1));

    [TestMethod]
    public void Reconstruction_WithoutViolatedMargin_IsTheUnlabelledPartAlone() =>
        AssertEqual([0.027509f], MultiNormalPrototypesLoss.Reconstruction(Weight(), tensor(UnlabelledError), tensor(AnomalyError) + 1, 0.02f, 1));

    [TestMethod]
    public void ScoreRegression_OfTheExample() =>
        AssertEqual([0.116193f], MultiNormalPrototypesLoss.ScoreRegression(Weight(), tensor(UnlabelledScore), tensor(AnomalyScore)));

    [TestMethod]
    public void Contrast_OfTheExample() =>
        AssertEqual([0.524733f], MultiNormalPrototypesLoss.Contrast(Weight(), Largest(UnlabelledLatent), Largest(AnomalyLatent)));

    [TestMethod]
    public void Clustering_OfTheExample() => AssertEqual([0.12675641f], MultiNormalPrototypesLoss.Clustering(Similarity(UnlabelledLatent), KlReduction.Sum, false));

    [TestMethod]
    public void Clustering_WithOnePrototype_IsZero() => AssertEqual([0], MultiNormalPrototypesLoss.Clustering(tensor(new float[,] { { .3f }, { .9f } }), KlReduction.Sum, false));

    [TestMethod]
    public void Losses_OfTheExample_AndWithoutClustering()
    {
        AssertEqual([0.036263f, 0.116193f, 0.651490f], Losses(new()));
        AssertEqual([0.036263f, 0.116193f, 0.524733f], Losses(new() { ClusteringWeight = 0 }));
    }

    // Per row: L_kl / 3 in the example.
    [TestMethod]
    public void Clustering_BatchMean_OfTheExample() =>
        AssertEqual([0.04225214f], MultiNormalPrototypesLoss.Clustering(Similarity(UnlabelledLatent), KlReduction.BatchMean, false));

    [TestMethod]
    public void Clustering_DetachedTarget_HasTheSameValueButAnotherGradient()
    {
        // With a constant target the gradient towards q is -p / q, here taken through q = S / sum S.
        Tensor similarity = Similarity(UnlabelledLatent).requires_grad_();
        Tensor loss = MultiNormalPrototypesLoss.Clustering(similarity, KlReduction.Sum, detachTarget: true);
        AssertEqual([0.12675641f], loss);
        loss.backward();
        float[] s = Values(similarity);
        double[,] q = new double[3, 2], p = new double[3, 2];
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 2; k++)
                q[i, k] = s[(2 * i) + k] / ((double)s[2 * i] + s[(2 * i) + 1]);
        for (int i = 0; i < 3; i++)
        {
            double[] f = [q[0, 0] + q[1, 0] + q[2, 0], q[0, 1] + q[1, 1] + q[2, 1]];
            double a = q[i, 0] * q[i, 0] / f[0], b = q[i, 1] * q[i, 1] / f[1];
            (p[i, 0], p[i, 1]) = (a / (a + b), b / (a + b));
        }
        // d/dS_ik of -sum_l p_il log q_il with q = S / sum S: -p_ik / S_ik + 1 / sum_l S_il.
        float[] expected = new float[6];
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 2; k++)
                expected[(2 * i) + k] = (float)((-p[i, k] / s[(2 * i) + k]) + (1 / ((double)s[2 * i] + s[(2 * i) + 1])));
        AssertEqual(expected, similarity.grad!);
    }

    [TestMethod]
    public void Switches_LeaveOutTheirPartOfTheLosses()
    {
        AssertEqual([0.027509f, 0.116193f, 0.651490f], Losses(new() { AnomalyReconstructionWeight = 0 }));
        AssertEqual([0.036263f, 0.116193f, 0.126756f], Losses(new() { ContrastWeight = 0 }));
        AssertEqual([0.036263f, 0.116193f, 0], Losses(new() { ContrastWeight = 0, ClusteringWeight = 0 }));
        AssertEqual([1f / 3, 1f / 3, 1f / 3], MultiNormalPrototypesLoss.UnlabelledWeight(Largest(UnlabelledLatent), 0));
    }

    [TestMethod]
    [DataRow(LossBalancing.Detached)]
    [DataRow(LossBalancing.Differentiable)]
    public void Balancing_OfTheExample(LossBalancing mode)
    {
        using var balancing = new DynamicWeightAveraging(mode, 2, 3, CPU);
        Tensor losses = Losses(new());
        AssertEqual([.294036f, .306025f, .399940f], balancing.Weights(losses));
        AssertEqual([0.306777f], balancing.Total(losses));

        balancing.EndEpoch([.05f, .2f, .7f]);
        AssertEqual([.329101f, .306194f, .364704f], balancing.Weights(losses));
        AssertEqual([0.285113f], balancing.Total(losses));
    }

    [TestMethod]
    public void Balancing_EqualWeights_IsTheSum()
    {
        using var balancing = new DynamicWeightAveraging(LossBalancing.Equal, 2, 3, CPU);
        AssertEqual([6], balancing.Total(tensor(new float[] { 1, 2, 3 })));
    }

    [TestMethod]
    public void Balancing_LossThatWasZero_GetsNoWeight()
    {
        using var balancing = new DynamicWeightAveraging(LossBalancing.Detached, 2, 3, CPU);
        balancing.EndEpoch([1, 0, 1]);
        float[] weights = Values(balancing.Weights(tensor(new float[] { 1, 5, 1 })));
        CollectionAssert.AreEqual(new float[] { .5f, 0, .5f }, weights);
    }

    [TestMethod]
    public void Balancing_AlmostVanishedLoss_StaysFinite()
    {
        using var balancing = new DynamicWeightAveraging(LossBalancing.Detached, 2, 2, CPU);
        balancing.EndEpoch([1e-20f, 1]);
        AssertEqual([1, 0], balancing.Weights(tensor(new float[] { 1, 1 })));
    }

    // The effective gradient of a loss under differentiable balancing is omega_m (1 + (L_m - mean) / (T prev_m)), mean = sum omega L.
    [TestMethod]
    public void Balancing_GradientOfEachLoss_IsItsWeightOnlyWhenDetached()
    {
        float[] previous = [.05f, .2f, .7f];
        float[] values = [0.036263f, 0.116193f, 0.651490f];
        foreach (LossBalancing mode in new[] { LossBalancing.Detached, LossBalancing.Differentiable })
        {
            using var balancing = new DynamicWeightAveraging(mode, 2, 3, CPU);
            balancing.EndEpoch(previous);
            Tensor losses = tensor(values, requires_grad: true);
            float[] weights = Values(balancing.Weights(losses));
            balancing.Total(losses).backward();
            float mean = weights.Zip(values, (w, l) => w * l).Sum();
            float[] expected = mode == LossBalancing.Detached
                ? weights
                : [.. weights.Select((w, m) => w * (1 + ((values[m] - mean) / (2 * previous[m]))))];
            AssertEqual(expected, losses.grad!);
        }
    }

    // Each loss against central differences, through the whole network's outputs.
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Gradients_AgreeWithFiniteDifferences(int which)
    {
        // As in the example, but for the third row, which has two nearest prototypes there and so no gradient.
        float[] start = [2, .5f, .1f, 1, -1, -.7f, -1, .2f, .5f, -2];
        Tensor x = tensor(start.Select(v => (double)v).ToArray(), [5, 2], requires_grad: true);
        Loss(x, which).backward();
        double[] gradient = [.. x.grad!.data<double>()];
        const double step = 1e-6;
        for (int i = 0; i < start.Length; i++)
        {
            double Shifted(double by)
            {
                double[] shifted = [.. start.Select((v, j) => j == i ? v + by : v)];
                return Loss(tensor(shifted, [5, 2]), which).item<double>();
            }
            Assert.AreEqual((Shifted(step) - Shifted(-step)) / (2 * step), gradient[i], 1e-6, $"component {i}");
        }
    }

    // Makes reconstruction errors and scores of the latent vectors, so that every loss depends on them.
    private static Tensor Loss(Tensor latent, int which)
    {
        Tensor unit = MultiNormalPrototypesNetwork.Normalize(latent);
        Tensor prototypes = MultiNormalPrototypesNetwork.Normalize(tensor(Prototypes).to(float64));
        Tensor similarity = MultiNormalPrototypesNetwork.Similarity(unit, prototypes, 1);
        (Tensor largest, _) = similarity.max(1);
        var output = new MultiNormalPrototypesOutput(0.05 * latent.square().mean([1L]), similarity, largest, latent.sum(1).sigmoid());
        return new MultiNormalPrototypesLoss(new()).Losses(output, 3)[which];
    }

    private static Tensor Losses(MultiNormalPrototypesTrainer.Options options)
    {
        var output = new MultiNormalPrototypesOutput(
            cat([tensor(UnlabelledError), tensor(AnomalyError)]),
            cat([Similarity(UnlabelledLatent), Similarity(AnomalyLatent)]),
            cat([Largest(UnlabelledLatent), Largest(AnomalyLatent)]),
            cat([tensor(UnlabelledScore), tensor(AnomalyScore)]));
        return new MultiNormalPrototypesLoss(options).Losses(output, 3);
    }

    private static Tensor Weight() => MultiNormalPrototypesLoss.UnlabelledWeight(Largest(UnlabelledLatent), 1);

    private static Tensor Largest(float[,] latent)
    {
        (Tensor largest, _) = Similarity(latent).max(1);
        return largest;
    }

    private static Tensor Similarity(float[,] latent) => MultiNormalPrototypesNetwork.Similarity(
        MultiNormalPrototypesNetwork.Normalize(tensor(latent)), MultiNormalPrototypesNetwork.Normalize(tensor(Prototypes)), 1);

    private static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private static void AssertEqual(float[] expected, Tensor actual)
    {
        float[] values = Values(actual);
        Assert.AreEqual(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], Tolerance, $"element {i}");
    }
}
