using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>An evaluation in words: the same figures as JSON, as a table and in the report.</summary>
internal static class EvaluationResult
{
    /// <summary>Below so many anomalies figures are rough.</summary>
    public const int FewAnomalies = 10;

    private static readonly (string Key, double Share)[] TopShares = [("recallInTop1Percent", 0.01), ("recallInTop5Percent", 0.05), ("recallInTop10Percent", 0.1)];

    /// <summary>A figure.</summary>
    /// <param name="Key">Its name in JSON.</param>
    /// <param name="Title">Its name for people.</param>
    /// <param name="Value">Its value; NaN where it is not defined.</param>
    /// <param name="Interval">The interval it lies in with a confidence of 95 %; null where that is not known.</param>
    public readonly record struct Figure(string Key, string Title, double Value, ConfidenceInterval? Interval = null);

    /// <param name="evaluation">The evaluation.</param>
    /// <param name="withIntervals">Whether to compute the intervals too, which takes its time.</param>
    public static IReadOnlyList<Figure> Figures(DetectorEvaluation evaluation, bool withIntervals = true)
    {
        int found = evaluation.TruePositives, wrong = evaluation.FalsePositives;
        AnomalyRankingIntervals? intervals = withIntervals ? evaluation.Intervals : null;
        ConfidenceInterval? recallInterval = withIntervals && evaluation.Anomalies > 0 ? Wilson(found, evaluation.Anomalies) : null;
        double recall = Share(found, evaluation.Anomalies), precision = Share(found, found + wrong);
        double f1 = Share(2 * found, found + wrong + evaluation.Anomalies);
        IEnumerable<Figure> top = TopShares.Select(share => new Figure(share.Key, $"Recall in the top {share.Share.ToString("P0", CultureInfo.InvariantCulture)}", evaluation.RecallAt(share.Share)));
        return evaluation.Coverage == LabelCoverage.Complete
            ?
            [
                new("averagePrecision", "Average precision", evaluation.Ranking.AveragePrecision, intervals?.AveragePrecision),
                new("areaUnderRocCurve", "Area under the ROC curve", evaluation.Ranking.AreaUnderRocCurve, intervals?.AreaUnderRocCurve),
                new("bestF1", "Best F1", evaluation.Ranking.BestF1, intervals?.BestF1),
                new("precision", "Precision at the threshold", precision),
                new("recall", "Recall at the threshold", recall, recallInterval),
                new("f1", "F1 at the threshold", f1),
            ]
            :
            [
                new("recall", "Recall of labelled anomalies at the threshold", recall, recallInterval),
                .. top,
                new("medianRank", "Median rank of labelled anomalies, as a share of the rows", evaluation.Ranks.Count == 0 ? double.NaN : evaluation.Ranks[evaluation.Ranks.Count / 2]),
                new("alarmShare", "Share of rows above the threshold", Share(found + wrong, evaluation.Rows)),
                new("precision", "Precision at the threshold, at least", precision),
                new("areaUnderRocCurve", "Area under the ROC curve, against unlabelled rows", evaluation.Ranking.AreaUnderRocCurve, intervals?.AreaUnderRocCurve),
                new("averagePrecision", "Average precision, were no unlabelled row an anomaly", evaluation.Ranking.AveragePrecision, intervals?.AveragePrecision),
            ];
    }

    public static JsonObject ToJson(DetectorEvaluation evaluation, float threshold)
    {
        var json = new JsonObject
        {
            ["rows"] = evaluation.Rows,
            ["anomalies"] = evaluation.Anomalies,
            ["labels"] = evaluation.Coverage.ToString().ToLowerInvariant(),
            ["threshold"] = Reporting.Number(threshold),
            ["truePositives"] = evaluation.TruePositives,
            ["falsePositives"] = evaluation.FalsePositives,
        };
        foreach (Figure figure in Figures(evaluation))
        {
            json[figure.Key] = Reporting.Number(figure.Value);
            if (figure.Interval is { } interval)
                json[figure.Key + "Interval"] = new JsonArray(Reporting.Number(interval.Lower), Reporting.Number(interval.Upper));
        }
        json["remarks"] = new JsonArray([.. Remarks(evaluation).Select(remark => (JsonNode?)remark)]);
        if (evaluation.Ranking.Undefined is { } reason)
            json["undefined"] = reason;
        return json;
    }

    public static void Write(IAnsiConsole console, DetectorEvaluation evaluation, float threshold)
    {
        string kind = evaluation.Coverage == LabelCoverage.Complete ? "anomalies" : "labelled anomalies";
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn($"On {evaluation.Rows} rows, {evaluation.Anomalies} of them {kind}")
            .AddColumn(new TableColumn("").RightAligned())
            .AddColumn("95 % confidence");
        foreach (Figure figure in Figures(evaluation))
            table.AddRow(figure.Title, Text(figure.Value), Text(figure.Interval));
        table.AddRow("Threshold", threshold.ToString("G4", CultureInfo.InvariantCulture));
        table.AddRow("Rows above it", $"{evaluation.Alarms}");
        table.AddRow($"{char.ToUpperInvariant(kind[0])}{kind[1..]} among them", $"{evaluation.TruePositives}");
        console.Write(table);
        foreach (string remark in Remarks(evaluation))
            console.WriteLine(remark);
    }

    /// <summary>What the figures mean, in sentences.</summary>
    public static IEnumerable<string> Remarks(DetectorEvaluation evaluation)
    {
        if (evaluation.Anomalies == 0)
        {
            yield return evaluation.Ranking.Undefined is { } reason ? $"Some figures are not defined: {reason}" : "None of the rows is labelled as an anomaly.";
            yield break;
        }
        if (evaluation.Coverage == LabelCoverage.Partial)
            yield return Meaning(evaluation);
        if (evaluation.Anomalies < FewAnomalies)
            yield return $"Only {Wording.Count(evaluation.Anomalies, "anomaly", "anomalies")} to measure by: the figures are rough, as the confidence intervals show.";
        double f1 = Share(2 * evaluation.TruePositives, evaluation.Alarms + evaluation.Anomalies);
        const double far = 0.8;
        if (evaluation.Coverage == LabelCoverage.Complete && f1 < far * evaluation.Ranking.BestF1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"F1 is {f1:F3} at the threshold and would be {evaluation.Ranking.BestF1:F3} at {evaluation.Ranking.BestF1Threshold:G4}: `protoanomaly adjust` with --threshold best-f1 sets it by labelled rows.");
        }
    }

    private static string Meaning(DetectorEvaluation evaluation)
    {
        string found = $"{evaluation.TruePositives} of {evaluation.Anomalies} labelled anomalies that training has not seen are among the {evaluation.Alarms} rows above the threshold";
        int others = evaluation.Alarms - evaluation.TruePositives;
        string rest = others == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"; whether the other {others} are false alarms or anomalies that nobody has labelled can't be known from the labels, so precision lies between {Share(evaluation.TruePositives, evaluation.Alarms):F3} and 1");
        return $"{found}{rest}. If every row's label is known: --labels complete.";
    }

    /// <summary>A figure for people.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "not defined" : value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>An interval for people; empty where there is none.</summary>
    public static string Text(ConfidenceInterval? interval) => interval is { } known ? $"{Text(known.Lower)} to {Text(known.Upper)}" : "";

    // Wilson, Probable inference, the law of succession, and statistical inference, 1927: an interval of 95 % for a share.
    private static ConfidenceInterval Wilson(int part, int whole)
    {
        const double z = 1.959964;
        double share = (double)part / whole, spread = z * z / whole;
        double middle = (share + (spread / 2)) / (1 + spread), half = z / (1 + spread) * Math.Sqrt((share * (1 - share) / whole) + (spread / (4 * whole)));
        return new ConfidenceInterval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
