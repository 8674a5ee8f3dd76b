using System.Globalization;
using System.Text.Json.Nodes;
using ProtoAnomaly.Tool.CommandLine;
using Spectre.Console;

namespace ProtoAnomaly.Tool.Evaluation;

/// <summary>An evaluation in words: the same figures as JSON, as a table and in the report.</summary>
internal static class EvaluationResult
{
    /// <summary>A figure: its name in JSON, its name for people, and its value.</summary>
    public readonly record struct Figure(string Key, string Title, double Value);

    public static IReadOnlyList<Figure> Figures(DetectorEvaluation evaluation)
    {
        int found = evaluation.TruePositives, wrong = evaluation.FalsePositives;
        return
        [
            new("averagePrecision", "Average precision", evaluation.Ranking.AveragePrecision),
            new("areaUnderRocCurve", "Area under the ROC curve", evaluation.Ranking.AreaUnderRocCurve),
            new("bestF1", "Best F1", evaluation.Ranking.BestF1),
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
            json[figure.Key] = Reporting.Number(figure.Value);
        return json;
    }

    public static void Write(IAnsiConsole console, DetectorEvaluation evaluation, float threshold)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn($"On {evaluation.Rows} rows, {evaluation.Anomalies} of them anomalies").AddColumn(new TableColumn("").RightAligned());
        foreach (Figure figure in Figures(evaluation))
            table.AddRow(figure.Title, Text(figure.Value));
        table.AddRow("Threshold", threshold.ToString("G4", CultureInfo.InvariantCulture));
        table.AddRow("Rows above it", $"{evaluation.TruePositives + evaluation.FalsePositives}, {evaluation.TruePositives} of them anomalies");
        console.Write(table);
    }

    /// <summary>A figure for people.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "not defined" : value.ToString("F3", CultureInfo.InvariantCulture);

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
