using Microsoft.ML.Data;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

// Nothing is more anomalous than a row far outside of all that was seen in training.
public sealed partial class TrainerContractTests
{
    private static readonly float[] Distances = [30, 1e3f, 1e6f, 1e20f, 1e38f];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void FarAway_ScoresAreNumbers(string trainer)
    {
        var random = new Random(9);
        foreach (float distance in (float[])[.. Distances, float.MaxValue])
        {
            float[] scores = Scores(Trained(trainer), Enumerable.Range(0, 20).Select(_ => new ToyData.Row
            {
                Features = [.. Enumerable.Range(0, ToyData.Width).Select(_ => random.Next(3) switch { 0 => distance, 1 => -distance, _ => random.NextSingle() })],
            }));
            Assert.IsTrue(scores.All(float.IsFinite), $"{distance}: {string.Join(' ', scores)}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Score_DoesNotFallAlongRaysOutwards(string trainer)
    {
        ITransformer model = Trained(trainer);
        ToyData.Row[] rows = ToyData.Rows();
        float largest = Scores(model, rows).Max();
        var random = new Random(8);
        float[][] directions =
        [
            .. Enumerable.Range(0, 2 * ToyData.Width).Select(i => Enumerable.Range(0, ToyData.Width).Select(d => d == i / 2 ? (i % 2 == 0 ? 1f : -1f) : 0).ToArray()),
            .. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, ToyData.Width).Select(_ => random.Next(2) == 0 ? random.NextSingle() + 0.1f : -random.NextSingle() - 0.1f).ToArray()),
        ];
        foreach (ToyData.Row start in new[] { rows.First(row => row.Label), rows.First(row => !row.IsAnomaly), rows.Last(row => !row.IsAnomaly) })
        {
            foreach (float[] direction in directions)
            {
                float length = direction.Max(Math.Abs);
                float[] scores = Scores(model, Distances.Select(distance => new ToyData.Row
                {
                    Features = [.. start.Features.Zip(direction, (x, d) => x + (d / length * distance))],
                }));
                string ray = $"from {string.Join(' ', start.Features)} along {string.Join(' ', direction)}: {string.Join(' ', scores)}, largest inside {largest}";
                Assert.IsTrue(scores.All(float.IsFinite), ray);
                Assert.IsGreaterThanOrEqualTo(largest, scores[0], ray);
                for (int i = 1; i < scores.Length; i++)
                    Assert.IsGreaterThanOrEqualTo(scores[i - 1], scores[i], ray);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ColumnConstantInTraining_CountsWhenItChanges(string trainer)
    {
        IDataView View(float value) => Context.Data.LoadFromEnumerable(ToyData.Rows().Select(row => new WiderRow
        {
            Label = row.Label,
            Class = row.Class,
            Features = [.. row.Features, value],
        }));
        ITransformer model = Fit(trainer, Context, new(), View(3));
        float[] usual = Scores(model, View(3));
        foreach (float value in new[] { -1e6f, 1e6f, 1e38f })
        {
            float[] changed = Scores(model, View(value));
            Assert.IsTrue(changed.All(float.IsFinite));
            Assert.IsGreaterThanOrEqualTo(usual.Max(), changed.Min(), $"{value}");
            if (!TrainerRegistry.Get(trainer).Columns.HasFlag(PrototypeColumns.FeatureContributions))
                continue;
            float[] contributions = [.. model.Transform(View(value)).GetColumn<float[]>("FeatureContributions").Select(row => row[ToyData.Width])];
            Assert.IsTrue(contributions.All(contribution => contribution >= 0) && contributions.Any(contribution => contribution > 0), "It is why the row has its score.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Sentinel_CostsNoEyes_AndIsRemarked(string trainer)
    {
        var mlContext = new MLContext(seed: 1);
        var messages = new List<string>();
        mlContext.Log += (_, e) => messages.Add(e.Message);
        ToyData.Row[] rows = ToyData.Rows();
        // Of groups in which the feature has its usual value: a row of the third one would be odd without its own.
        foreach (ToyData.Row row in rows.Where(row => !row.IsAnomaly && row.Features[2] < 0.3f).Take(3))
            row.Features[2] = 1e30f;
        ITransformer model = Fit(trainer, mlContext, new(), ToyData.View(mlContext, rows));
        Assert.IsTrue(messages.Any(m => m.Contains("slot 2", StringComparison.Ordinal) && m.Contains("1E+30", StringComparison.Ordinal) && m.Contains("3 rows", StringComparison.Ordinal)));
        IDataView scored = model.Transform(ToyData.View(mlContext, ToyData.Rows(seed: 9)));
        double clean = mlContext.AnomalyDetection.EvaluateRanking(Trained(trainer).Transform(ToyData.View(mlContext, ToyData.Rows(seed: 9))), "IsAnomaly").AveragePrecision;
        Assert.IsGreaterThan(clean - 0.03, mlContext.AnomalyDetection.EvaluateRanking(scored, "IsAnomaly").AveragePrecision);
        // The training itself has them: seen before, they are not out of the ordinary by that alone.
        float[] scores = Scores(model, rows);
        Assert.IsLessThan(scores.Max(), rows.Zip(scores).Where(pair => pair.First.Features[2] == 1e30f).Max(pair => pair.Second));
    }
}
