using System.Globalization;
using System.Xml.Linq;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>The latent space with rows and prototypes.</summary>
internal static class LatentMapChart
{
    // More prototypes than this get no numbers.
    private const int MostNumbers = 20;

    public static XElement Draw(LatentMap map)
    {
        var plot = new Plot(
            "latent-map", "Rows and prototypes in the latent space",
            Axis.For("First principal component", [.. map.Rows.Select(row => row.X), .. map.Prototypes.Select(p => p.X)]),
            Axis.For("Second principal component", [.. map.Rows.Select(row => row.Y), .. map.Prototypes.Select(p => p.Y)]),
            width: 1000, height: 520);
        foreach (LatentMap.Row row in map.Rows.Where(row => !row.IsAnomaly))
            plot.Circle("dot normal", row.X, row.Y, 2.4, Tip(row));
        foreach (LatentMap.Row row in map.Rows.Where(row => row.IsAnomaly))
            plot.Triangle("dot anomaly", row.X, row.Y, 4.5, Tip(row));
        bool numbered = map.Prototypes.Count <= MostNumbers;
        for (int i = 0; i < map.Prototypes.Count; i++)
        {
            (double x, double y) = map.Prototypes[i];
            plot.Diamond("prototype", x, y, numbered ? 7 : 4, $"Prototype {i + 1}");
            if (numbered)
                plot.Label("prototype-number", x, y, (i + 1).ToString(CultureInfo.InvariantCulture), 9, 4);
        }
        return plot.ToSvg();
    }

    private static string Tip(LatentMap.Row row) =>
        string.Create(CultureInfo.InvariantCulture, $"{(row.IsAnomaly ? "anomaly" : "other row")}, score {row.Score:G4}");
}
