using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Every mistake is refused before any training, by a message that names the column, row or option and says what to do.
public sealed partial class TrainerContractTests
{
    private static readonly float[] NotFinite = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    public static IEnumerable<object[]> TrainersAndOddFeatures => Pairs(_ => true, ("Scalar", "Single"), ("Ragged", "Vector<Single>"), ("Doubles", "Vector<Double, 2>"));

    public static IEnumerable<object[]> TrainersAndOddLabels => Pairs(trainer => !trainer.LearnsFromClasses, ("Text", "String"), ("Whole", "Int32"), ("ThreeKeys", "Key<UInt32, 0-2>"));

    public static IEnumerable<object[]> TrainersAndNotFinite =>
        TrainerRegistry.All.SelectMany(_ => NotFinite, (trainer, value) => new object[] { trainer.Name, value });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void MissingFeatureColumn_IsRefused(string trainer)
    {
        string message = FailsOnColumns(trainer, new() { FeatureColumnName = "Nope" }, ToyData.View(Context, ToyData.Rows()));
        StringAssert.Contains(message, "'Nope'");
        StringAssert.Contains(message, "'Features'", "the message lists the columns that there are");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void MissingLabelColumn_IsRefused(string trainer)
    {
        string message = FailsOnColumns(trainer, new() { LabelColumnName = "Nope" }, ToyData.View(Context, ToyData.Rows()));
        StringAssert.Contains(message, "label column 'Nope'");
    }

    [TestMethod]
    [DynamicData(nameof(TrainersAndOddFeatures))]
    public void FeaturesOfAnotherType_AreRefused(string trainer, string column, string found)
    {
        string message = FailsOnColumns(trainer, new() { FeatureColumnName = column }, Context.Data.LoadFromEnumerable([new OddRow()]));
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, "vector of Single of known size");
        StringAssert.Contains(message, found);
    }

    [TestMethod]
    [DynamicData(nameof(TrainersAndOddLabels))]
    public void LabelOfAnotherType_IsRefused(string trainer, string column, string found)
    {
        string message = FailsOnColumns(trainer, new() { LabelColumnName = column }, Context.Data.LoadFromEnumerable([new OddRow()]));
        StringAssert.Contains(message, $"'{column}'");
        StringAssert.Contains(message, "Boolean (true: anomaly");
        StringAssert.Contains(message, found);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void WrongColumns_AreFoundBeforeAnEarlierEstimatorIsFitted(string trainer)
    {
        bool fitted = false;
        foreach (ContractSettings settings in new ContractSettings[] { new() { FeatureColumnName = "Nope" }, new() { LabelColumnName = "Nope" } })
        {
            var pipeline = Context.Transforms.CopyColumns("Copy", "Features").WithOnFitDelegate(_ => fitted = true)
                .Append(TrainerRegistry.Get(trainer).Create(Context, settings));
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => pipeline.Fit(ToyData.View(Context, ToyData.Rows()))).Message, "'Nope'");
        }
        Assert.IsFalse(fitted);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void NoRows_AreRefused(string trainer) => StringAssert.Contains(Fails(trainer, new(), ToyData.View(Context, [])), "has no rows");

    [TestMethod]
    [DynamicData(nameof(TrainersThatNeedAnomalies))]
    public void NoLabelledAnomaly_SaysHowTheLabelWasRead(string trainer)
    {
        string message = Fails(trainer, new(), ToyData.View(Context, ToyData.Rows(labelled: 0)));
        StringAssert.Contains(message, "at least one labelled anomaly");
        StringAssert.Contains(message, "'Label'");
        StringAssert.Contains(message, "true is a labelled anomaly");
    }

    // Labelled anomalies are left out of such a training, so that rows without any label say the same.
    [TestMethod]
    [DynamicData(nameof(TrainersWithoutLabels))]
    public void RowsWithoutLabels_AreEnough(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows(labelled: 0);
        ITransformer unlabelled = Fit(trainer, Context, new(), ToyData.View(Context, rows));
        AssertUsable(unlabelled);
        IDataView noLabelColumn = Context.Data.LoadFromEnumerable(rows.Select(row => new WiderRow { Features = [.. row.Features, 0] }));
        AssertUsable(Fit(trainer, Context, new() { LabelColumnName = "" }, ToyData.View(Context, rows)));
        CollectionAssert.AreEqual(Payload(unlabelled), Payload(Fit(trainer, Context, new() { LabelColumnName = "" }, ToyData.View(Context, rows))));
        Assert.IsNotNull(Fit(trainer, Context, new() { LabelColumnName = "" }, Context.Transforms.DropColumns("Label", "Class").Fit(noLabelColumn).Transform(noLabelColumn)));
        StringAssert.Contains(Fails(trainer, new() { LabelColumnName = "" }, ToyData.View(Context, rows[..1])), "at least two");
    }

    [TestMethod]
    [DynamicData(nameof(TrainersOnAnomalies))]
    public void OnlyAnomalies_AreRefused(string trainer)
    {
        string message = Fails(trainer, new(), ToyData.View(Context, ToyData.Rows(normal: 0, anomalies: 9, labelled: 9)));
        StringAssert.Contains(message, "marks 9 of 9 rows as anomalies");
    }

    [TestMethod]
    [DynamicData(nameof(TrainersAndNotFinite))]
    public void ValueThatIsNotFinite_NamesTheFirstRowAndSlot(string trainer, float value)
    {
        ToyData.Row[] rows = ToyData.Rows();
        rows[41].Features[2] = value;
        rows[77].Features[0] = value;
        string message = Fails(trainer, new(), ToyData.View(Context, rows));
        StringAssert.Contains(message, "'Features'");
        StringAssert.Contains(message, "row 41, slot 2");
        StringAssert.Contains(message, "ReplaceMissingValues");
        StringAssert.Contains(message, "SkipInvalidRows");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ValueThatIsNotFinite_NamesTheSlotWhereItHasAName(string trainer)
    {
        IDataView data = Context.Data.LoadFromEnumerable([new PersonRow { Label = true, Height = 1, Weight = float.NaN }]);
        IDataView features = Context.Transforms.Concatenate("Features", "Height", "Weight").Fit(data).Transform(data);
        StringAssert.Contains(Fails(trainer, new(), features), "slot 1 ('Weight')");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void SkipInvalidRows_CountsThemAndTrainsOnTheOthers(string trainer)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        ToyData.Row[] rows = ToyData.Rows();
        ToyData.Row[] valid = [.. rows.Where((_, i) => i is not 41 and not 77)];
        rows[41].Features[2] = float.NaN;
        rows[77].Features[0] = float.PositiveInfinity;
        ITransformer model = Fit(trainer, mlContext, new() { SkipInvalidRows = true }, ToyData.View(mlContext, rows));
        Assert.IsTrue(messages.Any(m => m.Contains("Skipped 2 rows", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(Payload(Fit(trainer, Context, new(), ToyData.View(Context, valid))), Payload(model));
        CollectionAssert.AreEqual(Payload(Fit(trainer, Context, new() { SkipInvalidRows = true }, ToyData.View(Context, valid))), Payload(model));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void SkipInvalidRows_WhenNoneIsLeft_SaysSo(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 3, anomalies: 1, labelled: 1);
        foreach (ToyData.Row row in rows)
            row.Features[0] = float.NaN;
        StringAssert.Contains(Fails(trainer, new() { SkipInvalidRows = true }, ToyData.View(Context, rows)), "no rows left: all 4");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void OnlyConstantFeatures_AreRefused(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows();
        foreach (ToyData.Row row in rows)
            row.Features = [1, 2, 3, 4, 5, 6];
        StringAssert.Contains(Fails(trainer, new(), ToyData.View(Context, rows)), "Every feature of the column 'Features' is constant");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ConstantFeature_ChangesNothing(string trainer)
    {
        ToyData.Row[] rows = ToyData.Rows();
        IDataView With(float constant) => Context.Data.LoadFromEnumerable(rows.Select(r => new WiderRow { Label = r.Label, Class = r.Class, Features = [constant, .. r.Features] }));
        ITransformer model = Fit(trainer, Context, new(), With(3));
        float[] expected = Scores(Trained(trainer), rows);
        CollectionAssert.AreEqual(expected, Scores(model, With(3)));
        if (!TrainerRegistry.Get(trainer).Columns.HasFlag(PrototypeColumns.FeatureContributions))
            return;
        float[][] contributions = [.. model.Transform(With(3)).GetColumn<float[]>("FeatureContributions")];
        Assert.IsTrue(contributions.All(row => row.Length == ToyData.Width + 1 && row[0] == 0));
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void AnotherWidthWhenScoring_IsRefused(string trainer)
    {
        ITransformer model = Trained(trainer);
        IDataView narrow = Context.Data.LoadFromEnumerable([new OddRow()]);
        foreach (Action refused in new Action[]
        {
            () => model.Transform(narrow),
            () => model.GetOutputSchema(narrow.Schema),
            () => Context.Model.CreatePredictionEngine<OddRow, ScoredRow>(model),
        })
        {
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(refused).Message, "'Features' has 2 slots, but the model was trained on 6");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void CudaThatIsNotThere_SaysWhatToInstall(string trainer)
    {
        int missing = CudaDevices();
        string message = Fails(trainer, new() { Device = TrainingDevice.Cuda(missing) }, ToyData.View(Context, ToyData.Rows()));
        StringAssert.Contains(message, $"CUDA device {missing}");
        StringAssert.Contains(message, "TorchSharp-cuda-windows");
        StringAssert.Contains(message, "TrainingDevice.Cpu");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void GpuOfTheContext_IsHonouredOrFallenBackFrom(string trainer)
    {
        var settings = new ContractSettings { Device = TrainingDevice.Auto };
        var mlContext = new MLContext(seed: 1) { GpuDeviceId = CudaDevices(), FallbackToCpu = false };
        string message = Fails(trainer, settings, ToyData.View(mlContext, ToyData.Rows()), mlContext);
        StringAssert.Contains(message, "MLContext.GpuDeviceId");
        StringAssert.Contains(message, $"CUDA device {CudaDevices()}");
        // Options that name a device go first.
        byte[] expected = Payload(Trained(trainer));
        CollectionAssert.AreEqual(expected, Payload(Fit(trainer, mlContext, new(), ToyData.View(mlContext, ToyData.Rows()))));
        mlContext.FallbackToCpu = true;
        CollectionAssert.AreEqual(expected, Payload(Fit(trainer, mlContext, settings, ToyData.View(mlContext, ToyData.Rows()))));
    }

    private static int CudaDevices() => torch.cuda.is_available() ? torch.cuda.device_count() : 0;

    private static string Fails(string trainer, ContractSettings settings, IDataView data, MLContext? mlContext = null) =>
        Assert.ThrowsExactly<InvalidOperationException>(() => FitWithoutAnEpoch(trainer, mlContext ?? Context, settings, data)).Message;

    private static string FailsOnColumns(string trainer, ContractSettings settings, IDataView data) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FitWithoutAnEpoch(trainer, Context, settings, data)).Message;

    private static void FitWithoutAnEpoch(string trainer, MLContext mlContext, ContractSettings settings, IDataView data) =>
        Fit(trainer, mlContext, settings with { Progress = new Callback(_ => Assert.Fail("The training has begun.")) }, data);

    private static IEnumerable<object[]> Pairs(Func<TrainerContract, bool> includes, params (string Column, string Found)[] cases) =>
        TrainerRegistry.All.Where(includes).SelectMany(_ => cases, (trainer, pair) => new object[] { trainer.Name, pair.Column, pair.Found });
}
