using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;

namespace ProtoAnomaly.Tool.Report;

/// <summary>What the page's script draws.</summary>
internal static class ReportJson
{
    private const int MostSteps = 1000, Bins = 40, MostRocPoints = 1000;

    // What a map of less of the variance shows is mostly chance.
    private const double LeastShownVariance = 0.4;

    private const int MostPrototypesDrawn = 100;

    /// <summary>Whether the latent space is worth a picture.</summary>
    public static bool ShowsMap(ReportData data) => data.Map is { ExplainedShare: >= LeastShownVariance };

    public static JsonObject Create(ReportData data)
    {
        DetectorEvaluation evaluation = data.Evaluation;
        (JsonArray steps, int step) = Steps(evaluation, data.Threshold);
        return new JsonObject
        {
            ["model"] = Path.GetFileName(data.Model.Path),
            ["numberWord"] = evaluation.Table.Source.NumberWord,
            ["complete"] = evaluation.Coverage == LabelCoverage.Complete,
            ["rows"] = evaluation.Rows,
            ["anomalies"] = evaluation.Anomalies,
            ["steps"] = steps,
            ["step"] = step,
            ["image"] = data.Image is { } image ? new JsonArray(image.Channels, image.Height, image.Width) : null,
            ["roc"] = evaluation.Ranking.Undefined is null ? Roc(evaluation) : new JsonArray(),
            ["histogram"] = Histogram(evaluation),
            ["map"] = ShowsMap(data) ? Map(data.Map!) : null,
            ["training"] = new JsonArray([.. Phases(data.Epochs).Select(Training)]),
            ["topRows"] = new JsonArray([.. data.TopRows.Select(Row)]),
        };
    }

    /// <summary>The training's phases in their order.</summary>
    public static IEnumerable<IGrouping<string, TrainingProgress>> Phases(IReadOnlyList<TrainingProgress> epochs) => epochs.GroupBy(epoch => epoch.Phase);

    // For thresholds from above all scores to below: how many rows are above, and how many labelled anomalies among them.
    private static (JsonArray Steps, int Chosen) Steps(DetectorEvaluation evaluation, float threshold)
    {
        int[] order = [.. Enumerable.Range(0, evaluation.Rows).Where(row => float.IsFinite(evaluation.Scores[row])).OrderByDescending(row => evaluation.Scores[row])];
        var all = new List<(float Threshold, int Alarms, int Found)>();
        int found = 0;
        for (int i = 0; i < order.Length; i++)
        {
            float score = evaluation.Scores[order[i]];
            // A row counts as an anomaly where its score is above the threshold.
            if (i == 0 || score < evaluation.Scores[order[i - 1]])
                all.Add((score, i, found));
            found += evaluation.IsAnomaly[order[i]] ? 1 : 0;
        }
        all.Add((order.Length == 0 ? 0 : MathF.BitDecrement(evaluation.Scores[order[^1]]), order.Length, found));
        (float Threshold, int Alarms, int Found) own = (threshold, evaluation.Alarms, evaluation.TruePositives);
        int stride = Math.Max(1, (int)Math.Ceiling((double)all.Count / MostSteps));
        (float Threshold, int Alarms, int Found)[] kept =
        [
            .. all.Where((_, i) => i % stride == 0 || i == all.Count - 1).Where(s => s.Threshold != threshold).Append(own).OrderByDescending(s => s.Threshold),
        ];
        var steps = new JsonArray([.. kept.Select(s => new JsonObject { ["threshold"] = s.Threshold, ["alarms"] = s.Alarms, ["found"] = s.Found })]);
        return (steps, Array.FindIndex(kept, s => s.Threshold == threshold));
    }

    private static JsonArray Roc(DetectorEvaluation evaluation)
    {
        IReadOnlyList<RocPoint> points = evaluation.Ranking.GetRocCurve();
        int stride = Math.Max(1, points.Count / MostRocPoints);
        return new JsonArray([.. points.Where((_, i) => i % stride == 0 || i == points.Count - 1).Select(p => new JsonArray(p.FalsePositiveRate, p.TruePositiveRate))]);
    }

    private static JsonObject Histogram(DetectorEvaluation evaluation)
    {
        float[] finite = [.. evaluation.Scores.Where(float.IsFinite)];
        double start = finite.Length == 0 ? 0 : finite.Min(), width = finite.Length == 0 || finite.Max() == start ? 1.0 / Bins : (finite.Max() - start) / Bins;
        return new JsonObject { ["start"] = start, ["width"] = width, ["normal"] = Shares(false), ["anomaly"] = Shares(true) };

        JsonArray Shares(bool anomalous)
        {
            var counts = new int[Bins];
            int total = 0;
            for (int row = 0; row < evaluation.Rows; row++)
            {
                if (evaluation.IsAnomaly[row] != anomalous || !float.IsFinite(evaluation.Scores[row]))
                    continue;
                counts[Math.Min(Bins - 1, (int)((evaluation.Scores[row] - start) / width))]++;
                total++;
            }
            return new JsonArray([.. counts.Select(count => (JsonNode)((double)count / Math.Max(1, total)))]);
        }
    }

    private static JsonObject Map(LatentMap map) => new()
    {
        ["rows"] = new JsonArray([.. map.Rows.Select(row => new JsonArray(row.X, row.Y, row.IsAnomaly, Reporting.Number(row.Score)))]),
        ["prototypes"] = new JsonArray([.. map.Prototypes.Take(MostPrototypesDrawn).Select(p => new JsonArray(p.X, p.Y))]),
    };

    private static JsonObject Training(IGrouping<string, TrainingProgress> phase) => new()
    {
        ["unit"] = ProgressWording.Unit(phase.Key),
        // Parts that are trained beside each other are no course of time.
        ["isSequence"] = ProgressWording.IsSequence(phase.Key),
        ["epoch"] = new JsonArray([.. phase.Select(epoch => (JsonNode)epoch.Epoch)]),
        ["loss"] = new JsonArray([.. phase.Select(epoch => Reporting.Number(epoch.Loss))]),
        ["validation"] = phase.Any(epoch => double.IsFinite(epoch.Validation)) ? new JsonArray([.. phase.Select(epoch => Reporting.Number(epoch.Validation))]) : null,
    };

    private static JsonObject Row(TopRow row) => new()
    {
        ["line"] = row.Number,
        ["score"] = Reporting.Number(row.Score),
        ["anomaly"] = row.IsAnomaly,
        ["ordinary"] = row.OrdinaryNumber,
        ["pictures"] = row.Pictures is { } pictures
            ? new JsonObject { ["image"] = Numbers(pictures.Image), ["contributions"] = Numbers(pictures.Contributions), ["ordinary"] = pictures.Ordinary is { } ordinary ? Numbers(ordinary) : null }
            : null,
        ["parts"] = new JsonArray([.. row.Parts.Select(part => new JsonObject
        {
            ["column"] = part.Column, ["value"] = part.Value, ["ordinary"] = part.Ordinary, ["contribution"] = Reporting.Number(part.Contribution),
        })]),
    };

    private static JsonArray Numbers(float[] values) => new([.. values.Select(value => Reporting.Number(value))]);
}
