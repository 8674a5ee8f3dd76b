using System.Globalization;
using System.Xml.Linq;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>The features that did most for a row's score, as bars: to the right what raises it, to the left what lowers it.</summary>
internal static class ContributionChart
{
    private const double Width = 520, Names = 250, RowHeight = 20, Room = 52;

    /// <param name="row">The row.</param>
    /// <param name="largest">The size of the contribution that gets the longest bar.</param>
    /// <param name="anyNegative">Whether there has to be room to the left.</param>
    /// <param name="id">The page's name for the chart.</param>
    public static XElement Draw(TopRow row, float largest, bool anyNegative, string id)
    {
        var marks = new List<XElement>();
        double half = (Width - Names - Room) / (anyNegative ? 2 : 1), zero = Names + (anyNegative ? half + (Room / 2) : 0);
        double scale = largest > 0 ? (half - (anyNegative ? Room / 2 : 0)) / largest : 0;
        for (int i = 0; i < row.Contributions.Count; i++)
        {
            TopRow.Part part = row.Contributions[i];
            double y = i * RowHeight, length = Math.Abs(part.Contribution) * scale, value = part.Contribution;
            string number = value.ToString("G3", CultureInfo.InvariantCulture);
            marks.Add(Svg.Text("feature end", Names - 8, y + 14, Shortened($"{part.Feature} = {part.Value}")));
            marks.Add(Svg.Rectangle(value < 0 ? "bar normal" : "bar anomaly", value < 0 ? zero - length : zero, y + 3, Math.Max(length, 0.5), RowHeight - 6, $"{part.Feature} = {part.Value}: {number}"));
            marks.Add(Svg.Text(value < 0 ? "tick end" : "tick", value < 0 ? zero - length - 4 : zero + length + 4, y + 14, number));
        }
        marks.Add(Svg.Line("axis", zero, 0, zero, row.Contributions.Count * RowHeight));
        return Svg.Drawing(Width, row.Contributions.Count * RowHeight, $"Contributions to the score of line {row.Line}", id, Svg.Group("marks", marks));
    }

    private static string Shortened(string text)
    {
        const int most = 36;
        return text.Length <= most ? text : text[..(most - 1)] + "…";
    }
}
