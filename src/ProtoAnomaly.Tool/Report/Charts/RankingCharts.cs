using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Anomaly.Prototypes;
using ProtoAnomaly.Tool.Evaluation;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>Charts of how well scores part anomalies from other rows.</summary>
internal static class RankingCharts
{
    private const int Bins = 40;

    public static XElement PrecisionRecall(DetectorEvaluation evaluation)
    {
        var plot = new Plot("precision-recall", "Precision against recall at every threshold", new Axis("Recall", 0, 1), new Axis("Precision", 0, 1));
        double share = (double)evaluation.Anomalies / evaluation.Rows;
        plot.Line("reference", [(0, share), (1, share)]);
        plot.Label("note", 0, share, $"by chance: {share.ToString("F3", CultureInfo.InvariantCulture)}", 5, -5);
        var line = new List<(double, double)>();
        foreach (PrecisionRecallPoint point in evaluation.Ranking.GetPrecisionRecallCurve())
        {
            // Steps, as average precision sums them up.
            line.Add((line.Count == 0 ? 0 : line[^1].Item1, point.Precision));
            line.Add((point.Recall, point.Precision));
        }
        plot.Line("curve", line);
        MarkThreshold(plot, evaluation, (double)evaluation.TruePositives / evaluation.Anomalies,
            (double)evaluation.TruePositives / (evaluation.TruePositives + evaluation.FalsePositives));
        return plot.ToSvg();
    }

    public static XElement Roc(DetectorEvaluation evaluation)
    {
        int normal = evaluation.Rows - evaluation.Anomalies;
        var plot = new Plot("roc", "True positive rate against false positive rate at every threshold", new Axis("False positive rate", 0, 1), new Axis("True positive rate", 0, 1));
        plot.Line("reference", [(0, 0), (1, 1)]);
        plot.Line("curve", [(0, 0), .. evaluation.Ranking.GetRocCurve().Select(point => (point.FalsePositiveRate, point.TruePositiveRate))]);
        MarkThreshold(plot, evaluation, (double)evaluation.FalsePositives / normal, (double)evaluation.TruePositives / evaluation.Anomalies);
        return plot.ToSvg();
    }

    /// <summary>How the scores of either class are spread, each class as shares of itself.</summary>
    public static XElement Histogram(DetectorEvaluation evaluation, float threshold)
    {
        float[] finite = [.. evaluation.Scores.Where(float.IsFinite)];
        Axis x = Axis.For("Score", [.. finite.Select(score => (double)score), threshold]);
        double[] normal = Shares(false), anomalies = Shares(true);
        var plot = new Plot("histogram", "How the scores of anomalies and of other rows are spread", x, new Axis("Share of the class", 0, Math.Max(0.01, normal.Concat(anomalies).Max() * 1.1)));
        Draw("normal", normal, "other rows");
        Draw("anomaly", anomalies, "anomalies");
        plot.VerticalLine("threshold", threshold, $"threshold {threshold.ToString("G4", CultureInfo.InvariantCulture)}");
        return plot.ToSvg();

        double[] Shares(bool anomalous)
        {
            var counts = new double[Bins];
            int total = 0;
            for (int i = 0; i < evaluation.Rows; i++)
            {
                if (evaluation.IsAnomaly[i] != anomalous || !float.IsFinite(evaluation.Scores[i]))
                    continue;
                counts[Math.Clamp((int)(x.Place(evaluation.Scores[i]) * Bins), 0, Bins - 1)]++;
                total++;
            }
            return [.. counts.Select(count => count / Math.Max(total, 1))];
        }

        void Draw(string cssClass, double[] shares, string what)
        {
            double width = (x.High - x.Low) / Bins;
            for (int i = 0; i < Bins; i++)
            {
                if (shares[i] == 0)
                    continue;
                double from = x.Low + (i * width);
                plot.Bar($"bar {cssClass}", from, from + width, shares[i], string.Create(CultureInfo.InvariantCulture, $"{shares[i]:P1} of the {what} score {from:G3} to {from + width:G3}"));
            }
        }
    }

    private static void MarkThreshold(Plot plot, DetectorEvaluation evaluation, double x, double y)
    {
        if (evaluation.TruePositives + evaluation.FalsePositives > 0)
            plot.Circle("operating-point", x, y, 5, "At the detector's threshold");
    }
}
