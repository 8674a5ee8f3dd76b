using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Anomaly.Prototypes;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>The loss over the epochs: one small chart for each phase, since their losses are not of one kind.</summary>
internal static class TrainingCharts
{
    // Fewer epochs than this are marked one by one.
    private const int FewEpochs = 30;

    public static IEnumerable<(string Phase, XElement Chart)> Draw(IReadOnlyList<TrainingProgress> epochs) =>
        epochs.GroupBy(epoch => epoch.Phase).Select((phase, i) => (phase.Key, Draw([.. phase], $"training-{i + 1}")));

    private static XElement Draw(TrainingProgress[] epochs, string id)
    {
        var plot = new Plot(
            id, $"Loss of {epochs[0].Phase} over its epochs", Axis.For("Epoch", epochs.Select(e => (double)e.Epoch)),
            Axis.For("Loss", epochs.SelectMany(e => (double[])[e.Loss, e.Validation])), width: 400, height: 240);
        Series(plot, "curve", [.. epochs.Where(e => double.IsFinite(e.Loss)).Select(e => ((double)e.Epoch, e.Loss))], "loss");
        Series(plot, "curve validation", [.. epochs.Where(e => double.IsFinite(e.Validation)).Select(e => ((double)e.Epoch, e.Validation))], "validation");
        return plot.ToSvg();
    }

    private static void Series(Plot plot, string cssClass, (double X, double Y)[] points, string what)
    {
        if (points.Length == 0)
            return;
        plot.Line(cssClass, points);
        if (points.Length > FewEpochs)
            return;
        foreach ((double x, double y) in points)
            plot.Circle($"{cssClass} point", x, y, 2.5, string.Create(CultureInfo.InvariantCulture, $"epoch {x}: {what} {y:G4}"));
    }
}
