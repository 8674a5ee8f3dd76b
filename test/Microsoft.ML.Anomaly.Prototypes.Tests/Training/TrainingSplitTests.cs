using Microsoft.ML.Anomaly.Prototypes.Data;
using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

[TestClass]
public sealed class TrainingSplitTests
{
    private static readonly TrainingRows Rows = new(new FeatureRows(1), [.. Enumerable.Range(0, 100)], [.. Enumerable.Range(100, 30)], [0], [1]);

    [TestMethod]
    public void FewAnomalies_AllRowsAreLearnedFrom_AndOnlyThePretrainingIsValidated()
    {
        TrainingSplit split = TrainingSplit.Create(Rows, minimumAnomalies: 31, new Random(1));
        Assert.IsFalse(split.ValidatesOnAnomalies);
        CollectionAssert.AreEqual(Rows.Unlabelled, split.Unlabelled.Train.ToArray());
        CollectionAssert.AreEqual(Rows.Anomalies, split.Anomalies.Train.ToArray());
        Assert.HasCount(10, split.Pretraining.Validation);
        CollectionAssert.AreEquivalent(Rows.Unlabelled, split.Pretraining.Train.Concat(split.Pretraining.Validation).ToArray());
    }

    [TestMethod]
    public void ManyAnomalies_AFifthOfThemIsHeldOut_WithATenthOfTheUnlabelledRows()
    {
        TrainingSplit split = TrainingSplit.Create(Rows, minimumAnomalies: 30, new Random(1));
        Assert.IsTrue(split.ValidatesOnAnomalies);
        Assert.HasCount(6, split.Anomalies.Validation);
        Assert.HasCount(10, split.Unlabelled.Validation);
        CollectionAssert.AreEquivalent(Rows.Anomalies, split.Anomalies.Train.Concat(split.Anomalies.Validation).ToArray());
        CollectionAssert.AreEqual(split.Pretraining.Validation.ToArray(), split.Unlabelled.Validation.ToArray());
    }

    [TestMethod]
    public void GivenValidationRows_ReplaceWhatWouldBeHeldOut()
    {
        TrainingRows given = Rows with { ValidationNormals = [130, 131], ValidationAnomalies = [132] };
        TrainingSplit split = TrainingSplit.Create(given, minimumAnomalies: 5, new Random(1));
        CollectionAssert.AreEqual(Rows.Unlabelled, split.Unlabelled.Train.ToArray());
        CollectionAssert.AreEqual(Rows.Unlabelled, split.Pretraining.Train.ToArray());
        CollectionAssert.AreEqual(Rows.Anomalies, split.Anomalies.Train.ToArray());
        CollectionAssert.AreEqual(new[] { 130, 131 }, split.Pretraining.Validation.ToArray());
        CollectionAssert.AreEqual(new[] { 132 }, split.Anomalies.Validation.ToArray());
    }
}
