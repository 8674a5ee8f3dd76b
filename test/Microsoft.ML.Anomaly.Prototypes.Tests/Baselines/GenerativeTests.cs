using Microsoft.ML.Anomaly.Prototypes.Networks;
using Microsoft.ML.Anomaly.Prototypes.Scoring;
using Microsoft.ML.Anomaly.Prototypes.Training;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Losses, scores and searches of the trainers that learn to generate normal rows.</summary>
[TestClass]
public sealed class GenerativeTests
{
    private const double Tolerance = 1e-5;

    private static readonly ImageShape Image = new(2, 9, 8);

    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    // Features differ by 1 and 3, rows by 0.5 twice, codes by 2.
    [TestMethod]
    public void Ganomaly_OfTheExample()
    {
        Tensor terms = GanomalyLoss.Terms(
            tensor([0f, 1], [1, 2]), tensor([0.5f, 0.5f], [1, 2]), (tensor([1f, 0], [1, 2]), tensor([2f, 3], [1, 2])), (tensor([4f], [1, 1]), tensor([2f], [1, 1])), (2, 50, 3));
        AssertEqual([2 * 5, 50 * 0.5f, 3 * 4], TensorValues.ToArray(terms));
    }

    [TestMethod]
    [DataRow(0, true, true, false)]
    [DataRow(1, true, true, false)]
    [DataRow(2, true, true, true)]
    public void Ganomaly_EachTermMovesItsParts(int term, bool encoder, bool decoder, bool secondEncoder)
    {
        using Network first = Create(Vector(6), 3), back = Create(Vector(3), 6), second = Create(Vector(6), 3), trunk = Create(Vector(6), 4);
        using var training = new GanomalyTraining(first, back, second, new Discriminator(trunk, new Random(1), CPU), new GanomalyTrainer.Options());
        training.GeneratorLosses(randn(8, 6, generator: new Generator(1, CPU))).Losses[term].backward();
        Assert.AreEqual(encoder, Moved(first));
        Assert.AreEqual(decoder, Moved(back));
        Assert.AreEqual(secondEncoder, Moved(second));
    }

    [TestMethod]
    public void Ganomaly_DiscriminatorMovesNothingButItself()
    {
        using Network first = Create(Vector(6), 3), back = Create(Vector(3), 6), second = Create(Vector(6), 3), trunk = Create(Vector(6), 4);
        using var training = new GanomalyTraining(first, back, second, new Discriminator(trunk, new Random(1), CPU), new GanomalyTrainer.Options());
        Tensor x = randn(8, 6, generator: new Generator(1, CPU));
        Tensor reconstruction = training.GeneratorLosses(x).Reconstruction;
        training.DiscriminatorLoss(x, reconstruction).backward();
        Assert.IsTrue(Moved(trunk));
        Assert.IsFalse(Moved(first) || Moved(back) || Moved(second));
    }

    // A network that has learned nothing is indifferent: both cross-entropies are log 2, and so is their mean.
    [TestMethod]
    public void Ganomaly_DiscriminatorLossIsAMean()
    {
        using Network first = Create(Vector(6), 3), back = Create(Vector(3), 6), second = Create(Vector(6), 3), trunk = Create(Vector(6), 4);
        var discriminator = new Discriminator(trunk, new Random(1), CPU);
        using (no_grad())
        {
            foreach (Tensor parameter in discriminator.parameters())
                parameter.zero_();
        }
        using var training = new GanomalyTraining(first, back, second, discriminator, new GanomalyTrainer.Options());
        Tensor x = randn(8, 6, generator: new Generator(1, CPU));
        Assert.AreEqual(Math.Log(2), training.DiscriminatorLoss(x, x).item<float>(), Tolerance);
    }

    [TestMethod]
    [DataRow(3, 2, 1)]
    [DataRow(3, 1, 1)]
    [DataRow(4, 2, 1)]
    [DataRow(4, 1, 0)]
    [DataRow(5, 3, 2)]
    public void TransposedConvolution_IsThatOfTorch(int kernel, int stride, int padding)
    {
        int height = ((Image.Height - 1) * stride) - (2 * padding) + kernel + (stride - 1), width = ((Image.Width - 1) * stride) - (2 * padding) + kernel;
        foreach (LayerActivation activation in new[] { LayerActivation.None, LayerActivation.Relu, LayerActivation.LeakyRelu(0.2f), LayerActivation.Tanh })
        {
            NetworkPlan plan = NetworkPlan.Input(Image).TransposedConvolution(new ImageShape(3, height, width), kernel, stride, padding, activation, normalized: true);
            using var network = new Network(plan, new Random(1), CPU);
            Tensor x = randn(4, Image.Size, generator: new Generator(1, CPU));
            // Statistics that are not those at the start.
            network.Forward(x.Times(2));
            network.eval();
            AssertScores(network.Freeze(), x, network.Forward(x));
        }
    }

    [TestMethod]
    public void BackwardOfANetwork_IsThatOfTorch()
    {
        NetworkPlan plan = NetworkPlan.Input(5).Dense(Image, LayerActivation.Tanh, normalized: true)
            .TransposedConvolution(new ImageShape(3, 18, 16), 3, 2, 1, LayerActivation.LeakyRelu(0.3f), normalized: true)
            .Convolution(4, 3, 2, 1, LayerActivation.LeakyRelu(0.1f), normalized: true).Dense(6, LayerActivation.Sigmoid).Dense(3, LayerActivation.Relu).Dense(2);
        using var network = new Network(plan, new Random(3), CPU);
        network.eval();
        Tensor x = randn(1, 5, generator: new Generator(4, CPU)).requires_grad_(), weights = tensor([0.7f, -1.3f]);
        (network.Forward(x).flatten() * weights).sum().backward();
        var gradient = new NetworkGradient(network.Freeze());
        gradient.Forward(TensorValues.ToArray(x.detach()));
        AssertEqual(TensorValues.ToArray(x.grad!), gradient.Backward([0.7f, -1.3f]).ToArray());
    }

    [TestMethod]
    public void Egbad_ScoreIsThatOfTorch()
    {
        using Network encoder = Create(Vector(6), 3), generator = Create(Vector(3), 6), trunk = Create(Vector(6), 4);
        using var discriminator = new JointDiscriminator(trunk, 3, new Random(1), new DeviceNoise(new Random(2), CPU), CPU, 5, 7);
        Tensor x = randn(9, 6, generator: new Generator(1, CPU)), code = encoder.Forward(x), reconstruction = generator.Forward(code);
        Tensor expected = (x - reconstruction).abs().sum(1).Times(0.7f)
            .Plus((Features(x) - Features(reconstruction)).abs().sum(1).Times(0.3f));
        BaselineParts parts = Parts(6).With("encoder", encoder.Freeze()).With("generator", generator.Freeze()).With("trunk", trunk.Freeze())
            .With("ofCode", discriminator.OfCode.Freeze()).With("joint", discriminator.Joint.Freeze()).With("discriminatorShare", [0.3f]);
        AssertScores(new EgbadBlock(parts), x, expected);

        Tensor Features(Tensor rows) => discriminator.Joint.Forward(cat([trunk.Forward(rows), discriminator.OfCode.Forward(code)], 1));
    }

    [TestMethod]
    public void Ganomaly_ScoreIsThatOfTorch()
    {
        using Network encoder = Create(Vector(6), 3), decoder = Create(Vector(3), 6), second = Create(Vector(6), 3);
        Tensor x = randn(9, 6, generator: new Generator(1, CPU)), code = encoder.Forward(x);
        BaselineParts parts = Parts(6).With("encoder", encoder.Freeze()).With("decoder", decoder.Freeze()).With("second encoder", second.Freeze());
        AssertScores(new GanomalyBlock(parts), x, (code - second.Forward(decoder.Forward(code))).Squared().mean([1L]));
    }

    // The same search in torch: its gradients, its Adam.
    [TestMethod]
    public void AnoGan_SearchIsThatOfTorch()
    {
        using Network generator = Create(Vector(3), 6), trunk = Create(Vector(6), 4);
        Tensor x = randn(1, 6, generator: new Generator(1, CPU)), features = trunk.Forward(x).detach();
        using var code = new TorchSharp.Modules.Parameter(zeros(1, 3));
        using var adam = optim.Adam([code], lr: 0.05);
        for (int step = 0; step < 30; step++)
        {
            adam.zero_grad();
            Loss().backward();
            adam.step();
        }
        var search = new AnoGanSearch(generator.Freeze(), trunk.Freeze(), new float[3], [30, 0.05f, 0.2f]);
        float[] row = TensorValues.ToArray(x);
        Assert.AreEqual(Loss().item<float>(), search.Run(row), 1e-3);
        Assert.AreEqual(search.Run(row), search.LossOf(row));
        var unsearched = new AnoGanSearch(generator.Freeze(), trunk.Freeze(), new float[3], [1, 1e-9f, 0.2f]);
        Assert.IsLessThan(0.8 * unsearched.Run(row), search.Run(row));

        Tensor Loss()
        {
            Tensor generated = generator.Forward(code);
            return (x - generated).abs().sum().Times(0.8f).Plus((features - trunk.Forward(generated)).abs().sum().Times(0.2f));
        }
    }

    [TestMethod]
    public void Images_TrainScoreAndLoadInEveryTrainer()
    {
        var mlContext = new MLContext(1);
        var shape = new ImageShape(1, 9, 8);
        (bool Label, float[] Features)[] rows = [.. Enumerable.Range(0, 60).Select(i => (i % 10 == 9, Stripes(shape, i % 10 == 9, new Random(i))))];
        var schema = SchemaDefinition.Create(typeof(PixelsRow));
        schema[nameof(PixelsRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape.Size);
        IDataView data = mlContext.Data.LoadFromEnumerable(rows.Select(row => new PixelsRow { Label = row.Label, Features = row.Features }), schema);
        AnomalyDetectionCatalog.AnomalyDetectionTrainers trainers = mlContext.AnomalyDetection.Trainers;
        IEstimator<ITransformer>[] all =
        [
            trainers.Ganomaly(new GanomalyTrainer.Options { ImageShape = shape, LabelColumnName = "Label", NumberOfEpochs = 20, LearningRate = 2e-3, Seed = 1 }),
            trainers.Egbad(new EgbadTrainer.Options { ImageShape = shape, LabelColumnName = "Label", NumberOfEpochs = 20, LearningRate = 2e-3, Seed = 1 }),
            trainers.AnoGan(new AnoGanTrainer.Options { ImageShape = shape, LabelColumnName = "Label", NumberOfEpochs = 20, LearningRate = 2e-3, NumberOfSearchSteps = 20, SearchRate = 0.1f, Seed = 1 }),
        ];
        foreach (IEstimator<ITransformer> trainer in all)
        {
            ITransformer model = trainer.Fit(data);
            float[] scores = [.. model.Transform(data).GetColumn<float>("Score")];
            CollectionAssert.AreEqual(scores, mlContext.Model.Load(new MemoryStream(ModelFile.Save(mlContext, model, data.Schema)), out _).Transform(data).GetColumn<float>("Score").ToArray());
            Assert.IsGreaterThan(50, scores.Distinct().Count());
            Assert.IsGreaterThan(0.8, mlContext.AnomalyDetection.EvaluateRanking(model.Transform(data)).AreaUnderRocCurve, trainer.GetType().Name);
        }
    }

    private static float[] Stripes(ImageShape shape, bool upright, Random random) => [.. Enumerable.Range(0, shape.Size).Select(i =>
        (upright ? i % shape.Width : i / shape.Width) % 2 + (0.1f * random.NextSingle()))];

    private static NetworkPlan Vector(int inputs) => NetworkPlan.Input(inputs).Dense(8, LayerActivation.LeakyRelu(0.1f));

    private static Network Create(NetworkPlan plan, int outputs) => new(plan.Dense(outputs), new Random(1), CPU);

    private static bool Moved(Network network) => network.parameters().All(parameter => parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0);

    private static BaselineParts Parts(int inputs) =>
        new(FeatureScaling.Create(new float[inputs], [.. Enumerable.Repeat(1f, inputs)], normalize: true), [new float[inputs]]);

    private static void AssertScores(IReconstructingBlock block, Tensor x, Tensor expected)
    {
        int rows = (int)x.shape[0];
        block.Input.Fill(TensorValues.ToArray(x), (int)x.shape[1], rows);
        var scores = new float[RowBlock.Rows];
        block.Judge(rows, scores);
        AssertEqual(TensorValues.ToArray(expected), scores[..rows]);
    }

    // Row by row, and as a block.
    private static void AssertScores(FrozenNetwork network, Tensor x, Tensor expected)
    {
        float[] values = TensorValues.ToArray(x), wanted = TensorValues.ToArray(expected);
        int rows = (int)x.shape[0];
        var block = new RowBlock(network.Inputs);
        block.Fill(values, network.Inputs, rows);
        FrozenNetwork.BlockScratch blockScratch = network.CreateBlockScratch();
        RowBlock all = network.Forward(block, rows, blockScratch);
        var row = new float[network.Outputs];
        for (int i = 0; i < rows; i++)
        {
            float[] single = network.Forward(values.AsSpan(i * network.Inputs, network.Inputs), network.CreateRowScratch()).ToArray();
            AssertEqual(wanted[(i * network.Outputs)..((i + 1) * network.Outputs)], single[..network.Outputs]);
            all.CopyRow(i, row);
            CollectionAssert.AreEqual(single[..network.Outputs], row);
        }
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], Tolerance * Math.Max(1, Math.Abs(expected[i])), $"value {i}");
    }

    private sealed class PixelsRow
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
