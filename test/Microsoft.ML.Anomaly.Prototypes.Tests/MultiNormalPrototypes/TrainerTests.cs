using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TrainerTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Fit_TellsAnomaliesFromSeveralGroupsOfNormalRows()
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfEpochsWithoutValidation = 20;
        options.NumberOfPrototypes = 3;
        var model = Fit(options, ToyData.Rows());
        IDataView scored = model.Transform(ToyData.View(_mlContext, ToyData.Rows(seed: 6)));
        AnomalyRankingMetrics metrics = _mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly");
        Assert.IsGreaterThan(0.95, metrics.AveragePrecision);
        Assert.AreEqual(3, model.Model.NumberOfPrototypes);
    }

    [TestMethod]
    public void Fit_WithoutANumberOfPrototypes_ChoosesOne()
    {
        var model = Fit(ToyData.QuickOptions(), ToyData.Rows());
        Assert.IsInRange(2, 10, model.Model.NumberOfPrototypes);
    }

    [TestMethod]
    [DataRow(1, 300, 8)]
    [DataRow(3, 20, 1)]
    public void Fit_OnFewRowsOrOnePrototype_GivesScoresInRange(int prototypes, int normal, int labelled)
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfPrototypes = prototypes;
        var model = Fit(options, ToyData.Rows(normal, anomalies: labelled, labelled));
        float[] scores = Scores(model, ToyData.Rows());
        Assert.IsTrue(scores.All(s => s is >= 0 and <= 1));
        Assert.IsGreaterThan(0.9 * scores.Length, scores.Distinct().Count(), "a collapsed detector gives every row the same score");
    }

    [TestMethod]
    public void Fit_WithFewerFeaturesThanTheLatentSize_Works()
    {
        Assert.AreEqual(8, MultiNormalPrototypesTraining.DefaultHiddenSize(7, 8));
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.LatentSize = 8;
        Assert.HasCount(320, Scores(Fit(options, ToyData.Rows()), ToyData.Rows()));
    }

    // Width by the rule h1 = D - floor((D - 8) / 2).
    [TestMethod]
    [DataRow(3, 6)]
    [DataRow(6, 7)]
    [DataRow(7, 8)]
    [DataRow(8, 8)]
    [DataRow(9, 9)]
    [DataRow(21, 15)]
    [DataRow(36, 22)]
    [DataRow(41, 25)]
    public void HiddenSize_RoundsDownBelowZeroToo(int features, int expected) =>
        Assert.AreEqual(expected, MultiNormalPrototypesTraining.DefaultHiddenSize(features, 8));

    [TestMethod]
    public void Fit_SameSeed_GivesTheSameModel_AndAnotherSeedAnotherOne()
    {
        byte[] first = Bytes(3), again = Bytes(3), other = Bytes(4);
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);

        byte[] Bytes(int seed)
        {
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            options.Seed = seed;
            return Model.PayloadWriter.ToBytes(Fit(options, ToyData.Rows()).Model.ToPayload());
        }
    }

    [TestMethod]
    public void Fit_WithoutASeed_TakesThatOfTheContext()
    {
        CollectionAssert.AreEqual(Run(9), Run(9));
        CollectionAssert.AreNotEqual(Run(9), Run(10));

        float[] Run(int seed)
        {
            MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
            options.Seed = null;
            var mlContext = new MLContext(seed);
            var model = mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(mlContext, ToyData.Rows()));
            return Scores(model, ToyData.Rows());
        }
    }

    [TestMethod]
    public void Fit_WithManyLabelledAnomalies_StopsEarlyOnThoseHeldOut()
    {
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.MinimumAnomaliesForValidation = 10;
        options.MaximumNumberOfEpochs = 60;
        options.Patience = 3;
        var reports = new List<TrainingProgress>();
        options.Progress = new Reports(reports);
        Fit(options, ToyData.Rows(anomalies: 60, labelled: 40));
        TrainingProgress[] joint = [.. reports.Where(r => r.Phase == "Joint training")];
        Assert.IsTrue(joint.All(r => r.Validation is >= 0 and <= 2));
        Assert.IsLessThan(60, joint.Length);
    }

    [TestMethod]
    public void Fit_ReportsEveryEpoch_ToTheLogAndToProgress()
    {
        var messages = new List<string>();
        _mlContext.Log += (_, e) => messages.Add(e.Message);
        var reports = new List<TrainingProgress>();
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.Progress = new Reports(reports);
        Fit(options, ToyData.Rows());
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, reports.Where(r => r.Phase == "Joint training").Select(r => r.Epoch).ToArray());
        Assert.AreEqual(5, messages.Count(m => m.Contains("Joint training: epoch", StringComparison.Ordinal)));
        Assert.IsTrue(reports.All(r => double.IsFinite(r.Loss)));
    }

    [TestMethod]
    public void Fit_CancelledInPreTraining_Throws()
    {
        using var source = new CancellationTokenSource();
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.CancellationToken = source.Token;
        options.Progress = new Callback(_ => source.Cancel());
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(options, ToyData.Rows()));
    }

    [TestMethod]
    public void Fit_CancelledInJointTraining_ReturnsTheModelSoFar()
    {
        using var source = new CancellationTokenSource();
        MultiNormalPrototypesTrainer.Options options = ToyData.QuickOptions();
        options.NumberOfEpochsWithoutValidation = 1000;
        options.AveragedShare = 0;
        options.CancellationToken = source.Token;
        int epochs = 0;
        options.Progress = new Callback(p =>
        {
            if (p.Phase == "Joint training" && ++epochs == 4)
                source.Cancel();
        });
        var cancelled = Fit(options, ToyData.Rows());
        Assert.AreEqual(4, epochs);

        // The same as a training that was asked for four epochs.
        MultiNormalPrototypesTrainer.Options four = ToyData.QuickOptions();
        four.NumberOfEpochsWithoutValidation = 4;
        four.AveragedShare = 0;
        CollectionAssert.AreEqual(Scores(Fit(four, ToyData.Rows()), ToyData.Rows()), Scores(cancelled, ToyData.Rows()));
    }

    [TestMethod]
    public void FitAndTransform_LeaveNoTensorAlive()
    {
        Fit(ToyData.QuickOptions(), ToyData.Rows());
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var model = Fit(ToyData.QuickOptions(), ToyData.Rows());
        Scores(model, ToyData.Rows());
        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void Fit_AllKindsOfLabels_MeanTheSame()
    {
        ToyData.Row[] rows = ToyData.Rows();
        float[] fromBoolean = Scores(Fit(ToyData.QuickOptions(), rows), rows);
        IDataView view = ToyData.View(_mlContext, rows);
        var toSingle = _mlContext.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single);
        CollectionAssert.AreEqual(fromBoolean, ScoresOf(toSingle.Fit(view).Transform(view)));

        // NaN is unlabelled too, and rows known to be normal train as unlabelled ones.
        IDataView loose = _mlContext.Data.LoadFromEnumerable(rows.Select((r, i) =>
            new SingleLabel { Label = r.Label ? 2 : i % 3 == 0 ? float.NaN : i % 3 == 1 ? -1 : 0, Features = r.Features }));
        CollectionAssert.AreEqual(fromBoolean, ScoresOf(loose));

        IDataView keys = _mlContext.Data.LoadFromEnumerable(rows.Select((r, i) => new KeyLabel { Label = r.Label ? 1u : i % 2 == 0 ? 0u : 99u, Features = r.Features }));
        CollectionAssert.AreEqual(fromBoolean, ScoresOf(keys));

        float[] ScoresOf(IDataView data) =>
            Scores(_mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(ToyData.QuickOptions()).Fit(data), rows);
    }

    [TestMethod]
    public void Fit_ConstantFeature_ChangesNothingWhateverItsValueLater()
    {
        ToyData.Row[] rows = ToyData.Rows();
        IDataView With(float constant) => _mlContext.Data.LoadFromEnumerable(rows.Select(r => new Wider { Label = r.Label, Features = [constant, .. r.Features] }));
        var model = _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(ToyData.QuickOptions()).Fit(With(3));
        float[] expected = Scores(Fit(ToyData.QuickOptions(), rows), rows);
        CollectionAssert.AreEqual(expected, model.Transform(With(3)).GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(expected, model.Transform(With(1e6f)).GetColumn<float>("Score").ToArray());
        Assert.AreEqual(ToyData.Width + 1, model.Model.NumberOfFeatures);
    }

    [TestMethod]
    public void Fit_WithNormalization_IgnoresTheUnitsOfTheFeatures()
    {
        ToyData.Row[] rows = ToyData.Rows();
        // Powers of two, so that nothing is rounded.
        ToyData.Row[] scaled = [.. rows.Select(r => new ToyData.Row { Label = r.Label, Features = [.. r.Features.Select((f, i) => f * (1 << i))] })];
        CollectionAssert.AreEqual(Scores(Fit(ToyData.QuickOptions(), rows), rows), Scores(Fit(ToyData.QuickOptions(), scaled), scaled));
    }

    private PrototypeTransformer<MultiNormalPrototypesModel> Fit(MultiNormalPrototypesTrainer.Options options, ToyData.Row[] rows) =>
        _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(_mlContext, rows));

    private float[] Scores(ITransformer model, ToyData.Row[] rows) =>
        [.. model.Transform(ToyData.View(_mlContext, rows)).GetColumn<float>("Score")];

    private sealed class SingleLabel
    {
        public float Label { get; set; }

        [VectorType(ToyData.Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class KeyLabel
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(ToyData.Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Wider
    {
        public bool Label { get; set; }

        [VectorType(ToyData.Width + 1)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Reports(List<TrainingProgress> list) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => list.Add(value);
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
