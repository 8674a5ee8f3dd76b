using Microsoft.ML.Anomaly.Prototypes.MlNet;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class ScorerParityTests
{
    // Managed scorer against the torch forward pass over random networks and rows, some far outside the training range.
    [TestMethod]
    [DataRow(6, 4, 1, 1f, ScoreInputs.All)]
    [DataRow(6, 4, 3, 1f, ScoreInputs.Latent)]
    [DataRow(36, 8, 4, 1f, ScoreInputs.All)]
    [DataRow(3, 8, 10, 1f, ScoreInputs.ReconstructionError | ScoreInputs.Similarity)]
    [DataRow(20, 8, 5, 2.5f, ScoreInputs.Similarity)]
    [DataRow(20, 8, 5, 1f, ScoreInputs.Latent | ScoreInputs.ReconstructionError)]
    public void Score_AgreesWithTheTorchForwardPass(int width, int latent, int prototypes, float kernelDegree, ScoreInputs inputs)
    {
        using var scope = NewDisposeScope();
        var random = new Random(width);
        int hidden = Autoencoder.DefaultHiddenSize(width, latent, maximum: 0);
        float[][] centres = [.. Enumerable.Range(0, prototypes).Select(_ => RandomVector(latent, random, 1))];
        using var network = new MultiNormalPrototypesNetwork(
            new Autoencoder(width, hidden, latent, random, CPU), centres, 16, kernelDegree, inputs, random, CPU);
        MultiNormalPrototypesModel model = ModelOf(network, width, kernelDegree, inputs);
        IReadOnlyList<float[]> unitPrototypes = model.GetPrototypes();
        RowScorer scorer = model.CreateRowScorer();
        const int count = 200;
        float[][] rows = [.. Enumerable.Range(0, count).Select(i => RandomVector(width, random, i % 10 == 0 ? 100 : 1))];
        MultiNormalPrototypesOutput output;
        using (no_grad())
            output = network.Forward(tensor(rows.SelectMany(r => r).ToArray(), [count, width]));
        float[] scores = Values(output.Score), errors = Values(output.ReconstructionError), similarities = Values(output.Similarity);
        for (int i = 0; i < count; i++)
        {
            scorer.Run(rows[i]);
            Assert.AreEqual(scores[i], scorer.Score, 1e-5, $"score of row {i}");
            Assert.AreEqual(errors[i], scorer.Scalar(PrototypeColumns.ReconstructionError), 1e-5 * Math.Max(1, errors[i]), $"reconstruction error of row {i}");
            var similarity = new float[prototypes];
            scorer.WriteVector(PrototypeColumns.PrototypeSimilarity, similarity);
            for (int k = 0; k < prototypes; k++)
                Assert.AreEqual(similarities[(i * prototypes) + k], similarity[k], 1e-5, $"similarity {k} of row {i}");
            Assert.AreEqual(similarity.Max(), similarity[scorer.Key(PrototypeColumns.NearestPrototype)]);
            var point = new float[latent];
            scorer.WriteVector(PrototypeColumns.LatentVector, point);
            if (kernelDegree == 1)
            {
                for (int k = 0; k < prototypes; k++)
                    Assert.AreEqual(similarity[k], 1 / (1 + point.Zip(unitPrototypes[k], (a, b) => (a - b) * (a - b)).Sum()), 1e-5, "distances between latent vector and prototypes");
            }
        }
    }

    // Whole and broken blocks, all columns and few of them: always the bits of the rows scored one by one.
    [TestMethod]
    [DataRow(6, 4, 1, 1f, ScoreInputs.All)]
    [DataRow(36, 8, 4, 1f, ScoreInputs.All)]
    [DataRow(3, 8, 10, 1f, ScoreInputs.ReconstructionError | ScoreInputs.Similarity)]
    [DataRow(20, 8, 5, 2.5f, ScoreInputs.Similarity)]
    [DataRow(20, 8, 5, 1f, ScoreInputs.Latent)]
    public void Block_GivesTheBitsOfTheRows(int width, int latent, int prototypes, float kernelDegree, ScoreInputs inputs)
    {
        using var scope = NewDisposeScope();
        var random = new Random(width);
        float[][] centres = [.. Enumerable.Range(0, prototypes).Select(_ => RandomVector(latent, random, 1))];
        using var network = new MultiNormalPrototypesNetwork(
            new Autoencoder(width, 7, latent, random, CPU), centres, 16, kernelDegree, inputs, random, CPU);
        MultiNormalPrototypesModel model = ModelOf(network, width, kernelDegree, inputs);
        RowScorer one = model.CreateRowScorer(), many = model.CreateRowScorer();
        foreach (PrototypeColumns columns in new[] { model.AvailableColumns, PrototypeColumns.None, PrototypeColumns.NearestPrototype, PrototypeColumns.ReconstructionError })
        {
            foreach (bool wantsScore in new[] { true, false })
            {
                var block = new ScoringBlock(model, wantsScore, columns);
                foreach (int count in new[] { RowBlock.Rows, 1, 37 })
                {
                    block.Count = count;
                    for (int row = 0; row < count; row++)
                        RandomVector(width, random, row % 10 == 0 ? 100 : 1).CopyTo(block.Features(row));
                    if (count == 37)
                        block.Features(5)[0] = float.NaN;
                    many.RunBlock(block);
                    for (int row = 0; row < count; row++)
                    {
                        one.Run(block.Features(row));
                        if (wantsScore)
                            Assert.AreEqual(one.Score, block.Scores[row]);
                        if (wantsScore && count == 37 && row == 5)
                            Assert.IsTrue(float.IsNaN(block.Scores[row]));
                        AssertColumns(one, block, row);
                    }
                }
            }
        }
    }

    private static void AssertColumns(RowScorer one, ScoringBlock block, int row)
    {
        foreach (PrototypeColumns column in block.Extra)
        {
            switch (OutputSchema.KindOf(column))
            {
                case OutputColumnKind.Scalar:
                    Assert.AreEqual(one.Scalar(column), block.Scalars(column)[row], column.ToString());
                    break;
                case OutputColumnKind.Key:
                    Assert.AreEqual(one.Key(column), block.Keys(column)[row], column.ToString());
                    break;
                default:
                    float[] actual = block.Vector(column, row).ToArray(), expected = new float[actual.Length];
                    one.WriteVector(column, expected);
                    CollectionAssert.AreEqual(expected, actual, column.ToString());
                    break;
            }
        }
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(RowBlock.Rows + 3)]
    public void Contribution_IsWhatTheLogitLosesWithTheValueThatTheOtherFeaturesLetExpect(int width)
    {
        using var scope = NewDisposeScope();
        const int latent = 3;
        var random = new Random(2);
        using var network = new MultiNormalPrototypesNetwork(
            new Autoencoder(width, 4, latent, random, CPU), [RandomVector(latent, random, 1), RandomVector(latent, random, 1)], 16, 1, ScoreInputs.All, random, CPU);
        MultiNormalPrototypesModel model = ModelOf(network, width, 1, ScoreInputs.All);
        RowScorer scorer = model.CreateRowScorer();
        float[] row = RandomVector(width, random, 3);
        scorer.Run(row);
        var contributions = new float[width];
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);

        // The same by torch: the nearest prototype's value, refined twice by the reconstruction.
        using var noGradient = no_grad();
        float[] prototype = model.DecodePrototypes()[scorer.Key(PrototypeColumns.NearestPrototype)];
        double Logit(Tensor input)
        {
            double score = network.Forward(input).Score.item<float>();
            return Math.Log(score / (1 - score));
        }
        for (int d = 0; d < width; d++)
        {
            float[] expected = [.. row];
            expected[d] = prototype[d];
            for (int pass = 0; pass < 2; pass++)
                expected[d] = Values(network.Autoencoder.Decoder.Forward(network.Autoencoder.Encoder.Forward(tensor(expected, [1, width]))))[d];
            Assert.AreEqual(Logit(tensor(row, [1, width])) - Logit(tensor(expected, [1, width])), contributions[d], 1e-4, $"feature {d}");
        }
    }

    [TestMethod]
    public void FeatureScaling_MapsTheTrainingRange_AndDropsConstants()
    {
        FeatureScaling scaling = FeatureScaling.Create([-2, 7, 0], [2, 7, 10], normalize: true);
        Assert.AreEqual(3, scaling.InputWidth);
        CollectionAssert.AreEqual(new[] { 0, 2 }, scaling.KeptSlots.ToArray());
        var scaled = new float[2];
        scaling.Apply([0, 99, 20], scaled);
        CollectionAssert.AreEqual(new[] { .5f, 2f }, scaled, "values beyond the training range are not clipped");
        FeatureScaling.Create([-2, 7, 0], [2, 7, 10], normalize: false).Apply([0, 99, 20], scaled);
        CollectionAssert.AreEqual(new[] { 0f, 20f }, scaled);
    }

    [TestMethod]
    public void FeatureScaling_OfExtremeRanges_StaysFinite()
    {
        FeatureScaling scaling = FeatureScaling.Create([float.MinValue, 0], [float.MaxValue, float.Epsilon], normalize: true);
        var scaled = new float[2];
        scaling.Apply([0, 0], scaled);
        Assert.IsTrue(scaled.All(float.IsFinite));
    }

    [TestMethod]
    public void Scorer_AllocatesNothingPerRow()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        using var network = new MultiNormalPrototypesNetwork(
            new Autoencoder(36, 22, 8, random, CPU), [RandomVector(8, random, 1), RandomVector(8, random, 1)], 16, 1, ScoreInputs.All, random, CPU);
        MultiNormalPrototypesModel model = ModelOf(network, 36, 1, ScoreInputs.All);
        RowScorer scorer = model.CreateRowScorer();
        float[] row = RandomVector(36, random, 1);
        var contributions = new float[36];
        var block = new ScoringBlock(model, wantsScore: true, MultiNormalPrototypesModel.OutputColumns) { Count = 37 };
        scorer.RunBlock(block);
        scorer.Run(row);
        scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            scorer.Run(row);
            scorer.WriteVector(PrototypeColumns.FeatureContributions, contributions);
            if (i % 100 == 0)
                scorer.RunBlock(block);
        }
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MultiNormalPrototypesModel ModelOf(MultiNormalPrototypesNetwork network, int width, float kernelDegree, ScoreInputs inputs)
    {
        FeatureScaling scaling = FeatureScaling.Create(new float[width], [.. Enumerable.Repeat(1f, width)], normalize: false);
        Autoencoder a = network.Autoencoder;
        return new MultiNormalPrototypesModel(
            scaling, a.Encoder.Freeze(), a.Decoder.Freeze(), network.ScoreHead.Freeze(), Values(network.Prototypes), kernelDegree, inputs);
    }

    private static float[] RandomVector(int length, Random random, float scale) =>
        [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
