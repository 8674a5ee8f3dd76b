using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Every mistake is refused before any training, by a message that names the column, row or option and says what to do.</summary>
[TestClass]
public sealed class BadInputTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void MissingFeatureColumn()
    {
        string message = FailsOnColumns(new() { FeatureColumnName = "Nope" }, ToyData.View(_mlContext, ToyData.Rows()));
        StringAssert.Contains(message, "'Nope'");
        StringAssert.Contains(message, "'Features'", "the message lists the columns that there are");
    }

    [TestMethod]
    public void MissingLabelColumn() =>
        StringAssert.Contains(FailsOnColumns(new() { LabelColumnName = "Nope" }, ToyData.View(_mlContext, ToyData.Rows())), "label column 'Nope'");

    [TestMethod]
    [DataRow("Scalar", "Single")]
    [DataRow("Ragged", "Vector<Single>")]
    [DataRow("Doubles", "Vector<Double, 2>")]
    public void FeaturesOfAnotherType(string column, string found)
    {
        IDataView data = _mlContext.Data.LoadFromEnumerable([new Odd()]);
        string message = FailsOnColumns(new() { FeatureColumnName = column }, data);
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, "vector of Single of known size");
        StringAssert.Contains(message, found);
    }

    [TestMethod]
    [DataRow("Text")]
    [DataRow("Whole")]
    [DataRow("ThreeKeys")]
    public void LabelOfAnotherType(string column)
    {
        IDataView data = _mlContext.Data.LoadFromEnumerable([new Odd()]);
        string message = FailsOnColumns(new() { LabelColumnName = column, FeatureColumnName = "Features" }, data);
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, "Boolean (true: anomaly");
    }

    [TestMethod]
    public void WrongColumns_AreFoundBeforeAnEarlierEstimatorIsFitted()
    {
        var fitted = false;
        var pipeline = _mlContext.Transforms.CopyColumns("Copy", "Features").WithOnFitDelegate(_ => fitted = true)
            .Append(_mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options { FeatureColumnName = "Nope" }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(ToyData.View(_mlContext, ToyData.Rows())));
        Assert.IsFalse(fitted);
    }

    [TestMethod]
    public void NoRows() => StringAssert.Contains(Fails(new(), ToyData.View(_mlContext, [])), "has no rows");

    [TestMethod]
    public void NoLabelledAnomaly_SaysHowTheLabelWasRead()
    {
        string message = Fails(new(), ToyData.View(_mlContext, ToyData.Rows(labelled: 0)));
        StringAssert.Contains(message, "at least one labelled anomaly");
        StringAssert.Contains(message, "'Label'");
        StringAssert.Contains(message, "true is a labelled anomaly");
    }

    [TestMethod]
    public void OnlyAnomalies() =>
        StringAssert.Contains(Fails(new(), ToyData.View(_mlContext, ToyData.Rows(normal: 0, anomalies: 9, labelled: 9))), "marks 9 of 9 rows as anomalies");

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void ValueThatIsNotFinite_NamesTheFirstRowAndSlot(float value)
    {
        ToyData.Row[] rows = ToyData.Rows();
        rows[41].Features[2] = value;
        rows[77].Features[0] = value;
        string message = Fails(new(), ToyData.View(_mlContext, rows));
        StringAssert.Contains(message, "row 41, slot 2");
        StringAssert.Contains(message, "ReplaceMissingValues");
        StringAssert.Contains(message, "SkipInvalidRows");
    }

    [TestMethod]
    public void ValueThatIsNotFinite_NamesTheSlotWhereItHasAName()
    {
        IDataView data = _mlContext.Data.LoadFromEnumerable([new Named { Label = true, Height = 1, Weight = float.NaN }]);
        IDataView features = _mlContext.Transforms.Concatenate("Features", "Height", "Weight").Fit(data).Transform(data);
        StringAssert.Contains(Fails(new(), features), "slot 1 ('Weight')");
    }

    [TestMethod]
    public void SkipInvalidRows_CountsThemAndTrainsOnTheOthers()
    {
        var messages = new List<string>();
        _mlContext.Log += (_, e) => messages.Add(e.Message);
        ToyData.Row[] rows = ToyData.Rows();
        ToyData.Row[] valid = [.. rows.Where((_, i) => i is not 41 and not 77)];
        rows[41].Features[2] = float.NaN;
        rows[77].Features[0] = float.PositiveInfinity;
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.SkipInvalidRows = true;
        var model = Trainer(options).Fit(ToyData.View(_mlContext, rows));
        Assert.IsTrue(messages.Any(m => m.Contains("Skipped 2 rows", StringComparison.Ordinal)));
        var expected = Trainer(ToyData.QuickOptions()).Fit(ToyData.View(_mlContext, valid));
        CollectionAssert.AreEqual(
            expected.Transform(ToyData.View(_mlContext, valid)).GetColumn<float>("Score").ToArray(),
            model.Transform(ToyData.View(_mlContext, valid)).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void SkipInvalidRows_WhenNoneIsLeft_SaysSo()
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 3, anomalies: 1, labelled: 1);
        foreach (ToyData.Row row in rows)
            row.Features[0] = float.NaN;
        StringAssert.Contains(Fails(new() { SkipInvalidRows = true }, ToyData.View(_mlContext, rows)), "no rows left: all 4");
    }

    [TestMethod]
    public void ConstantFeatures()
    {
        ToyData.Row[] rows = ToyData.Rows();
        foreach (ToyData.Row row in rows)
            row.Features = [1, 2, 3, 4, 5, 6];
        StringAssert.Contains(Fails(new(), ToyData.View(_mlContext, rows)), "Every feature of the column 'Features' is constant");
    }

    [TestMethod]
    public void CudaWithoutCuda()
    {
        int missing = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        string message = Fails(new() { Device = TrainingDevice.Cuda(missing) }, ToyData.View(_mlContext, ToyData.Rows()));
        StringAssert.Contains(message, $"CUDA device {missing}");
        StringAssert.Contains(message, "TorchSharp-cuda-windows");
        StringAssert.Contains(message, "TrainingDevice.Cpu");
    }

    [TestMethod]
    public void GpuOfTheContext_IsHonouredOrFallenBackFrom()
    {
        int missing = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.Device = TrainingDevice.Auto;
        _mlContext.GpuDeviceId = missing;
        _mlContext.FallbackToCpu = false;
        StringAssert.Contains(Fails(options, ToyData.View(_mlContext, ToyData.Rows())), "MLContext.GpuDeviceId");
        _mlContext.FallbackToCpu = true;
        Assert.IsNotNull(Trainer(options).Fit(ToyData.View(_mlContext, ToyData.Rows())));
    }

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
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(new()).Fit(data, _mlContext.Data.LoadFromEnumerable([new Odd()]))).Message;
        StringAssert.Contains(message, "6 slots in the training data but 2 in the validation data");
        IDataView anomalies = ToyData.View(_mlContext, ToyData.Rows(normal: 0, anomalies: 5, labelled: 5));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Trainer(new()).Fit(data, anomalies)).Message, "no rows that are not anomalies");
    }

    [TestMethod]
    public void AnotherWidthWhenScoring()
    {
        var model = Trainer(ToyData.QuickOptions()).Fit(ToyData.View(_mlContext, ToyData.Rows()));
        IDataView narrow = _mlContext.Data.LoadFromEnumerable([new Odd()]);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(narrow));
        StringAssert.Contains(e.Message, "'Features' has 2 slots, but the model was trained on 6");
    }

    [TestMethod]
    public void OptionsOutOfRange_NameTheOption()
    {
        foreach ((string option, Action<MultiNormalPrototypesTrainer.Options> change) in new (string, Action<MultiNormalPrototypesTrainer.Options>)[]
        {
            ("NumberOfPrototypes", o => o.NumberOfPrototypes = -1),
            ("MaximumNumberOfPrototypes", o => o.MaximumNumberOfPrototypes = 1),
            ("LatentSize", o => o.LatentSize = 0),
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

    private string FailsOnColumns(MultiNormalPrototypesTrainer.Options options, IDataView data) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Trainer(options).Fit(data)).Message;

    private sealed class Odd
    {
        public bool Label { get; set; }

        public float Scalar { get; set; }

        public string Text { get; set; } = "";

        public int Whole { get; set; }

        [KeyType(3)]
        public uint ThreeKeys { get; set; }

        public float[] Ragged { get; set; } = [1];

        [VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];

        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];
    }

    private sealed class Named
    {
        public bool Label { get; set; }

        public float Height { get; set; }

        public float Weight { get; set; }
    }
}
