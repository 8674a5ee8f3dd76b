using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>Validation data choose epochs, the threshold, and on request the first prototypes; nothing is trained on them.</summary>
[TestClass]
public sealed class ValidationDataTests
{
    private static readonly ToyData.Row[] Training = ToyData.Rows();
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Official_TellsAnomaliesFromNormalRows_AndReportsTheValidationFigure()
    {
        var reports = new List<TrainingProgress>();
        MultiNormalPrototypesTrainer.Options options = Official();
        options.Progress = new Callback(reports.Add);
        var model = Fit(options, Validation(7));
        IDataView scored = model.Transform(ToyData.View(_mlContext, ToyData.Rows(seed: 6)));
        Assert.IsGreaterThan(0.9, _mlContext.AnomalyDetection.EvaluateRanking(scored, labelColumnName: "IsAnomaly").AveragePrecision);
        TrainingProgress[] joint = [.. reports.Where(r => r.Phase == "Joint training")];
        Assert.IsNotEmpty(joint);
        Assert.IsTrue(joint.All(r => r.Validation is >= 0 and <= 2 && r.MaximumEpochs == options.MaximumNumberOfEpochs));
    }

    // Eight labelled anomalies are too few to hold some out, so it is the validation data that the epoch is chosen by.
    [TestMethod]
    public void Official_KeepsTheEpochThatIsBestOnTheValidationData()
    {
        var reports = new List<TrainingProgress>();
        MultiNormalPrototypesTrainer.Options options = Official();
        options.MaximumNumberOfEpochs = 12;
        // Hardly separable validation data, so that the figure is not at its best at once.
        ToyData.Row[] validation = Mixed();
        options.Progress = new Callback(reports.Add);
        byte[] longer = Bytes(Fit(options, validation));

        int best = 0;
        double lowest = double.PositiveInfinity;
        foreach (TrainingProgress report in reports.Where(r => r.Phase == "Joint training"))
        {
            if (report.Validation < lowest - options.MinimumImprovement)
                (best, lowest) = (report.Epoch, report.Validation);
        }
        Assert.IsLessThan(reports[^1].Epoch, best, "else the last epoch would be as good a guess");
        options.Progress = null;
        options.MaximumNumberOfEpochs = best;
        CollectionAssert.AreEqual(longer, Bytes(Fit(options, validation)));
    }

    // With one epoch in each stage there is nothing to choose, so that no other way in is left to the validation rows.
    [TestMethod]
    public void ValidationRows_ChangeNothingButTheChoice_AndThePrototypesWhereAskedFor()
    {
        foreach (PrototypeInitialization initialization in Enum.GetValues<PrototypeInitialization>())
        {
            MultiNormalPrototypesTrainer.Options options = Official();
            options.PrototypeInitialization = initialization;
            options.NumberOfPrototypes = 3;
            options.MaximumNumberOfPretrainingEpochs = 1;
            options.MaximumNumberOfEpochs = 1;
            // Far outside of the training rows: they don't take part in the scaling either.
            ToyData.Row[] far = [.. Validation(8).Select(r => new ToyData.Row { Label = r.Label, Features = [.. r.Features.Select((f, i) => (i * f) - 5)] })];
            byte[] one = Bytes(Fit(options, Validation(7))), other = Bytes(Fit(options, far));
            if (initialization == PrototypeInitialization.UnlabelledRows)
                CollectionAssert.AreEqual(one, other);
            else
                CollectionAssert.AreNotEqual(one, other);
        }
    }

    [TestMethod]
    public void Threshold_IsChosenOnTheValidationRows()
    {
        MultiNormalPrototypesTrainer.Options options = Official();
        options.Threshold = AnomalyThreshold.Contamination(0.25);
        ToyData.Row[] validation = Validation(7);
        var model = Fit(options, validation);
        ToyData.Row[] normal = [.. validation.Where(row => !row.Label)];
        float[] scores = [.. model.Transform(ToyData.View(_mlContext, normal)).GetColumn<float>("Score")];
        Assert.AreEqual(scores.Length / 4, scores.Count(s => s > model.Threshold));
    }

    [TestMethod]
    public void ValidationWithoutAnomalies_LeavesTheNumberOfEpochsFixed()
    {
        var reports = new List<TrainingProgress>();
        MultiNormalPrototypesTrainer.Options options = Official();
        options.Progress = new Callback(reports.Add);
        Fit(options, ToyData.Rows(normal: 60, anomalies: 0, labelled: 0, seed: 7));
        TrainingProgress[] joint = [.. reports.Where(r => r.Phase == "Joint training")];
        Assert.HasCount(options.NumberOfEpochsWithoutValidation, joint);
        Assert.IsTrue(joint.All(r => double.IsNaN(r.Validation)));
    }

    private static MultiNormalPrototypesTrainer.Options Official()
    {
        MultiNormalPrototypesTrainer.Options quick = ToyData.QuickOptions(), options = MultiNormalPrototypesTrainer.Options.Official();
        options.MaximumNumberOfPretrainingEpochs = quick.MaximumNumberOfPretrainingEpochs;
        options.NumberOfEpochsWithoutValidation = quick.NumberOfEpochsWithoutValidation;
        options.MaximumNumberOfEpochs = 6;
        options.BatchesPerEpoch = quick.BatchesPerEpoch;
        options.BatchSize = quick.BatchSize;
        options.LatentSize = quick.LatentSize;
        options.Seed = quick.Seed;
        options.Device = quick.Device;
        return options;
    }

    private static ToyData.Row[] Validation(int seed) => ToyData.Rows(normal: 60, anomalies: 12, labelled: 12, seed);

    // Normal rows of which every fifth counts as an anomaly.
    private static ToyData.Row[] Mixed()
    {
        ToyData.Row[] rows = ToyData.Rows(normal: 100, anomalies: 0, labelled: 0, seed: 7);
        for (int i = 0; i < rows.Length; i += 5)
            rows[i].Label = true;
        return rows;
    }

    private PrototypeTransformer<MultiNormalPrototypesModel> Fit(MultiNormalPrototypesTrainer.Options options, ToyData.Row[] validation) =>
        _mlContext.AnomalyDetection.Trainers.MultiNormalPrototypes(options).Fit(ToyData.View(_mlContext, Training), ToyData.View(_mlContext, validation));

    private static byte[] Bytes(PrototypeTransformer<MultiNormalPrototypesModel> transformer) => Model.PayloadWriter.ToBytes(transformer.Model.ToPayload());
}
