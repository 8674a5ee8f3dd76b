using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Every formula of WVAD against a worked example, and every loss against finite differences.</summary>
[TestClass]
public sealed class WvadLossTests
{
    private const double Tolerance = 1e-6;

    // Two clusters in two latent dimensions, one row of three features, tau = 1.
    private static readonly double[] Weights = [.6, .4];
    private static readonly double[,] Means = { { 0, 0 }, { 2, 1 } };
    private static readonly double[,] Variances = { { 1, .5 }, { .25, 2 } };
    private static readonly double[,] Mean = { { .5, .2 } };
    private static readonly double[,] Variance = { { .3, .2 } };
    private static readonly double[,] Latent = { { .6, .1 } };
    private static readonly double[,] Row = { { .2, .8, .5 } };
    private static readonly double[,] Reconstruction = { { .25, .7, .45 } };

    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void LogJoint_OfTheExample() => AssertEqual([-2.192129, -6.530094], LogJoint());

    [TestMethod]
    public void ClusterProbabilities_OfTheExample() => AssertEqual([.987105, .012895], LogJoint().softmax(1));

    [TestMethod]
    public void LatentDivergence_OfTheExample() => AssertEqual([.575132, 5.370132], LatentDivergence());

    [TestMethod]
    public void ClusterDivergence_OfTheExample() => AssertEqual([.447139], ClusterDivergence());

    [TestMethod]
    public void Reconstruction_OfTheExample() => AssertEqual([.0075], WvadFreeEnergy.Reconstruction(ResidualNorm(), precision: 1));

    [TestMethod]
    public void FreeEnergy_OfTheExample() => AssertEqual([1.091601], WvadFreeEnergy.Total(
        WvadFreeEnergy.Reconstruction(ResidualNorm(), precision: 1), LogJoint().softmax(1), LatentDivergence(), ClusterDivergence()));

    [TestMethod]
    public void ClusterEntropy_OfTheExample() => AssertEqual([.068915], WvadEvidence.ClusterEntropy(LogJoint().softmax(1), LogJoint().log_softmax(1)));

    [TestMethod]
    public void ReconstructionError_OfTheExample() =>
        AssertEqual([.127000], WvadEvidence.ReconstructionError(ResidualNorm(), WvadEvidence.Norm(tensor(Row))));

    [TestMethod]
    public void CosineSimilarity_OfTheExample() =>
        AssertEqual([.996487], WvadEvidence.CosineSimilarity(tensor(Row), tensor(Reconstruction), WvadEvidence.Norm(tensor(Row))));

    // A row that is scaled to zeros has no length to divide by.
    [TestMethod]
    public void EvidenceOfARowOfZeros_IsBounded()
    {
        Tensor zero = zeros(1, 3, float64), norm = WvadEvidence.Norm(zero);
        AssertEqual([0], WvadEvidence.CosineSimilarity(zero, tensor(Reconstruction), norm));
        AssertEqual([0], WvadEvidence.CosineSimilarity(zero, zero, norm));
        AssertEqual([10], WvadEvidence.ReconstructionError(tensor(Reconstruction).norm(1), norm));
    }

    // With one cluster the free energy is that of an ordinary variational autoencoder.
    [TestMethod]
    public void OneCluster_IsCertain()
    {
        Tensor logWeights = zeros(1, float64), logVariances = zeros(1, 2, float64), means = zeros(1, 2, float64);
        Tensor distances = WvadMixture.SquaredDistances(tensor(Latent), means, logVariances.exp());
        Tensor logProbabilities = WvadMixture.LogJoint(logWeights, logVariances, distances).log_softmax(1);
        AssertEqual([0], logProbabilities);
        AssertEqual([0], WvadEvidence.ClusterEntropy(logProbabilities.exp(), logProbabilities));
        AssertEqual([0], WvadFreeEnergy.ClusterDivergence(logProbabilities.exp(), logProbabilities, logWeights));
    }

    // F_u = 2, F_a = (8, 4, 6.5): with the margin 5 only the second and the third are too likely, by 3 and 0.5.
    [TestMethod]
    public void Hinge_ByHand() => AssertEqual([3.5 / 3], WvadLoss.Hinge(tensor(2.0), tensor(new double[] { 8, 4, 6.5 }), 5));

    [TestMethod]
    public void NegativeElbo_ByHand() => AssertEqual([-(5 + 4 + 5) / 3.0], WvadLoss.NegativeElbo(tensor(new double[] { 8, 4, 6.5 }), 5));

    [TestMethod]
    public void Entropy_ByHand() => AssertEqual([Math.Log(3) - .25], WvadLoss.Entropy(tensor(new double[] { .1, .4 }), 3), 1e-6);

    [TestMethod]
    public void CrossEntropy_ByHand()
    {
        double expected = ((Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(1))) / 2) + Math.Log(1 + Math.Exp(.5));
        AssertEqual([expected], WvadLoss.CrossEntropy(tensor(new double[] { .5 }), tensor(new double[] { 2, -1 })));
    }

    [TestMethod]
    public void Total_AddsUpItsTerms()
    {
        double[] freeEnergy = [1, 3, 4], entropy = [.1, .2, .3], logit = [.5, -.5, 2];
        double crossEntropy = Softplus(-2) + ((Softplus(.5) + Softplus(-.5)) / 2);
        foreach ((AnomalyTerm term, double expected) in new[]
        {
            (AnomalyTerm.Hinge, 3), (AnomalyTerm.Entropy, Math.Log(2) - .3), (AnomalyTerm.NegativeElbo, -4), (AnomalyTerm.Normal, 4), (AnomalyTerm.None, 0.0),
        })
        {
            var output = new WvadOutput(tensor(freeEnergy), zeros(3, 2, float64), tensor(entropy), zeros(3, float64), zeros(3, float64), tensor(logit));
            AssertEqual([2 + expected + (.1 * crossEntropy)], new WvadLoss(term, 5).Total(output, 2, .1f));
        }
    }

    // Mean, log-variance and noise of z, residual and logit of three rows, the third one an anomaly, and the mixture's parameters, all in
    // one vector: the gradient of each loss against central differences.
    [TestMethod]
    [DataRow(AnomalyTerm.Hinge)]
    [DataRow(AnomalyTerm.Entropy)]
    [DataRow(AnomalyTerm.NegativeElbo)]
    [DataRow(AnomalyTerm.Normal)]
    [DataRow(AnomalyTerm.None)]
    public void Gradients_AgreeWithFiniteDifferences(AnomalyTerm term)
    {
        var random = new Random(4);
        double[] start = [.. Enumerable.Range(0, 46).Select(_ => (2 * random.NextDouble()) - 1)];
        Tensor point = tensor(start, requires_grad: true);
        Loss(point, term).backward();
        double[] gradient = [.. point.grad!.data<double>()];
        const double step = 1e-6;
        for (int i = 0; i < start.Length; i++)
        {
            double Shifted(double by) => Loss(tensor(start.Select((v, j) => j == i ? v + by : v).ToArray()), term).item<double>();
            Assert.AreEqual((Shifted(step) - Shifted(-step)) / (2 * step), gradient[i], 1e-5 * Math.Max(1, Math.Abs(gradient[i])), $"component {i}");
            Assert.AreNotEqual(0, gradient[i], $"component {i}");
        }
    }

    private static Tensor Loss(Tensor point, AnomalyTerm term)
    {
        Tensor[] parts = point.split([6, 6, 12, 3, 3, 6, 6, 4]);
        Tensor mean = parts[0].view(3, 2), logVariance = parts[1].view(3, 2), x = tensor(new double[,] { { .2, .8, .5, .1 }, { .9, .1, .4, .3 }, { .5, .5, .1, .8 } });
        Tensor reconstruction = parts[2].view(3, 4), logits = parts[4], means = parts[5].view(3, 2), logVariances = parts[6].view(3, 2);
        Tensor noise = tensor(new double[,] { { .3, -.8 }, { 1.1, .2 }, { -.4, .6 } });
        Tensor z = mean + ((logVariance / 2).exp() * noise), logWeights = logits.log_softmax(0), precisions = (-logVariances).exp();
        Tensor logProbabilities = WvadMixture.LogJoint(logWeights, logVariances, WvadMixture.SquaredDistances(z, means, precisions)).log_softmax(1);
        Tensor probabilities = logProbabilities.exp(), residual = (x - reconstruction).norm(1), norm = WvadEvidence.Norm(x);
        Tensor latentDivergence = WvadFreeEnergy.LatentDivergence(
            logVariance, logVariances, precisions, WvadMixture.SquaredDistances(mean, means, precisions));
        Tensor freeEnergy = WvadFreeEnergy.Total(
            WvadFreeEnergy.Reconstruction(residual, 2), probabilities, latentDivergence,
            WvadFreeEnergy.ClusterDivergence(probabilities, logProbabilities, logWeights));
        Tensor entropy = WvadEvidence.ClusterEntropy(probabilities, logProbabilities);
        Tensor error = WvadEvidence.ReconstructionError(residual, norm), cosine = WvadEvidence.CosineSimilarity(x, reconstruction, norm);
        // A score head of one layer.
        Tensor logit = parts[3] + (parts[7][0] * entropy) + (parts[7][1] * error) + (parts[7][2] * cosine) + (parts[7][3] * z.sum(1));
        return new WvadLoss(term, 100).Total(new WvadOutput(freeEnergy, probabilities, entropy, error, cosine, logit), 2, .7f);
    }

    private static double Softplus(double value) => Math.Log(1 + Math.Exp(value));

    private static Tensor LogWeights() => tensor(Weights).log();

    private static Tensor LogVariances() => tensor(Variances).log();

    private static Tensor Distances(double[,] vectors) => WvadMixture.SquaredDistances(tensor(vectors), tensor(Means), 1 / tensor(Variances));

    private static Tensor LogJoint() => WvadMixture.LogJoint(LogWeights(), LogVariances(), Distances(Latent));

    private static Tensor LatentDivergence() =>
        WvadFreeEnergy.LatentDivergence(tensor(Variance).log(), LogVariances(), 1 / tensor(Variances), Distances(Mean));

    private static Tensor ClusterDivergence() =>
        WvadFreeEnergy.ClusterDivergence(LogJoint().softmax(1), LogJoint().log_softmax(1), LogWeights());

    private static Tensor ResidualNorm() => (tensor(Row) - tensor(Reconstruction)).norm(1);

    private static void AssertEqual(double[] expected, Tensor actual, double tolerance = Tolerance)
    {
        double[] values = [.. actual.detach().data<double>()];
        Assert.HasCount(expected.Length, values);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], tolerance, $"element {i}");
    }
}
