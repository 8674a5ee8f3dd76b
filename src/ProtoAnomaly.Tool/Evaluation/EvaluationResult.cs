using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>An evaluation in words: the same figures as JSON, as a table and in the report.</summary>
internal static class EvaluationResult
{
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
        return
        [
            new("averagePrecision", "Average precision", evaluation.Ranking.AveragePrecision, intervals?.AveragePrecision),
            new("areaUnderRocCurve", "Area under the ROC curve", evaluation.Ranking.AreaUnderRocCurve, intervals?.AreaUnderRocCurve),
            new("bestF1", "Best F1", evaluation.Ranking.BestF1, intervals?.BestF1),
            new("precision", "Precision at the threshold", Share(found, found + wrong)),
            new("recall", "Recall at the threshold", Share(found, evaluation.Anomalies)),
            new("f1", "F1 at the threshold", Share(2 * found, found + wrong + evaluation.Anomalies)),
        ];
    }

    public static JsonObject ToJson(DetectorEvaluation evaluation, float threshold)
    {
        var json = new JsonObject
        {
            ["rows"] = evaluation.Rows,
            ["anomalies"] = evaluation.Anomalies,
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
        if (evaluation.Ranking.Undefined is { } reason)
            json["undefined"] = reason;
        return json;
    }

    public static void Write(IAnsiConsole console, DetectorEvaluation evaluation, float threshold)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn($"On {evaluation.Rows} rows, {evaluation.Anomalies} of them anomalies")
            .AddColumn(new TableColumn("").RightAligned())
            .AddColumn(evaluation.Intervals is null ? "" : "95 % confidence");
        foreach (Figure figure in Figures(evaluation))
            table.AddRow(figure.Title, Text(figure.Value), Text(figure.Interval));
        table.AddRow("Threshold", threshold.ToString("G4", CultureInfo.InvariantCulture));
        table.AddRow("Rows above it", $"{evaluation.TruePositives + evaluation.FalsePositives}");
        table.AddRow("Anomalies among them", $"{evaluation.TruePositives}");
        console.Write(table);
        if (evaluation.Ranking.Undefined is { } reason)
            console.WriteLine($"Some figures are not defined: {reason}");
    }

    /// <summary>A figure for people.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "not defined" : value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>An interval for people; empty where there is none.</summary>
    public static string Text(ConfidenceInterval? interval) => interval is { } known ? $"{Text(known.Lower)} to {Text(known.Upper)}" : "";

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
