using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Each switch that leaves out or changes a part of the method does train, and does change the model.</summary>
[TestClass]
public sealed class AblationTests
{
    private static readonly MLContext MlContext = new(seed: 1);
    private static readonly Dictionary<string, Action<MultiNormalPrototypesTrainer.Options>> Switches = new()
    {
        ["Encoder = Variational"] = o => o.Encoder = EncoderKind.Variational,
        ["Balancing = Differentiable"] = o => o.Balancing = LossBalancing.Differentiable,
        ["Balancing = Equal"] = o => o.Balancing = LossBalancing.Equal,
        ["KlReduction = BatchMean"] = o => o.KlReduction = KlReduction.BatchMean,
        ["DetachKlTarget"] = o => o.DetachKlTarget = true,
        ["ScoreInputs = Latent"] = o => o.ScoreInputs = ScoreInputs.Latent,
        ["ScoreInputs = ReconstructionError"] = o => o.ScoreInputs = ScoreInputs.ReconstructionError,
        ["ScoreInputs = Similarity"] = o => o.ScoreInputs = ScoreInputs.Similarity,
        ["ScoreInputs without Latent"] = o => o.ScoreInputs = ScoreInputs.ReconstructionError | ScoreInputs.Similarity,
        ["ScoreInputs without ReconstructionError"] = o => o.ScoreInputs = ScoreInputs.Latent | ScoreInputs.Similarity,
        ["ScoreInputs without Similarity"] = o => o.ScoreInputs = ScoreInputs.Latent | ScoreInputs.ReconstructionError,
        ["SphericalClustering"] = o => o.SphericalClustering = true,
        ["AnomalyReconstructionWeight = 0"] = o => o.AnomalyReconstructionWeight = 0,
        ["ContrastWeight = 0"] = o => o.ContrastWeight = 0,
        ["ClusteringWeight = 0"] = o => o.ClusteringWeight = 0,
        ["ContrastWeight = ClusteringWeight = 0"] = o => o.ContrastWeight = o.ClusteringWeight = 0,
        ["WeightSlope = 0"] = o => o.WeightSlope = 0,
        ["MaximumNumberOfPretrainingEpochs = 0"] = o => o.MaximumNumberOfPretrainingEpochs = 0,
        ["PretrainingBatchSize = 8"] = o => o.PretrainingBatchSize = 8,
        ["NormalizeFeatures = false"] = o => o.NormalizeFeatures = false,
        ["NumberOfPrototypes = 1"] = o => o.NumberOfPrototypes = 1,
        ["AveragedShare = 0"] = o => o.AveragedShare = 0,
        ["KernelDegree = 3"] = o => o.KernelDegree = 3,
    };

    private static float[] _default = null!;

    public static IEnumerable<object[]> Names => Switches.Keys.Select(name => new object[] { name });

    [ClassInitialize]
    public static void TrainTheDefault(TestContext context) => _default = Scores(_ => { });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Switch_TrainsAnotherModelThatTellsRowsApart(string name)
    {
        float[] scores = Scores(Switches[name]);
        Assert.IsTrue(scores.All(s => s is >= 0 and <= 1));
        // The similarity of a normal row is so close to 1 that a head which sees nothing else has few numbers to tell rows apart by.
        double share = name == "ScoreInputs = Similarity" ? 0.5 : 0.9;
        Assert.IsGreaterThanOrEqualTo((int)Math.Ceiling(share * scores.Length), scores.Distinct().Count());
        CollectionAssert.AreNotEqual(_default, scores);
    }

    private static float[] Scores(Action<MultiNormalPrototypesTrainer.Options> change)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        change(options);
        IDataView data = ToyData.View(MlContext, ToyData.Rows());
        return [.. MlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(data).Transform(data).GetColumn<float>("Score")];
    }
}
