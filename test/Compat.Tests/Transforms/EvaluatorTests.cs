using Microsoft.ML;
using Microsoft.ML.Data;

namespace ProtoAnomaly.Compat.Tests.Transforms;

[TestClass]
public sealed class EvaluatorTests
{
    private sealed class Row
    {
        public float Truth { get; set; }
        public float Points { get; set; }
        public bool Guess { get; set; }
    }

    private readonly MLContext _ml = new(seed: 1);

    private AnomalyDetectionMetrics Evaluate(IEnumerable<(float Truth, float Points)> rows, int falsePositives) => _ml.AnomalyDetection.Evaluate(
        _ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Truth = r.Truth, Points = r.Points })), "Truth", "Points", "Guess", falsePositives);

    [TestMethod]
    public void CountedByHand()
    {
        // By falling score: anomaly, normal, anomaly, normal, normal, anomaly. The pairs won are 3 + 2 + 0 of 9.
        (float, float)[] rows = [(1, 6), (0, 5), (1, 4), (0, 3), (0, 2), (1, 1)];

        Assert.AreEqual(5 / 9.0, Evaluate(rows, 1).AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(2 / 3.0, Evaluate(rows, 1).DetectionRateAtFalsePositiveCount, 1e-12);
        Assert.AreEqual(2 / 3.0, Evaluate(rows, 2).DetectionRateAtFalsePositiveCount, 1e-12);
        Assert.AreEqual(1, Evaluate(rows, 4).DetectionRateAtFalsePositiveCount, 1e-12);
    }

    [TestMethod]
    public void TiesCountOneHalf() =>
        Assert.AreEqual((0.5 + 1 + 0 + 0.5) / 4, Evaluate([(1, 2), (1, 1), (0, 2), (0, 1)], 1).AreaUnderRocCurve, 1e-12);

    [TestMethod, DataRow(1), DataRow(2), DataRow(3)]
    public void ScoresOfAnyOrderAgreeWithTheDefinition(int seed)
    {
        var random = new Random(seed);
        (float Truth, float Points)[] rows = Enumerable.Range(0, 200).Select(_ => (random.Next(4) == 0 ? 1f : 0, random.NextSingle())).ToArray();
        float[] anomalies = rows.Where(r => r.Truth > 0).Select(r => r.Points).ToArray(), normal = rows.Where(r => r.Truth == 0).Select(r => r.Points).ToArray();
        double wins = anomalies.Sum(a => normal.Count(n => n < a));
        float bar = normal.OrderDescending().ElementAt(7);

        AnomalyDetectionMetrics metrics = Evaluate(rows, 7);

        Assert.AreEqual(wins / (anomalies.Length * normal.Length), metrics.AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(anomalies.Count(a => a > bar) / (double)anomalies.Length, metrics.DetectionRateAtFalsePositiveCount, 1e-12);
    }
}
