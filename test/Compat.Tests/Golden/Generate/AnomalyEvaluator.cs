using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class AnomalyEvaluator
{
    private class FloatRow { public float Score; public float Label; public bool PredictedLabel; }
    private class KeyRow { public float Score; [KeyType(2)] public uint Label; public bool PredictedLabel; }

    private sealed record Case(string Name, string LabelType, float[] Scores, float[] Labels);

    public static void Write(string folder)
    {
        float nan = float.NaN, inf = float.PositiveInfinity;
        float[] nine = [9, 8, 7, 6, 5, 4, 3, 2, 1], labels = [1, 0, 1, 0, 0, 1, 0, 0, 0];
        float[] ones = Enumerable.Repeat(1f, 9).ToArray(), tied = [5, 5, 5, 4, 4, 3, 3, 3, 1];
        var random = new Random(7);
        float[] randomLabels = Enumerable.Range(0, 1000).Select(_ => random.NextDouble() < 0.07 ? 1f : 0f).ToArray();
        float[] randomScores = randomLabels.Select(l => (float)(random.NextDouble() + 0.4 * l * random.NextDouble())).ToArray();
        var cases = new List<Case>
        {
            new("ordinary", "single", nine, labels),
            new("ordinary-rows-in-reverse", "single", nine.Reverse().ToArray(), labels.Reverse().ToArray()),
            new("perfect", "single", nine, [1, 1, 1, 0, 0, 0, 0, 0, 0]),
            new("inverted", "single", nine, [0, 0, 0, 0, 0, 0, 1, 1, 1]),
            new("negative-scores", "single", nine.Select(s => s - 6.5f).ToArray(), labels),
            new("all-tied", "single", ones, labels),
            new("all-tied-labels-in-reverse", "single", ones, labels.Reverse().ToArray()),
            new("some-tied", "single", tied, labels),
            new("some-tied-rows-in-reverse", "single", tied.Reverse().ToArray(), labels.Reverse().ToArray()),
            new("nan-score-of-a-normal-row", "single", [9, nan, 7, 6, 5, 4, 3, 2, 1], labels),
            new("nan-score-of-an-anomaly", "single", [nan, 8, 7, 6, 5, 4, 3, 2, 1], labels),
            new("all-scores-nan", "single", Enumerable.Repeat(nan, 9).ToArray(), labels),
            new("infinite-scores", "single", [9, 8, inf, 6, -inf, 4, 3, inf, 1], labels),
            new("nan-labels", "single", nine, [1, nan, 1, 0, 0, nan, 0, 0, 0]),
            new("all-labels-nan", "single", nine, Enumerable.Repeat(nan, 9).ToArray()),
            new("labels-other-than-0-and-1", "single", nine, [2, -1, 0.5f, 0, -3, 7, 0, -0.5f, 0]),
            // A [KeyType] field counts from 0; a value outside the range becomes the missing key.
            new("key-label", "key2", nine, labels),
            new("key-label-with-missing", "key2", nine, [1, 2, 1, 0, 0, 2, 0, 0, 0]),
            new("key-label-counted-from-1", "key2", nine, labels.Select(l => l + 1).ToArray()),
            new("single-class-normal", "single", nine, new float[9]),
            new("single-class-anomalous", "single", nine, ones),
            new("no-rows", "single", [], []),
            new("one-row", "single", [1], [1]),
            new("two-rows", "single", [1, 2], [0, 1]),
            new("few-negatives", "single", [9, 8, 7, 6, 5, 4], [1, 0, 1, 1, 0, 1]),
            new("random-1000", "single", randomScores, randomLabels),
            new("random-1000-tied", "single", randomScores.Select(s => MathF.Round(s * 20) / 20).ToArray(), randomLabels),
        };

        Output.Lines(folder, "input.csv", cases.SelectMany(c => c.Scores.Select((s, i) =>
            $"{c.Name},{c.LabelType},{ViewJson.Text(s)},{ViewJson.Text(c.Labels[i])}")).Prepend("case,labelType,score,label"));

        var results = new JsonArray();
        foreach (Case c in cases)
            foreach (int k in c.Name == "ordinary" ? new[] { -1, 0, 1, 2, 3, 4, 5, 6, 7, 10, 50 } : [0, 1, 5, 10, 50])
                results.Add(Evaluate(c, k));
        Output.Json(folder, "expected.json", results);
    }

    private static JsonObject Evaluate(Case c, int falsePositiveCount)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = c.LabelType == "key2"
            ? ml.Data.LoadFromEnumerable(c.Scores.Select((s, i) => new KeyRow { Score = s, Label = (uint)c.Labels[i] }))
            : ml.Data.LoadFromEnumerable(c.Scores.Select((s, i) => new FloatRow { Score = s, Label = c.Labels[i] }));
        var json = new JsonObject { ["case"] = c.Name, ["falsePositiveCount"] = falsePositiveCount };
        try
        {
            AnomalyDetectionMetrics m = ml.AnomalyDetection.Evaluate(data, falsePositiveCount: falsePositiveCount);
            json["areaUnderRocCurve"] = ViewJson.Text(m.AreaUnderRocCurve);
            json["detectionRateAtFalsePositiveCount"] = ViewJson.Text(m.DetectionRateAtFalsePositiveCount);
        }
        catch (Exception e) { json["exception"] = ViewJson.Exception(e); }
        return json;
    }
}
