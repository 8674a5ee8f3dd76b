using System.Globalization;
using System.Text;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>
/// A made table with numbers, categories, missing values and columns that are of no use. Two kinds of machines are normal; broken ones
/// run hot for their speed.
/// </summary>
internal static class Machines
{
    public const int Rows = 300, BrokenEvery = 10;

    public const string Header = "serial,speed,heat,site,\"oil, grade\",state";

    public static string Csv { get; } = Header + "\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => Line(i) + "\n"));

    /// <summary>The last column of a row.</summary>
    public static string State(int row) => row % BrokenEvery == 0 ? "broken" : "fine";

    private static string Line(int row)
    {
        var random = new Random(row);
        double speed = (row % 2 == 0 ? 10 : 40) + random.NextDouble(), heat = (2 * speed) + random.NextDouble() + (row % BrokenEvery == 0 ? 25 : 0);
        string site = row % 3 == 0 ? "north" : row % 7 == 0 ? "" : "south", oil = row % 4 == 0 ? "\"5W, 30\"" : "10W";
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"M-{row:D4},{speed:F3},{(row % 11 == 5 ? "?" : heat.ToString("F3", CultureInfo.InvariantCulture))},{site},{oil},{State(row)}");
        return line.ToString();
    }
}
