using Microsoft.ML.Anomaly.Prototypes.Clustering;
using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The managed scorer against the torch forward pass.</summary>
[TestClass]
public sealed class WvadScorerTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    // Random networks and rows, some far outside the training range, and one of zeros.
    [TestMethod]
    [DataRow(6, 4, 1, false, WvadFeatures.All)]
    [DataRow(6, 4, 3, true, WvadFeatures.All)]
    [DataRow(36, 16, 4, false, WvadFeatures.All)]
    [DataRow(3, 8, 10, false, WvadFeatures.Latent | WvadFeatures.CosineSimilarity)]
    [DataRow(20, 8, 5, true, WvadFeatures.ClusterProbabilities | WvadFeatures.ClusterEntropy | WvadFeatures.ReconstructionError)]
    public void Scorer_AgreesWithTheTorchForwardPass(int width, int latent, int clusters, bool isotropic, WvadFeatures features)
    {
        var random = new Random(width);
        var options = new WvadTrainer.Options { Isotropic = isotropic, ScoreFeatures = features };
        using WvadNetwork network = Network(width, latent, clusters, options, random);
        RowScorer scorer = ModelOf(network, width, features).CreateRowScorer();
        const int count = 200;
        float[][] rows = [.. Enumerable.Range(0, count).Select(i => RandomVector(width, random, i == 1 ? 0 : i % 10 == 0 ? 100 : 1))];
        WvadOutput output;
        using (no_grad())
            output = network.Forward(tensor(rows.SelectMany(r => r).ToArray(), [count, width]), noise: null);
        float[] scores = Values(output.Logit.sigmoid()), errors = Values(output.ReconstructionError), entropies = Values(output.ClusterEntropy);
        float[] cosines = Values(output.CosineSimilarity), probabilities = Values(output.ClusterProbabilities);
        for (int i = 0; i < count; i++)
        {
            scorer.Run(rows[i]);
            Assert.AreEqual(scores[i], scorer.Score, 2e-5, $"score of row {i}");
            Assert.AreEqual(errors[i], scorer.Scalar(PrototypeColumns.ReconstructionError), 1e-5 * Math.Max(1, errors[i]), $"reconstruction error of row {i}");
            Assert.AreEqual(cosines[i], scorer.Scalar(PrototypeColumns.CosineSimilarity), 1e-5, $"cosine of row {i}");
            Assert.AreEqual(entropies[i], scorer.Scalar(PrototypeColumns.ClusterEntropy), 2e-4, $"entropy of row {i}");
            var probability = new float[clusters];
            scorer.WriteVector(PrototypeColumns.ClusterProbabilities, probability);
            for (int k = 0; k < clusters; k++)
                Assert.AreEqual(probabilities[(i * clusters) + k], probability[k], 2e-4, $"probability {k} of row {i}");
            Assert.AreEqual(1, probability.Sum(), 1e-5);
        }
    }

    // Whole and broken blocks, all columns and none: always the bits of the rows scored one by one.
    [TestMethod]
    [DataRow(6, 4, 1, WvadFeatures.All)]
    [DataRow(36, 16, 4, WvadFeatures.All)]
    [DataRow(20, 8, 10, WvadFeatures.Latent | WvadFeatures.ClusterEntropy)]
    public void Block_GivesTheBitsOfTheRows(int width, int latent, int clusters, WvadFeatures features)
    {
        var random = new Random(width);
        using WvadNetwork network = Network(width, latent, clusters, new WvadTrainer.Options { ScoreFeatures = features }, random);
        WvadModel model = ModelOf(network, width, features);
        RowScorer one = model.CreateRowScorer(), many = model.CreateRowScorer();
        foreach (PrototypeColumns columns in new[] { model.AvailableColumns, PrototypeColumns.None })
        {
            foreach (bool wantsScore in new[] { true, false })
            {
                var block = new ScoringBlock(model, wantsScore, columns);
                foreach (int count in new[] { RowBlock.Rows, 1, 37 })
                {
                    block.Count = count;
                    for (int row = 0; row < count; row++)
                        RandomVector(width, random, row % 10 == 0 ? 100 : 1).CopyTo(block.Features(row));
                    many.RunBlock(block);
                    for (int row = 0; row < count; row++)
                    {
                        one.Run(block.Features(row));
                        if (wantsScore)
                            Assert.AreEqual(one.Score, block.Scores[row]);
                        foreach (PrototypeColumns column in block.Extra)
                            AssertSame(one, block, column, row);
                    }
                }
            }
        }
    }

    private static void AssertSame(RowScorer one, ScoringBlock block, PrototypeColumns column, int row)
    {
        if (OutputSchema.KindOf(column) == OutputColumnKind.Scalar)
        {
            Assert.AreEqual(one.Scalar(column), block.Scalars(column)[row], column.ToString());
            return;
        }
        float[] actual = block.Vector(column, row).ToArray(), expected = new float[actual.Length];
        one.WriteVector(column, expected);
        CollectionAssert.AreEqual(expected, actual, column.ToString());
    }

    [TestMethod]
    public void Contribution_IsWhatTheLogitLosesWithTheValueThatTheOtherFeaturesLetExpect()
    {
        const int width = 5;
        var random = new Random(2);
        using WvadNetwork network = Network(width, 3, 2, new WvadTrainer.Options(), random);
        WvadModel model = ModelOf(network, width, WvadFeatures.All);
        RowScorer scorer = model.CreateRowScorer();
        float[] row = RandomVector(width, random, 3);
        scorer.Run(row);
        var contributions = new float[width];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);

        using var noGradient = no_grad();
        float[] probabilities = Values(network.Forward(tensor(row, [1, width]), noise: null).ClusterProbabilities);
        float[] centre = model.DecodePrototypes()[Array.IndexOf(probabilities, probabilities.Max())];
        double Logit(float[] input) => network.Forward(tensor(input, [1, width]), noise: null).Logit.item<float>();
        for (int d = 0; d < width; d++)
        {
            float[] expected = [.. row];
            expected[d] = centre[d];
            for (int pass = 0; pass < 2; pass++)
                expected[d] = Values(network.Autoencoder.Decoder.Forward(network.Autoencoder.Encode(tensor(expected, [1, width])).Mean))[d];
            Assert.AreEqual(Logit(row) - Logit(expected), contributions[d], 1e-4, $"feature {d}");
        }
        // The row that was scored last is still that one.
        float score = scorer.Score;
        scorer.WriteVector(PrototypeColumns.ClusterProbabilities, contributions.AsSpan(0, 2));
        scorer.Run(row);
        Assert.AreEqual(score, scorer.Score);
        CollectionAssert.AreEqual(probabilities.Select(p => MathF.Round(p, 4)).ToArray(), contributions.Take(2).Select(p => MathF.Round(p, 4)).ToArray());
    }

    [TestMethod]
    public void Scorer_AllocatesNothingPerRow()
    {
        var random = new Random(1);
        using WvadNetwork network = Network(36, 16, 3, new WvadTrainer.Options(), random);
        RowScorer scorer = ModelOf(network, 36, WvadFeatures.All).CreateRowScorer();
        float[] row = RandomVector(36, random, 1);
        var contributions = new float[36];
        scorer.Run(row);
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            scorer.Run(row);
            scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        }
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static WvadNetwork Network(int width, int latent, int clusters, WvadTrainer.Options options, Random random)
    {
        double[][] means = [.. Enumerable.Range(0, clusters).Select(_ => Enumerable.Range(0, latent).Select(_ => random.NextDouble() - .5).ToArray())];
        double[][] variances = [.. means.Select(mean => mean.Select(_ => .5 + random.NextDouble()).ToArray())];
        if (options.Isotropic)
            variances = [.. variances.Select(v => v.Select(_ => v[0]).ToArray())];
        var start = new GaussianMixture([.. Enumerable.Range(1, clusters).Select(k => 2.0 * k / (clusters * (clusters + 1)))], means, variances);
        return new WvadNetwork(new WvadAutoencoder(width, 12, 9, latent, random, CPU), start, precision: 20, options, random, CPU);
    }

    private static WvadModel ModelOf(WvadNetwork network, int width, WvadFeatures features) =>
        WvadModel.Of(network, FeatureScaling.Create(new float[width], [.. Enumerable.Repeat(1f, width)], normalize: false), features);

    private static float[] RandomVector(int length, Random random, float scale) =>
        [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
