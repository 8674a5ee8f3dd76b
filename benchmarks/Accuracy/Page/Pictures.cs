using System.Globalization;
using ScottPlot;

namespace ProtoAnomaly.Benchmarks.Accuracy;

/// <summary>A line of a picture.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value for each place of the axis.</param>
/// <param name="Errors">The standard error of each.</param>
internal sealed record Curve(string Name, double[] Values, double[] Errors);

/// <summary>The pictures of the page.</summary>
internal static class Pictures
{
    private const int Width = 860, Height = 460, RowHeight = 30, Frame = 110;

    // Colours that differ for most eyes.
    private static readonly string[] Colours =
        ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee7733", "#009988", "#882255", "#555555"];

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown];

    /// <summary>The methods from the best average rank on; bars of two methods that don't overlap tell a difference that is not chance.</summary>
    /// <param name="file">Where to write, as SVG.</param>
    /// <param name="ranks">Methods and their average ranks.</param>
    /// <param name="sets">The number of sets that the ranks are means over.</param>
    public static void Ranks(string file, IReadOnlyList<(string Method, double Rank)> ranks, int sets)
    {
        double difference = CriticalDifference.Of(ranks.Count, sets);
        (string Method, double Rank)[] sorted = [.. ranks.OrderBy(r => r.Rank)];
        Plot plot = Create();
        for (int i = 0; i < sorted.Length; i++)
        {
            double y = sorted.Length - 1 - i, rank = sorted[i].Rank;
            Color colour = Color.FromHex(Colours[0]);
            plot.Add.Line(rank - (difference / 2), y, rank + (difference / 2), y).LineStyle = new LineStyle { Width = 2, Color = colour };
            plot.Add.Marker(rank, y, MarkerShape.FilledCircle, 9, colour);
        }
        plot.Axes.Left.SetTicks([.. sorted.Select((_, i) => (double)(sorted.Length - 1 - i))], [.. sorted.Select(r => r.Method)]);
        plot.Axes.SetLimitsY(-0.7, sorted.Length - 0.3);
        plot.XLabel(string.Create(CultureInfo.InvariantCulture, $"average rank over {sets} sets, 1 the best; critical difference {difference:F2}"));
        plot.SaveSvg(file, Width, (RowHeight * sorted.Length) + Frame);
    }

    /// <summary>Curves over places that stand at equal distances.</summary>
    /// <param name="file">Where to write, as SVG.</param>
    /// <param name="places">What the places are called.</param>
    /// <param name="axis">What they are.</param>
    /// <param name="curves">The curves.</param>
    public static void Curves(string file, IReadOnlyList<string> places, string axis, IReadOnlyList<Curve> curves)
    {
        Plot plot = Create();
        double[] x = [.. Enumerable.Range(0, places.Count).Select(i => (double)i)];
        for (int i = 0; i < curves.Count; i++)
        {
            // Side by side, so that error bars of equal values can be told apart.
            double[] shifted = [.. x.Select(place => place + ((i - ((curves.Count - 1) / 2.0)) * 0.02))];
            Color colour = Color.FromHex(Colours[i % Colours.Length]);
            var line = plot.Add.Scatter(shifted, curves[i].Values, colour);
            (line.LegendText, line.LineWidth, line.MarkerSize, line.MarkerShape) = (curves[i].Name, 2, 8, Shapes[i % Shapes.Length]);
            var errors = plot.Add.ErrorBar(shifted, curves[i].Values, curves[i].Errors);
            errors.Color = colour;
        }
        plot.Axes.Bottom.SetTicks(x, [.. places]);
        plot.Axes.SetLimitsX(-0.3, places.Count - 0.7);
        plot.XLabel(axis);
        plot.YLabel("mean average precision");
        plot.ShowLegend(Edge.Right);
        plot.SaveSvg(file, Width, Height);
    }

    private static Plot Create()
    {
        var plot = new Plot();
        // A font that systems have or replace alike; texts of the files are in it.
        plot.Font.Set("DejaVu Sans");
        plot.Axes.Frameless(false);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.1);
        return plot;
    }
}
