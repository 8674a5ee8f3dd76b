using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>What trainers of images do by default.</summary>
[TestClass]
public sealed class RotationsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly IDataView Training = Context.Data.LoadFromEnumerable(ShapeImages.Normal(600, seed: 1));

    private static readonly IDataView Test = Context.Data.LoadFromEnumerable(ShapeImages.Normal(150, seed: 2).Concat(ShapeImages.Anomalies(50, seed: 3)));

    [TestMethod]
    public void TheShapeThatIsNoClass_IsFound()
    {
        IDataView scored = Fit(QuickOptions()).Transform(Test);
        Assert.IsGreaterThan(0.9, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AreaUnderRocCurve);
    }

    [TestMethod]
    public void TheSameSeed_GivesTheSameModel_AndAnotherOneAnother()
    {
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.NumberOfRotationEpochs = 3;
        byte[] first = ModelFile.Payload(Context, Fit(options), Training.Schema), second = ModelFile.Payload(Context, Fit(options), Training.Schema);
        CollectionAssert.AreEqual(first, second);
        float[] scores = Scores(Fit(options));
        options.Seed = 4;
        CollectionAssert.AreNotEqual(scores, Scores(Fit(options)));
    }

    [TestMethod]
    public void Saved_ItScoresAlike()
    {
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.NumberOfRotationEpochs = 1;
        options.NumberOfNetworks = 2;
        options.EmbeddingSize = 10;
        PrototypeTransformer<PrototypeDataDescriptionModel> model = Fit(options);
        Assert.AreEqual(20, model.Model.EmbeddingSize);
        Assert.AreEqual(1, model.Model.Embed(new float[64]).Take(10).Sum(value => value * value), 1e-5);
        ITransformer loaded = new MLContext().Model.Load(new MemoryStream(ModelFile.Save(Context, model, Training.Schema)), out _);
        CollectionAssert.AreEqual(Scores(model), Scores(loaded));
    }

    [TestMethod]
    public void EachEpochReportsItsLosses_AndUnlabelledRowsStandBesideThePrototypes()
    {
        var reports = new List<TrainingProgress>();
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.NumberOfRotationEpochs = 3;
        options.MaximumReferenceRows = 40;
        options.Progress = new Callback(reports.Add);
        PrototypeDataDescriptionModel model = Fit(options).Model;
        Assert.HasCount(3, reports);
        Assert.IsTrue(reports.All(report => report.Phase == RotationTraining.Phase && report.Losses.Count == 3 && report.Losses.Values.All(double.IsFinite)));
        // Of 600 rows 60 are labelled, 20 of each class.
        Assert.AreEqual(100, model.NumberOfPrototypes);
    }

    // A network that knows nothing yet gives all answers about the same probability.
    [TestMethod]
    [DataRow(true, 12)]
    [DataRow(false, 3)]
    public void AnswersAreClassesAndTurns_OrClassesAlone(bool learnsTurns, int answers)
    {
        double crossEntropy = double.NaN;
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        (options.NumberOfRotationEpochs, options.BatchesPerRotationEpoch, options.LearnsTurns) = (1, 1, learnsTurns);
        options.Progress = new Callback(report => crossEntropy = report.Losses["Classes and turns"]);
        Fit(options);
        Assert.AreEqual(Math.Log(answers), crossEntropy, 0.4);
    }

    [TestMethod]
    public void WithoutTurns_TheShapeThatIsNoClassIsFoundToo()
    {
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.LearnsTurns = false;
        IDataView scored = Fit(options).Transform(Test);
        Assert.IsGreaterThan(0.8, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AreaUnderRocCurve);
    }

    [TestMethod]
    public void Cancelled_AfterAnEpoch_ItKeepsAModel_AndBeforeItDoesNot()
    {
        using var source = new CancellationTokenSource();
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.CancellationToken = source.Token;
        options.Progress = new Callback(report => source.Cancel());
        Assert.IsTrue(Scores(Fit(options)).All(float.IsFinite));
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(options));
    }

    [TestMethod]
    public void PlainFeatureVectors_AreRefused_WithWhatToDo()
    {
        var options = new PrototypeDataDescriptionTrainer.Options { Pretraining = EmbeddingPretraining.Rotations };
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Context.AnomalyDetection.Trainers.PrototypeDataDescription(options)).Message;
        StringAssert.Contains(message, "Pretraining");
        StringAssert.Contains(message, "Set ImageShape");
    }

    [TestMethod]
    public void TwoClassesOfOneShot_WithoutUnlabelledRows_AreEnough()
    {
        ShapeImages.Row[] rows = [.. ShapeImages.Normal(2, seed: 5).Select((row, i) => new ShapeImages.Row { Class = i, Features = row.Features })];
        IDataView data = Context.Data.LoadFromEnumerable(rows);
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        options.NumberOfRotationEpochs = 1;
        Assert.IsTrue(Scores(Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(data)).All(float.IsFinite));
    }

    [TestMethod]
    public void WhiteBackgrounds_GiveTheSameRankingAsBlackOnes()
    {
        PrototypeDataDescriptionTrainer.Options options = QuickOptions();
        IDataView Negative(IDataView data) => Context.Data.LoadFromEnumerable(
            Context.Data.CreateEnumerable<ShapeImages.Row>(data, reuseRowObject: false).Select(row => new ShapeImages.Row { Class = row.Class, IsAnomaly = row.IsAnomaly, Features = [.. row.Features.Select(pixel => 255 - pixel)] }));
        var model = Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(Negative(Training));
        IDataView scored = model.Transform(Negative(Test));
        Assert.IsGreaterThan(0.9, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AreaUnderRocCurve);
    }

    /// <summary>Enough training for <see cref="ShapeImages"/>.</summary>
    internal static PrototypeDataDescriptionTrainer.Options QuickOptions() => new()
    {
        LabelColumnName = "Class",
        ImageShape = ShapeImages.Shape,
        Pretraining = EmbeddingPretraining.Rotations,
        NumberOfNetworks = 1,
        NumberOfRotationEpochs = 4,
        BatchesPerRotationEpoch = 25,
        Seed = 3,
        Device = TestDevice.Training,
    };

    private static PrototypeTransformer<PrototypeDataDescriptionModel> Fit(PrototypeDataDescriptionTrainer.Options options) =>
        Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(Training);

    private static float[] Scores(ITransformer model) => [.. model.Transform(Test).GetColumn<float>("Score")];
}
