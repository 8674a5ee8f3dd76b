using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Onnx.Tests;

/// <summary>Detectors that were trained properly, their files, and what is refused.</summary>
[TestClass]
public sealed class ExportTests
{
    private const int Width = 9, Constant = 4;
    private const double LargestShareAtEdges = 0.03;

    private static readonly MLContext Context = new(1);

    private static readonly MadeData.Row[] TrainingRows = MadeData.Rows(600, Width, Constant);

    private static readonly MadeData.Row[] FreshRows = MadeData.Rows(500, Width, Constant, seed: 2);

    private static IDataView Data => MadeData.View(Context, TrainingRows);

    private static AnomalyDetectionCatalog.AnomalyDetectionTrainers Trainers => Context.AnomalyDetection.Trainers;

    private static readonly Lazy<PrototypeTransformer<MultiNormalPrototypesModel>> Prototypes =
        new(() => Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options { Seed = 1, MaximumNumberOfPretrainingEpochs = 10, MaximumNumberOfEpochs = 20 }).Fit(Data));

    [TestMethod]
    public void TrainedDetectors_ScoreAlikeInOnnxRuntime()
    {
        AssertParity(Prototypes.Value);
        AssertParity(Trainers.Wvad(new WvadTrainer.Options { Seed = 1, NumberOfPretrainingEpochs = 10, NumberOfFirstStageEpochs = 20, NumberOfSecondStageEpochs = 20 }).Fit(Data));
        AssertParity(Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = 1 }).Fit(Data));
        AssertParity(Trainers.PrototypeDataDescription(new PrototypeDataDescriptionTrainer.Options { Seed = 1, LabelColumnName = "Class" }).Fit(Data));
    }

    [TestMethod]
    public void TrainersForComparison_ScoreAlikeInOnnxRuntime()
    {
        AssertParity(Trainers.DeepSad(Quick(new DeepSadTrainer.Options())).Fit(Data));
        AssertParity(Trainers.DevNet(Quick(new DevNetTrainer.Options())).Fit(Data));
        AssertParity(Trainers.PReNet(Quick(new PReNetTrainer.Options())).Fit(Data));
        AssertParity(Trainers.Feawad(Quick(new FeawadTrainer.Options())).Fit(Data));
        AssertParity(Trainers.Rosas(Quick(new RosasTrainer.Options())).Fit(Data));
        AssertParity(Trainers.Repen(Quick(new RepenTrainer.Options())).Fit(Data));
        AssertParity(Trainers.DeepSvdd(Quick(new DeepSvddTrainer.Options())).Fit(Data));
        AssertParity(Trainers.DeepSvdd(Quick(new DeepSvddTrainer.Options { Objective = DeepSvddObjective.SoftBoundary, NumberOfWarmUpEpochs = 2 })).Fit(Data));
        AssertParity(Trainers.Dagmm(Quick(new DagmmTrainer.Options())).Fit(Data));
        AssertParity(Trainers.MultiSphereSvdd(Quick(new MultiSphereSvddTrainer.Options())).Fit(Data));
        AssertParity(Trainers.Mcdd(Quick(new McddTrainer.Options { LabelColumnName = nameof(MadeData.Row.Class) })).Fit(Data));
        AssertParity(Trainers.Ganomaly(Quick(new GanomalyTrainer.Options())).Fit(Data));
        AssertParity(Trainers.Egbad(Quick(new EgbadTrainer.Options())).Fit(Data));
    }

    // 90 features, a picture of 10x9.
    [TestMethod]
    public void GeneratorsOfImages_ScoreAlikeInOnnxRuntime()
    {
        var shape = new ImageShape(1, 10, 9);
        IDataView images = MadeData.View(Context, MadeData.Rows(200, shape.Size));
        MadeData.Row[] fresh = MadeData.Rows(100, shape.Size, seed: 2);
        AssertParity(Trainers.Ganomaly(Quick(new GanomalyTrainer.Options { ImageShape = shape })).Fit(images), fresh);
        AssertParity(Trainers.Egbad(Quick(new EgbadTrainer.Options { ImageShape = shape })).Fit(images), fresh);
    }

    [TestMethod]
    public void DetectorThatSearches_HasNoOnnxForm_AndSaysSo()
    {
        PrototypeTransformer<AnoGanModel> detector = Trainers.AnoGan(Quick(new AnoGanTrainer.Options { NumberOfSearchSteps = 2 })).Fit(Data);
        var e = Assert.ThrowsExactly<NotSupportedException>(() => detector.SaveAsOnnx(new MemoryStream()));
        StringAssert.Contains(e.Message, "AnoGanModel");
    }

    [TestMethod]
    public void WideData_WithRotatedAndWithLeftOutAxes_ScoresAlike()
    {
        foreach (int width in new[] { 30, 120 })
        {
            PrototypeTransformer<PrototypeEnsembleModel> detector = Trainers.PrototypeEnsemble(new PrototypeEnsembleTrainer.Options { Seed = 1, NumberOfBags = 3, NumberOfFolds = 3 })
                .Fit(MadeData.View(Context, MadeData.Rows(400, width)));
            var parity = new Parity();
            parity.Check(detector, MadeData.Rows(200, width, seed: 2), $"width {width}");
            Assert.IsLessThan(5, parity.RowsAtEdges);
        }
    }

    [TestMethod]
    [DataRow(CalibrationMethod.Platt)]
    [DataRow(CalibrationMethod.Isotonic)]
    public void CalibratedDetector_HasTheSameProbabilities(CalibrationMethod method)
    {
        PrototypeTransformer<MultiNormalPrototypesModel> calibrated = Prototypes.Value.Calibrate(MadeData.View(Context, FreshRows), method: method);
        using ExportedModel exported = ExportedModel.Of(calibrated);
        CollectionAssert.Contains(exported.Outputs.ToArray(), "Probability");
        AssertParity(calibrated);
    }

    [TestMethod]
    public void MissingAndInfiniteFeatures_GiveNoScore_AndOtherRowsKeepTheirs()
    {
        MadeData.Row[] rows = MadeData.Rows(8, Width, Constant, seed: 3);
        rows[1].Features[0] = float.NaN;
        rows[3].Features[Width - 1] = float.PositiveInfinity;
        // The detector's network never sees a feature that was constant in training.
        rows[5].Features[Constant] = float.NaN;
        using ExportedModel exported = ExportedModel.Of(Prototypes.Value);
        Dictionary<string, float[][]> outputs = exported.Run([.. rows.Select(row => row.Features)]);
        for (int row = 0; row < rows.Length; row++)
        {
            bool isMissing = row is 1 or 3 or 5;
            Assert.AreEqual(isMissing, float.IsNaN(outputs["Score"][row][0]), $"row {row}");
            Assert.AreEqual(isMissing, outputs["NearestPrototype"][row][0] == 0, $"row {row}");
            Assert.IsTrue(!isMissing || outputs["PredictedLabel"][row][0] == 0, $"row {row}");
            Assert.AreEqual(isMissing, outputs["LatentVector"][row].All(float.IsNaN), $"row {row}");
        }
        AssertParity(Prototypes.Value, rows);
    }

    [TestMethod]
    public void SingleRows_ScoreAsInABlock()
    {
        using ExportedModel exported = ExportedModel.Of(Prototypes.Value);
        float[][] block = exported.Run([.. FreshRows.Take(70).Select(row => row.Features)])["Score"];
        for (int row = 0; row < block.Length; row++)
            Assert.AreEqual(block[row][0], exported.Run([FreshRows[row].Features])["Score"][0][0], Parity.Tolerance * block[row][0], $"row {row}");
    }

    [TestMethod]
    public void File_NamesDetectorThresholdAndFeatures_AndHasTheChosenColumnsOnly()
    {
        string[] names = [.. Enumerable.Range(0, Width).Select(i => $"feature \"{i}\"")];
        PrototypeTransformer<MultiNormalPrototypesModel> detector = Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
        {
            Seed = 1, MaximumNumberOfPretrainingEpochs = 1, NumberOfEpochsWithoutValidation = 1, MaximumNumberOfEpochs = 1, OutputColumns = PrototypeColumns.ReconstructionError,
        }).Fit(Data).WithThreshold(0.3f);
        using var stream = new MemoryStream();
        detector.SaveAsOnnx(stream, featureNames: names);
        using var exported = new ExportedModel(stream.ToArray());
        CollectionAssert.AreEqual(new[] { "Features" }, exported.Inputs.ToArray());
        CollectionAssert.AreEqual(new[] { "PredictedLabel", "Score", "ReconstructionError" }, exported.Outputs.ToArray());
        Assert.AreEqual("MultiNormalPrototypes", exported.Metadata["detector"]);
        Assert.AreEqual("0.3", exported.Metadata["threshold"]);
        Assert.AreEqual("Features", exported.Metadata["featureColumn"]);
        CollectionAssert.AreEqual(names, System.Text.Json.JsonSerializer.Deserialize<string[]>(exported.Metadata["features"]));
        // All nodes that nobody needs are gone: prototypes are only compared where their columns or the score need them.
        using var whole = new MemoryStream();
        Prototypes.Value.SaveAsOnnx(whole);
        Assert.IsGreaterThan(stream.Length - 400, whole.Length);
    }

    [TestMethod]
    public void FeaturesColumnCalledLikeAnOutput_GetsAnotherName()
    {
        IDataView renamed = Context.Transforms.CopyColumns("Score", "Features").Fit(Data).Transform(Data);
        PrototypeTransformer<MultiNormalPrototypesModel> detector = Trainers.MultiNormalPrototypes(new MultiNormalPrototypesTrainer.Options
        {
            FeatureColumnName = "Score", MaximumNumberOfPretrainingEpochs = 1, MaximumNumberOfEpochs = 1,
        }).Fit(renamed);
        using ExportedModel exported = ExportedModel.Of(detector);
        CollectionAssert.AreEqual(new[] { "Score.input" }, exported.Inputs.ToArray());
        CollectionAssert.Contains(exported.Outputs.ToArray(), "Score");
    }

    [TestMethod]
    public void FeatureContributions_AreLeftOut_AndTheLogSaysSo()
    {
        var mlContext = new MLContext(1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        PrototypeTransformer<MultiNormalPrototypesModel> detector = mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(
            new MultiNormalPrototypesTrainer.Options { MaximumNumberOfPretrainingEpochs = 1, MaximumNumberOfEpochs = 1 }).Fit(Data);
        detector.SaveAsOnnx(new MemoryStream());
        Assert.IsTrue(messages.Any(message => message.Contains("FeatureContributions has no ONNX form", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void BadArguments_AreRefusedByName()
    {
        foreach (int opset in new[] { 8, 13 })
        {
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Prototypes.Value.SaveAsOnnx(new MemoryStream(), opset));
            Assert.AreEqual("opsetVersion", e.ParamName);
        }
        Assert.AreEqual("featureNames", Assert.ThrowsExactly<ArgumentException>(() => Prototypes.Value.SaveAsOnnx(new MemoryStream(), featureNames: ["one"])).ParamName);
        Assert.AreEqual("stream", Assert.ThrowsExactly<ArgumentNullException>(() => Prototypes.Value.SaveAsOnnx(null!)).ParamName);
    }

    private static TOptions Quick<TOptions>(TOptions options)
        where TOptions : BaselineOptions
    {
        (options.Seed, options.NumberOfEpochs, options.BatchesPerEpoch) = (1, 5, 10);
        return options;
    }

    private static void AssertParity<TModel>(PrototypeTransformer<TModel> detector, MadeData.Row[]? rows = null)
        where TModel : PrototypeModel
    {
        rows ??= FreshRows;
        var parity = new Parity();
        parity.Check(detector, rows, typeof(TModel).Name);
        Assert.IsLessThan(Math.Max(3, LargestShareAtEdges * rows.Length), parity.RowsAtEdges, typeof(TModel).Name);
    }
}
