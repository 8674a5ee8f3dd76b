using System.Globalization;
using System.Text.Json.Nodes;
using ProtoAnomaly.Compat.Tests.Golden.Generate;

namespace ProtoAnomaly.Compat.Tests.Golden;

/// <summary>
/// The golden RandomizedPca cases: names, types, annotations and their order exactly, numbers as far as they
/// do not depend on the random start.
/// </summary>
/// <remarks>
/// There are four features and the trainer's sketch has rank + oversampling (20) directions, cut down to four: it spans
/// the whole space, whatever the start. Without centring the scores are those of the exact components, up to rounding
/// to Single, which the square root in a score close to 0 enlarges; where rounding leaves it the root of
/// a negative number, the score is NaN. With centring the trainer's correction for the mean leaves a remainder that
/// depends on the start: the genuine scores lie up to 0.065 from the exact ones.
/// </remarks>
[TestClass]
public sealed class RandomizedPcaTests
{
    private const double ExactTolerance = 2e-3, CentredTolerance = 0.15;

    private static readonly Section s_section = new("randomized-pca", Pca.Write);

    private static IEnumerable<string> CaseNames => s_section.CaseNames();

    [ClassCleanup]
    public static void Clean() => s_section.Delete();

    [TestMethod, DynamicData(nameof(CaseNames))]
    public void Case(string @case)
    {
        JsonNode expected = s_section.Expected(@case).DeepClone(), actual = s_section.Actual(@case).DeepClone();
        Assert.IsTrue(actual.AsObject().ContainsKey("result"), actual.ToJsonString());
        bool isExact = @case.Contains("ensureZeroMean=False", StringComparison.Ordinal);
        double tolerance = isExact ? ExactTolerance : CentredTolerance;

        string[] expectedScores = Take(expected, "Score"), actualScores = Take(actual, "Score");
        string[] expectedLabels = Take(expected, "PredictedLabel"), actualLabels = Take(actual, "PredictedLabel");
        JsonNode expectedMetrics = TakeMetrics(expected), actualMetrics = TakeMetrics(actual);
        JsonComparison.AssertSame(expected, actual);

        Assert.HasCount(expectedScores.Length, actualScores);
        for (int i = 0; i < expectedScores.Length; i++)
        {
            double e = Number(expectedScores[i]), a = Number(actualScores[i]);
            bool isClose = double.IsNaN(e) || double.IsNaN(a)
                ? isExact ? OrZero(e) <= tolerance && OrZero(a) <= tolerance : double.IsNaN(e) && double.IsNaN(a)
                : Math.Abs(e - a) <= tolerance;
            Assert.IsTrue(isClose, $"Score of row {i}: expected {e}, actual {a}");
            // The scores here are rounded to 4 decimals.
            if (Math.Abs(a - 0.5) > 1e-4 || double.IsNaN(a))
                Assert.AreEqual((a > 0.5) ? "true" : "false", actualLabels[i], $"PredictedLabel of row {i}, score {a}");
            if (Math.Abs(e - 0.5) > tolerance)
                Assert.AreEqual(expectedLabels[i], actualLabels[i], $"PredictedLabel of row {i}, scores {e} and {a}");
        }
        // Of the pairs of rows that make up the area only close ones can change places.
        if (isExact)
            JsonComparison.AssertSame(expectedMetrics, actualMetrics, relativeTolerance: 0.05);
    }

    [TestMethod]
    public void InputIsTheSameBytes() =>
        CollectionAssert.AreEqual(File.ReadAllBytes(s_section.ExpectedFile("input.csv")), File.ReadAllBytes(s_section.ActualFile("input.csv")));

    private static string[] Take(JsonNode @case, string column)
    {
        JsonObject json = @case["result"]!["columns"]!.AsArray().Select(c => c!.AsObject()).Single(c => (string?)c["name"] == column);
        string[] values = json["values"]!.AsArray().Select(v => v!.ToString()).ToArray();
        json.Remove("values");
        return values;
    }

    private static JsonObject TakeMetrics(JsonNode @case)
    {
        JsonObject result = @case["result"]!.AsObject();
        var metrics = new JsonObject();
        foreach (string name in new[] { "areaUnderRocCurve", "detectionRateAt5", "anomaliesAtThreshold0.1" })
            if (result.Remove(name, out JsonNode? value))
                metrics[name] = value;
        return metrics;
    }

    private static double OrZero(double score) => double.IsNaN(score) ? 0 : score;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
