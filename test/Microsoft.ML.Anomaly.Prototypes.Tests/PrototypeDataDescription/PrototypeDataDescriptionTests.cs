using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class PrototypeDataDescriptionTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    public void Trained_FindsRowsBetweenTheGroups_AndTheGroupOfTheOthers()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.LabelColumnName = "Class";
        ToyData.Row[] test = ToyData.Rows(seed: 9);
        IDataView scored = Fit(options, ToyData.View(Context, ToyData.Rows(anomalies: 0))).Transform(ToyData.View(Context, test));
        Assert.IsGreaterThan(0.95, Context.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AreaUnderRocCurve);
        uint[] nearest = [.. scored.GetColumn<uint>("NearestClass")];
        for (int row = 0; row < test.Length; row++)
        {
            if (!test[row].IsAnomaly)
                Assert.AreEqual(Group(test[row].Features), (int)nearest[row] - 1, $"row {row}");
        }
    }

    [TestMethod]
    [DataRow(EmbeddingPretraining.None, PrototypeLoss.InformationBottleneck, PrototypeNormalization.Training, DensityScore.LogDensity, false)]
    [DataRow(EmbeddingPretraining.Gan, PrototypeLoss.NotebookRms, PrototypeNormalization.Evaluation, DensityScore.PaperLinear, true)]
    [DataRow(EmbeddingPretraining.BiGan, PrototypeLoss.InformationBottleneck, PrototypeNormalization.Training, DensityScore.OwnMembers, true)]
    public void EverySwitch_GivesAUsableModel_AndReportsItsLosses(
        EmbeddingPretraining pretraining, PrototypeLoss loss, PrototypeNormalization normalization, DensityScore score, bool keep)
    {
        foreach (ImageShape? shape in new ImageShape?[] { null, new(1, 8, 8) })
        {
            var reports = new List<TrainingProgress>();
            PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
            options.Pretraining = pretraining;
            options.PrototypeLoss = loss;
            options.PrototypeNormalization = normalization;
            options.DensityScore = score;
            options.KeepGanTraining = keep;
            options.ImageShape = shape;
            options.NumberOfPretrainingEpochs = 1;
            options.NumberOfEpochs = 2;
            options.BatchesPerEpoch = 2;
            options.BatchSize = 16;
            options.Progress = new Callback(reports.Add);
            IDataView data = Context.Data.LoadFromEnumerable(Images(60, classes: 3));
            float[] scores = [.. Fit(options, data).Transform(data).GetColumn<float>("Score")];
            Assert.IsTrue(scores.All(float.IsFinite));
            Assert.IsGreaterThan(30, scores.Distinct().Count());
            foreach (TrainingProgress report in reports)
                Assert.IsTrue(report.Losses.Count > 0 && report.Losses.Values.All(double.IsFinite));
            bool mentionsGenerator = reports[^1].Losses.ContainsKey("Generator");
            Assert.AreEqual(keep, mentionsGenerator);
            Assert.IsTrue(reports[^1].Losses.ContainsKey("Intra") && reports[^1].Losses.ContainsKey("Inter"));
            Assert.AreEqual(pretraining == EmbeddingPretraining.None ? 2 : 3, reports.Count);
        }
    }

    [TestMethod]
    public void SavedImageModel_ScoresAlike()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.ImageShape = new(1, 8, 8);
        IDataView data = Context.Data.LoadFromEnumerable(Images(40, classes: 2));
        PrototypeTransformer<PrototypeDataDescriptionModel> model = Fit(options, data);
        ITransformer loaded = new MLContext().Model.Load(new MemoryStream(ModelFile.Save(Context, model, data.Schema)), out _);
        CollectionAssert.AreEqual(model.Transform(data).GetColumn<float>("Score").ToArray(), loaded.Transform(data).GetColumn<float>("Score").ToArray());
        var typed = (PrototypeTransformer<PrototypeDataDescriptionModel>)loaded;
        Assert.AreEqual(new ImageShape(1, 8, 8), typed.Model.ImageShape);
        Assert.AreEqual(model.Model.Bandwidth, typed.Model.Bandwidth);
        CollectionAssert.AreEqual(new[] { "0", "1" }, typed.Model.ClassNames.ToArray());
        Assert.HasCount(typed.Model.EmbeddingSize, typed.Model.Embed(new float[64]));
        Assert.ThrowsExactly<ArgumentException>(() => typed.Model.Embed(new float[63]));
    }

    [TestMethod]
    public void TwoClassesOfOneShot_WithoutUnlabelledRows_AreEnough()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.LabelColumnName = "Class";
        ToyData.Row[] rows = [new() { Class = 0, Features = ToyData.Centres[0] }, new() { Class = 1, Features = ToyData.Centres[1] }];
        IDataView scored = Fit(options, ToyData.View(Context, rows)).Transform(ToyData.View(Context, ToyData.Rows()));
        Assert.IsTrue(scored.GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void ManyClassesOfUnequalShots_AreAllKept()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.ShotsPerClass = 3;
        // Class c has c + 1 labelled rows: one has less than the shots, most have more.
        ImageRow[] rows = [.. Enumerable.Range(0, 7).SelectMany(c => Images(c + 1, 1).Select(row => new ImageRow { Label = c, Features = row.Features }))];
        PrototypeDataDescriptionModel model = Fit(options, Context.Data.LoadFromEnumerable(rows)).Model;
        Assert.AreEqual(7, model.NumberOfClasses);
        Assert.AreEqual(1 + 2 + (5 * 3), model.NumberOfPrototypes);
    }

    [TestMethod]
    public void Draw_TakesTheShotsAtRandom_AndLeavesTheOthersUnlabelled()
    {
        var rows = new Data.ClassRows(new Training.FeatureRows(1), [0, 1, 2], ["a", "b"], [[3, 4, 5, 6], [7]], [0], [1]);
        PrototypeDraw draw = PrototypeDraw.Create(rows, 2, new Random(1));
        CollectionAssert.AreEqual(new[] { 0, 0, 1 }, draw.ClassOfPrototype);
        Assert.AreEqual(7, draw.Prototypes[2]);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 8).ToArray(), draw.Prototypes.Concat(draw.Unlabelled).ToArray());
        CollectionAssert.AreEqual(draw.Prototypes, PrototypeDraw.Create(rows, 2, new Random(1)).Prototypes);
        CollectionAssert.AreEqual(new[] { 3, 4, 5, 6 }, PrototypeDraw.Create(rows, 0, new Random(1)).Prototypes[..4].Order().ToArray());
        Assert.IsTrue(Enumerable.Range(0, 20).Select(seed => PrototypeDraw.Create(rows, 2, new Random(seed)).Prototypes[0]).Distinct().Count() > 2);
    }

    [TestMethod]
    public void Diverged_InTheFirstEpoch_SaysWhichRateToLower()
    {
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.LabelColumnName = "Class";
        options.Pretraining = EmbeddingPretraining.None;
        options.PrototypeLearningRate = 1e38;
        string message = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options, ToyData.View(Context, ToyData.Rows()))).Message;
        StringAssert.Contains(message, "has diverged");
        StringAssert.Contains(message, "PrototypeLearningRate");
    }

    [TestMethod]
    public void Diverged_Later_KeepsTheWeightsBefore()
    {
        // Adam's steps are as long as the rate, whatever the gradients are: it takes some of them until squared distances overflow.
        var messages = new List<string>();
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, e) => messages.Add(e.Message);
        PrototypeDataDescriptionTrainer.Options options = PrototypeDataDescriptionContract.QuickOptions();
        options.LabelColumnName = "Class";
        options.Pretraining = EmbeddingPretraining.None;
        options.BatchesPerEpoch = 1;
        options.NumberOfEpochs = 30;
        options.PrototypeLearningRate = 1e4;
        IDataView data = ToyData.View(mlContext, ToyData.Rows());
        var model = mlContext.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(data);
        Assert.IsTrue(messages.Any(m => m.Contains("the weights kept so far are taken", StringComparison.Ordinal)));
        Assert.IsTrue(model.Transform(data).GetColumn<float>("Score").All(score => !float.IsNaN(score)));
    }

    private static PrototypeTransformer<PrototypeDataDescriptionModel> Fit(PrototypeDataDescriptionTrainer.Options options, IDataView data) =>
        Context.AnomalyDetection.Trainers.PrototypeDataDescription(options).Fit(data);

    private static int Group(float[] features) =>
        Enumerable.Range(0, 3).MinBy(g => features.Zip(ToyData.Centres[g], (a, b) => (a - b) * (a - b)).Sum());

    // Half of the rows are labelled.
    private static ImageRow[] Images(int count, int classes)
    {
        var random = new Random(2);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new ImageRow
            {
                Label = i % 2 == 0 ? i / 2 % classes : -1,
                Features = [.. Enumerable.Range(0, 64).Select(p => random.NextSingle() + (p % classes == i / 2 % classes ? 1 : 0))],
            }),
        ];
    }

    private sealed class ImageRow
    {
        public int Label { get; set; }

        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }
}
