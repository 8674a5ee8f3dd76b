using System.Globalization;
using System.Xml.Linq;
using ProtoAnomaly.Tool.Evaluation;
using ProtoAnomaly.Tool.Report.Charts;
using ProtoAnomaly.Tool.Tables;

namespace ProtoAnomaly.Tool.Report;

/// <summary>The page of a report.</summary>
internal static class ReportPage
{
    public static XElement Create(ReportData data, string styleSheet)
    {
        string title = $"{data.Model.Detector.Trainer.Title} on {Path.GetFileName(data.DataPath)}";
        return new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                new XElement("title", title),
                new XElement("style", styleSheet)),
            new XElement("body",
                new XElement("header", new XElement("h1", title), new XElement("p", Summary(data))),
                new XElement("main",
                    Figures(data), Ranking(data), Map(data), TopRows(data), Training(data), Columns(data.Description.Layout.Features, data.Description.LeftOut), Options(data))));
    }

    private static string Summary(ReportData data) =>
        $"Trained on {data.Description.TrainingRows} rows, of which {data.Description.LabelledAnomalies} were labelled anomalies. "
        + $"Evaluated on {data.Evaluation.Rows} rows, of which {data.Evaluation.Anomalies} are anomalies by the column {data.Description.Label.Column}; all others count as normal.";

    private static XElement Figures(ReportData data) => Section("figures", "Figures",
        new XElement("dl", new XAttribute("class", "figures"),
            EvaluationResult.Figures(data.Evaluation).Select(figure => new XElement("div",
                new XElement("dt", figure.Title),
                new XElement("dd", EvaluationResult.Text(figure.Value)),
                figure.Interval is null ? null : new XElement("dd", new XAttribute("class", "interval"), EvaluationResult.Text(figure.Interval))))),
        new XElement("p",
            $"At the threshold {Number(data.Threshold)}, {data.Evaluation.TruePositives + data.Evaluation.FalsePositives} of {data.Evaluation.Rows} rows count as anomalies; "
            + $"{data.Evaluation.TruePositives} of them are, and {data.Evaluation.Anomalies - data.Evaluation.TruePositives} are missed."
            + (data.Evaluation.Intervals is null ? "" : " The intervals have a confidence of 95 %, for other rows of the same kind.")));

    private static XElement Ranking(ReportData data)
    {
        DetectorEvaluation evaluation = data.Evaluation;
        IEnumerable<XElement> curves = evaluation.Ranking.Undefined is not { } reason
            ?
            [
                Figure(RankingCharts.PrecisionRecall(evaluation), "Precision and recall at every threshold; the dot is the detector's."),
                Figure(RankingCharts.Roc(evaluation), "ROC: the share of anomalies found against the share of other rows taken for anomalies."),
            ]
            : [new XElement("p", $"There are no precision-recall and ROC curves. {reason}")];
        return Section("ranking", "How well scores part the classes",
            new XElement("div", new XAttribute("class", "charts"),
                curves,
                Figure(RankingCharts.Histogram(evaluation, data.Threshold), "Scores by class, as shares of each.", Legend(("normal", "other rows"), ("anomaly", "anomalies")))));
    }

    private static XElement Map(ReportData data) => Section("map", "Latent space", data.Map is { } map
        ? Figure(LatentMapChart.Draw(map),
            $"Where the detector sees the rows and its prototypes: the plane of the rows' first two principal components, which shows {map.ExplainedShare.ToString("P0", CultureInfo.InvariantCulture)} of their variance. {map.Rows.Count} of {data.Evaluation.Rows} rows.",
            Legend(("normal", "other rows"), ("anomaly", "anomalies"), ("prototype", "prototypes")))
        : new XElement("p", "This detector has no latent space to show."));

    private static XElement TopRows(ReportData data)
    {
        float[] contributions = [.. data.TopRows.SelectMany(row => row.Contributions).Select(part => part.Contribution).Where(float.IsFinite)];
        float largest = contributions.Select(Math.Abs).DefaultIfEmpty(0).Max();
        bool anyNegative = contributions.Any(contribution => contribution < 0);
        return Section("top", "The rows with the highest scores",
            new XElement("table",
                new XElement("thead", new XElement("tr", Cells("th", "Line", "Score", "Label", "What raised the score"))),
                new XElement("tbody", data.TopRows.Select((row, i) => new XElement("tr",
                    Cells("td", row.Line.ToString(CultureInfo.InvariantCulture), Number(row.Score), row.IsAnomaly ? "anomaly" : "none"),
                    new XElement("td", row.Contributions.Count > 0
                        ? ContributionChart.Draw(row, largest, anyNegative, $"contributions-{i + 1}")
                        : "The detector does not tell."))))));
    }

    private static XElement Training(ReportData data) => Section("training", "Training", data.Epochs.Count > 0
        ? new XElement("div", new XAttribute("class", "charts small"),
            TrainingCharts.Draw(data.Epochs).Select(phase => Figure(phase.Chart, $"{phase.Phase}: {data.Epochs.Count(e => e.Phase == phase.Phase)} epochs.",
                data.Epochs.Any(e => e.Phase == phase.Phase && double.IsFinite(e.Validation)) ? Legend(("line", "training loss"), ("line validation", "validation")) : null)))
        : new XElement("p", "The training reported no epochs."));

    private static XElement Columns(IReadOnlyList<FeatureColumn> features, IReadOnlyList<LeftOutColumn> leftOut) => Section("columns", "Columns",
        new XElement("table",
            new XElement("thead", new XElement("tr", Cells("th", "Column", "Use"))),
            new XElement("tbody",
                features.Select(column => new XElement("tr", Cells("td", column.Name, column.Kind.ToString()))),
                leftOut.Select(column => new XElement("tr", Cells("td", column.Name, $"left out: {column.Reason}"))))));

    private static XElement Options(ReportData data) => Section("options", "Options",
        new XElement("table",
            new XElement("thead", new XElement("tr", Cells("th", "Option", "Value"))),
            new XElement("tbody", data.Description.Options.Select(option => new XElement("tr", Cells("td", option.Key, option.Value))))));

    private static XElement Section(string id, string title, params object[] content) =>
        new("section", new XAttribute("id", id), new XElement("h2", title), content);

    private static XElement Figure(XElement chart, string caption, XElement? legend = null) =>
        new("figure", chart, new XElement("figcaption", caption, legend));

    private static XElement Legend(params (string CssClass, string Text)[] entries) => new("span", new XAttribute("class", "legend"),
        entries.Select(entry => new XElement("span", new XElement("i", new XAttribute("class", entry.CssClass), ""), entry.Text)));

    private static IEnumerable<XElement> Cells(string element, params IEnumerable<string> texts) => texts.Select(text => new XElement(element, text));

    private static string Number(float value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
