using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.CommandLine;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Report;

/// <summary>The page of a report: its texts and tables, and the places of its charts.</summary>
internal static class ReportPage
{
    private const int PartsInTable = 3;

    public static string Title(ReportData data) => $"{data.Model.Detector.Trainer.Title} on {Path.GetFileName(data.Evaluation.Table.Source.Name)}";

    public static IEnumerable<XElement> Body(ReportData data) =>
    [
        new XElement("header", new XElement("h1", Title(data)), new XElement("p", Summary(data))),
        new XElement("main",
            Figures(data), Threshold(data), Ranking(data), TopRows(data), Map(data), Training(data), Columns(data.Description.Layout.Features, data.Description.LeftOut), Options(data)),
    ];

    private static bool IsComplete(ReportData data) => data.Evaluation.Coverage == LabelCoverage.Complete;

    private static string Summary(ReportData data) =>
        $"Trained on {data.Description.TrainingRows} rows, of which {data.Description.LabelledAnomalies} were labelled anomalies. "
        + $"Evaluated on {data.Evaluation.Rows} rows, of which {data.Evaluation.Anomalies} are {(IsComplete(data) ? "anomalies" : "labelled anomalies")} by the column {data.Evaluation.Table.Label.Column}"
        + (IsComplete(data) ? "; all others are normal." : "; the others may be normal or not.");

    private static XElement Figures(ReportData data) => Section("figures", "Figures",
        new XElement("dl", new XAttribute("class", "figures"),
            EvaluationResult.Figures(data.Evaluation).Select(figure => new XElement("div",
                new XElement("dt", figure.Title),
                new XElement("dd", EvaluationResult.Text(figure.Value)),
                figure.Interval is null ? null : new XElement("dd", new XAttribute("class", "interval"), EvaluationResult.Text(figure.Interval), " (95 % confidence)")))),
        data.Remarks.Select(remark => new XElement("p", remark)));

    private static XElement? Threshold(ReportData data) => data.Evaluation.Anomalies == 0 ? null : Section("choice", "The threshold",
        new XElement("div", new XAttribute("class", "controls screen"),
            new XElement("label", new XAttribute("class", "wide"), "Threshold, from few alarms to many", new XElement("input", new XAttribute("type", "range"), new XAttribute("id", "threshold"), new XAttribute("min", 0))),
            new XElement("label", "Cost of a miss", new XElement("input", new XAttribute("type", "number"), new XAttribute("id", "missCost"), new XAttribute("min", 0), new XAttribute("value", 10))),
            new XElement("label", "Cost of a false alarm", new XElement("input", new XAttribute("type", "number"), new XAttribute("id", "alarmCost"), new XAttribute("min", 0), new XAttribute("value", 1))),
            new XElement("button", new XAttribute("type", "button"), new XAttribute("id", "cheapest"), "Lowest cost")),
        new XElement("dl", new XAttribute("class", "figures"),
            Live("Threshold", "thresholdValue"), Live("Rows above it", "alarms"), Live(IsComplete(data) ? "Anomalies among them" : "Labelled anomalies among them", "found"),
            Live("Precision", "precision"), Live("Recall", "recall"), Live("Cost on these rows", "cost")),
        new XElement("p", new XAttribute("class", "screen"), "To use this threshold:"),
        new XElement("div", new XAttribute("class", "command screen"), new XElement("code", new XAttribute("id", "command"), ""), new XElement("button", new XAttribute("type", "button"), new XAttribute("id", "copy"), "Copy")));

    private static XElement Live(string title, string id) => new("div", new XElement("dt", title), new XElement("dd", new XAttribute("id", id), ""));

    private static XElement Ranking(ReportData data)
    {
        string kind = IsComplete(data) ? "anomalies" : "labelled anomalies";
        IEnumerable<XElement> curves = data.Evaluation.Ranking.Undefined is not { } reason
            ?
            [
                Chart("gain", IsComplete(data) ? "Precision and recall at every threshold; the dot is the chosen one." : "How many labelled anomalies are found, the more rows are looked at; the dot is the chosen threshold."),
                Chart("roc", $"ROC: the share of {kind} found against the share of {(IsComplete(data) ? "other" : "unlabelled")} rows above the threshold. The dotted line is chance."),
            ]
            : [new XElement("p", $"There are no curves. {reason}")];
        return Section("ranking", "Scores of anomalies and of other rows",
            new XElement("div", new XAttribute("class", "charts"), curves,
                Chart("histogram", "How often scores are had, in shares of either kind of rows; the dashed line is the chosen threshold.")));
    }

    private static XElement TopRows(ReportData data)
    {
        string word = data.Evaluation.Table.Source.NumberWord;
        return Section("top", "The rows with the highest scores",
            new XElement("p", new XAttribute("class", "screen"), "Click a row to see why, beside an ordinary row."),
            new XElement("div", new XAttribute("id", "why"), new XAttribute("hidden", "hidden"),
                new XElement("h3", new XAttribute("id", "whyTitle"), ""), new XElement("p", new XAttribute("id", "whyOrdinary"), ""),
                data.Image is null ? Reasons() : Pictures()),
            new XElement("div", new XAttribute("class", "scroll"), new XElement("table",
                new XElement("thead", new XElement("tr", Cells("th", $"{char.ToUpperInvariant(word[0])}{word[1..]}", "Score", "Label", "What raised the score most"))),
                new XElement("tbody", data.TopRows.Select((row, i) => new XElement("tr",
                    row.Parts.Count == 0 ? null : (object[])[new XAttribute("data-row", i), new XAttribute("tabindex", 0)],
                    Cells("td", row.Number.ToString(CultureInfo.InvariantCulture), Number(row.Score), row.IsAnomaly ? "anomaly" : "none",
                        row.Parts.Count == 0 ? "This detector does not tell." : string.Join(", ", row.Parts.Where(part => part.Contribution > 0).Take(PartsInTable).Select(part => $"{part.Column} = {Short(part.Value)}")))))))));
    }

    private static XElement Reasons() => new("div", new XAttribute("class", "pair"),
        new XElement("div", new XAttribute("id", "contributions"), new XAttribute("class", "chart"), ""),
        new XElement("div", new XAttribute("class", "scroll"), new XElement("table",
            new XElement("thead", new XElement("tr", Cells("th", "Column", "This row", "Ordinary row"))), new XElement("tbody", new XAttribute("id", "whyRows"), ""))));

    private static XElement Pictures() => new("div", new XAttribute("class", "pictures"),
        Picture("image", "This row"), Picture("saliency", "What its pixels add to the score: red raises it, blue lowers it"), Picture("other", "The ordinary row"));

    private static XElement Picture(string id, string caption) =>
        new("figure", new XElement("canvas", new XAttribute("id", id), ""), new XElement("figcaption", caption));

    private static XElement? Map(ReportData data)
    {
        if (data.Map is not { } map)
            return null;
        string share = map.ExplainedShare.ToString("P0", CultureInfo.InvariantCulture);
        return Section("latent", "Latent space", ReportJson.ShowsMap(data)
            ? Chart("map", $"Where the detector sees the rows and its prototypes: the plane of the rows' first two principal components, which shows {share} of their variance. {map.Rows.Count} of {data.Evaluation.Rows} rows.")
            : new XElement("p", $"A plane would show only {share} of the variance of the {map.Rows.Count} rows: there is no picture that would not mislead."));
    }

    private static XElement Training(ReportData data) => Section("training", "Training", data.Epochs.Count > 0
        ? new XElement("div", new XAttribute("class", "charts"), ReportJson.Phases(data.Epochs).Select((phase, i) => Chart($"training-{i + 1}", $"{phase.Key}: {Wording.Count(phase.Count(), ProgressWording.Unit(phase.Key))}{Stopped(phase)}. Loss.", "chart low")))
        : new XElement("p", "The training reported no progress."));

    private static string Stopped(IGrouping<string, TrainingProgress> phase) =>
        phase.Last() is { } last && last.Epoch < last.MaximumEpochs ? $" of at most {last.MaximumEpochs}, stopped early" : "";

    private static XElement Columns(IReadOnlyList<FeatureColumn> features, IReadOnlyList<LeftOutColumn> leftOut) => Section("columns", "Columns",
        new XElement("div", new XAttribute("class", "scroll"), new XElement("table",
            new XElement("thead", new XElement("tr", Cells("th", "Column", "Use"))),
            new XElement("tbody",
                features.Select(column => new XElement("tr", Cells("td", column.Name, Use(column)))),
                leftOut.Select(column => new XElement("tr", Cells("td", column.Name, $"left out: {column.Reason}")))))));

    private static string Use(FeatureColumn column) => column.Kind switch
    {
        ColumnKind.Number => column.Part is null ? "number" : "number, a part of a date",
        ColumnKind.Category => column.Part is null ? "category" : "category, a part of a date",
        _ => "category, counted",
    };

    private static XElement Options(ReportData data) => Section("options", "Options",
        new XElement("div", new XAttribute("class", "scroll"), new XElement("table",
            new XElement("thead", new XElement("tr", Cells("th", "Option", "Value"))),
            new XElement("tbody", data.Description.Options.Select(option => new XElement("tr", Cells("td", option.Key, option.Value)))))));

    private static XElement Section(string id, string title, params object?[] content) =>
        new("section", new XAttribute("id", id), new XElement("h2", title), content);

    private static XElement Chart(string id, string caption, string cssClass = "chart") => new("figure",
        new XElement("div", new XAttribute("id", id), new XAttribute("class", cssClass), new XAttribute("role", "img"), new XAttribute("aria-label", caption), ""), new XElement("figcaption", caption));

    private static IEnumerable<XElement> Cells(string element, params IEnumerable<string> texts) => texts.Select(text => new XElement(element, text));

    private static string Number(float value) => value.ToString("G4", CultureInfo.InvariantCulture);

    // Files often have more digits than anyone wants to read, and texts without an end.
    private static string Short(string value)
    {
        const int longest = 40;
        return float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number.ToString("G5", CultureInfo.InvariantCulture)
            : value.Length > longest ? value[..longest] + "…" : value;
    }
}
