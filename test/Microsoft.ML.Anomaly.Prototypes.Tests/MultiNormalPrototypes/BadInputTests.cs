namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Mistakes that this trainer alone can be given; all others are in <see cref="TrainerContractTests"/>.</summary>
[TestClass]
public sealed class BadInputTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void MorePrototypesThanRows() =>
        StringAssert.Contains(Fails(QuickWith(o => o.NumberOfPrototypes = 500), ToyData.View(_mlContext, ToyData.Rows())), "NumberOfPrototypes is 500");

    [TestMethod]
    public void ValidationNormalsWithoutValidationData() =>
        StringAssert.Contains(Fails(MultiNormalPrototypesTrainer.Options.Official(), ToyData.View(_mlContext, ToyData.Rows())), "call Fit(input, validation)");

    [TestMethod]
    public void ValidationDataOfAnotherWidth_OrWithAnomaliesOnly()
    {
        IDataView data = ToyData.View(_mlContext, ToyData.Rows());
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(new()).Fit(data, _mlContext.Data.LoadFromEnumerable([new OddRow()]))).Message;
        StringAssert.Contains(message, "6 slots in the training data but 2 in the validation data");
        IDataView anomalies = ToyData.View(_mlContext, ToyData.Rows(normal: 0, anomalies: 5, labelled: 5));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(new()).Fit(data, anomalies)).Message, "no rows that are not anomalies");
    }

    [TestMethod]
    public void OptionsOutOfRange_NameTheOption()
    {
        foreach ((string option, Action<MultiNormalPrototypesTrainer.Options> change) in new (string, Action<MultiNormalPrototypesTrainer.Options>)[]
        {
            ("NumberOfPrototypes", o => o.NumberOfPrototypes = -1),
            ("MaximumNumberOfPrototypes", o => o.MaximumNumberOfPrototypes = 1),
            ("LatentSize", o => o.LatentSize = 0),
            ("UnlabelledDraw", o => o.UnlabelledDraw = -1),
            ("HiddenSize", o => o.HiddenSize = -1),
            ("ScoreHiddenSize", o => o.ScoreHiddenSize = 0),
            ("KernelDegree", o => o.KernelDegree = 0),
            ("WeightSlope", o => o.WeightSlope = -0.1f),
            ("ReconstructionMargin", o => o.ReconstructionMargin = float.NaN),
            ("ClusteringWeight", o => o.ClusteringWeight = -1),
            ("AnomalyReconstructionWeight", o => o.AnomalyReconstructionWeight = -1),
            ("ContrastWeight", o => o.ContrastWeight = -1),
            ("KlReduction", o => o.KlReduction = (KlReduction)9),
            ("ScoreInputs", o => o.ScoreInputs = 0),
            ("ScoreInputs", o => o.ScoreInputs = (ScoreInputs)8),
            ("PrototypeInitialization", o => o.PrototypeInitialization = (PrototypeInitialization)9),
            ("OutputColumns", o => o.OutputColumns = (PrototypeColumns)16),
            ("PretrainingBatchSize", o => o.PretrainingBatchSize = 0),
            ("Balancing", o => o.Balancing = (LossBalancing)9),
            ("BalancingTemperature", o => o.BalancingTemperature = 0),
            ("BatchSize", o => o.BatchSize = 0),
            ("AnomalyBatchSize", o => o.AnomalyBatchSize = 0),
            ("BatchesPerEpoch", o => o.BatchesPerEpoch = 0),
            ("MaximumNumberOfPretrainingEpochs", o => o.MaximumNumberOfPretrainingEpochs = -1),
            ("MaximumNumberOfEpochs", o => o.MaximumNumberOfEpochs = 0),
            ("NumberOfEpochsWithoutValidation", o => o.NumberOfEpochsWithoutValidation = 0),
            ("AveragedShare", o => o.AveragedShare = -0.1),
            ("AveragedShare", o => o.AveragedShare = double.NaN),
            ("MinimumAnomaliesForValidation", o => o.MinimumAnomaliesForValidation = 4),
            ("Patience", o => o.Patience = 0),
            ("MinimumImprovement", o => o.MinimumImprovement = -1),
            ("LearningRate", o => o.LearningRate = double.PositiveInfinity),
            ("L2Regularization", o => o.L2Regularization = -1),
            ("NoiseScale", o => o.NoiseScale = -1),
            ("JointNoiseScale", o => o.JointNoiseScale = -1),
            ("MaximumNumberOfSteps", o => o.MaximumNumberOfSteps = -1),
        })
        {
            ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(QuickWith(change)), option);
            Assert.AreEqual(option, e.ParamName);
            StringAssert.Contains(e.Message, option);
        }
        Assert.AreEqual("FeatureColumnName", Assert.ThrowsExactly<ArgumentException>(() => Trainer(new() { FeatureColumnName = " " })).ParamName);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TrainingDevice.Cuda(-1));
    }

    private static MultiNormalPrototypesTrainer.Options QuickWith(Action<MultiNormalPrototypesTrainer.Options> change)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        change(options);
        return options;
    }

    private MultiNormalPrototypesTrainer Trainer(MultiNormalPrototypesTrainer.Options options) =>
        _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options);

    private string Fails(MultiNormalPrototypesTrainer.Options options, IDataView data) =>
        Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(options).Fit(data)).Message;
}
