using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Microsoft.ML.Anomaly.Prototypes.Tests.Labelling;

[TestClass]
public sealed class SuggestRowsToLabelTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    // Two hundred rows about two places, and five far from both and from each other: without any label those are asked about first.
    [TestMethod]
    public void WithoutADetector_RowsFarFromAllOthers_ComeFirst()
    {
        var random = new Random(3);
        Row[] rows = [.. Enumerable.Range(0, 205).Select(i => new Row
        {
            Features = i >= 200 ? [(i - 195) * (i % 2 == 0 ? 100 : -100), 0] : [(i % 2 * 10) + random.NextSingle(), (i % 2 * 1000) + (100 * random.NextSingle())],
        })];
        long[] chosen = [.. Suggest(rows, 5, score: null).Select(suggestion => suggestion.Row)];
        CollectionAssert.AreEquivalent(new long[] { 200, 201, 202, 203, 204 }, chosen);
        CollectionAssert.AreEqual(chosen, Suggest(rows, 5, score: null).Select(suggestion => suggestion.Row).ToArray(), "the same seed, the same rows");
    }

    // The detector's scores are followed; what is labelled, or has no finite features, is not asked about.
    [TestMethod]
    public void WithADetector_TheHighestScoresComeFirst_AndAnsweredRowsNever()
    {
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row { Features = [i * 10, i % 7], Score = i / 100f })];
        rows[99].Label = 1;
        rows[98].Label = -1;
        rows[97].Features = [float.NaN, 1];
        rows[96].Score = float.NaN;
        IReadOnlyList<RowSuggestion> chosen = Suggest(rows, 3, "Score");
        Assert.AreEqual(95, chosen[0].Row);
        Assert.AreEqual(0.95f, chosen[0].Score);
        Assert.IsTrue(chosen.All(suggestion => suggestion.Row is < 96 and > 80));
        Assert.HasCount(96, Suggest(rows, 1000, "Score"), "as many as there are");
    }

    [TestMethod]
    public void WrongArguments_AreNamed()
    {
        Row[] rows = [new Row { Features = [1, 2] }];
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Suggest(rows, 0, "Score"));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Suggest(rows, 1, "Sore")).Message, "Sore");
    }

    // MapValueToKey numbers values as they occur: an anomaly in the first row makes the others the anomalies.
    [TestMethod]
    public void LabelsTheWrongWayRound_AreWarnedOf()
    {
        var warnings = new List<string>();
        _mlContext.Log += (_, e) => warnings.Add(e.Message);
        Named[] rows = [.. Enumerable.Range(0, 60).Select(i => new Named { Features = [i % 7, i % 10 == 0 ? 9 : 1], Class = i % 10 == 0 ? "fraud" : "fine" })];
        IDataView data = _mlContext.Data.LoadFromEnumerable(rows);
        var options = new PrototypeEnsembleTrainer.Options { NumberOfFolds = 2, NumberOfSteps = 2, LabelColumnName = "Class" };
        _mlContext.Transforms.Conversion.MapValueToKey("Class").Append(_mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options)).Fit(data);
        StringAssert.Contains(Assert.ContainsSingle(warnings.Where(warning => warning.Contains("majority", StringComparison.Ordinal))), "marks 54 of 60 rows");
        warnings.Clear();
        var ordered = _mlContext.Transforms.Conversion.MapValueToKey("Class", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        ordered.Append(_mlContext.AnomalyDetection.Trainers.PrototypeEnsemble(options)).Fit(data);
        Assert.IsFalse(warnings.Any(warning => warning.Contains("majority", StringComparison.Ordinal)), "by value, fine comes first and fraud second");
    }

    private IReadOnlyList<RowSuggestion> Suggest(Row[] rows, int count, string? score) =>
        _mlContext.AnomalyDetection.SuggestRowsToLabel(_mlContext.Data.LoadFromEnumerable(rows), count, scoreColumnName: score, labelColumnName: "Label");

    private sealed class Named
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Class { get; set; } = "";
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Score { get; set; }

        public float Label { get; set; }
    }
}
