using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

#nullable disable
#pragma warning disable CS0649 // fields of row classes are set by reflection

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Pca
{
    private class Row { [LoadColumn(0)] public float Label; [LoadColumn(1, 4), VectorType(4)] public float[] Features; }

    public static void Write(string folder)
    {
        // Two strong directions, two faint ones; every tenth row leaves the plane.
        var random = new Random(3);
        float U() => MathF.Round((float)random.NextDouble(), 3);
        var rows = Enumerable.Range(0, 60).Select(i => i % 10 == 0 ? new[] { 1, U(), U(), 1 + U(), -1 - U() } : [0, 4 * U(), 2 * U(), 0.05f * U(), 0.05f * U()]).ToArray();
        Output.Lines(folder, "input.csv", rows.Select(r => string.Join(',', r.Select(ViewJson.Text))).Prepend("Label,F0,F1,F2,F3"));
        string path = Path.Combine(folder, "input.csv");

        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromTextFile<Row>(path, separatorChar: ',', hasHeader: true);
        JsonNode Rounded(object v, string _) => v is float f ? JsonValue.Create(f.ToString("F4", CultureInfo.InvariantCulture)) : null;
        var cases = new JsonArray();
        foreach (int rank in new[] { 1, 2, 3 })
            foreach (bool zeroMean in new[] { true, false })
                cases.Add(Output.Try($"rank={rank} ensureZeroMean={zeroMean} seed=1", () =>
                {
                    var model = ml.AnomalyDetection.Trainers.RandomizedPca(rank: rank, ensureZeroMean: zeroMean, seed: 1).Fit(data);
                    JsonObject json = ViewJson.View(model.Transform(data), rows: true, Rounded);
                    ((JsonArray)json["columns"]).RemoveAt(1);
                    ((JsonArray)json["columns"]).RemoveAt(0);
                    AnomalyDetectionMetrics m = ml.AnomalyDetection.Evaluate(model.Transform(data), falsePositiveCount: 5);
                    json["areaUnderRocCurve"] = ViewJson.Text(m.AreaUnderRocCurve);
                    json["detectionRateAt5"] = ViewJson.Text(m.DetectionRateAtFalsePositiveCount);
                    json["anomaliesAtThreshold0.1"] = ml.AnomalyDetection.ChangeModelThreshold(model, 0.1f).Transform(data).GetColumn<bool>("PredictedLabel").Count(x => x);
                    return json;
                }));
        cases.Add(Output.Try("unseen rows: zeros, NaN, infinity; rank=2 seed=1", () =>
        {
            var model = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 2, seed: 1).Fit(data);
            float nan = float.NaN;
            var unseen = ml.Data.LoadFromEnumerable(new[] { new Row { Features = new float[4] }, new Row { Features = [nan, 1, 1, 1] }, new Row { Features = [float.PositiveInfinity, 1, 1, 1] } });
            return ViewJson.View(model.Transform(unseen), rows: true, Rounded);
        }));
        Output.Json(folder, "expected.json", cases);
    }
}
