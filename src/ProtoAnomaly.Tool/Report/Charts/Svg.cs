using System.Globalization;
using System.Xml.Linq;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>Elements of drawings. How they look is up to the page's style sheet, by their classes.</summary>
internal static class Svg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <param name="width">The drawing's width; it scales with the page.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it shows, for those who can't see it.</param>
    /// <param name="id">The page's name for it.</param>
    /// <param name="content">What is drawn.</param>
    public static XElement Drawing(double width, double height, string title, string id, params IEnumerable<XElement> content) => Element(
        "svg",
        [("id", id), ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("role", "img"), ("aria-label", title)],
        [Element("title", [], new XText(title)), .. content]);

    public static XElement Group(string cssClass, params IEnumerable<XElement> content) => Element("g", [("class", cssClass)], content);

    public static XElement Line(string cssClass, double x1, double y1, double x2, double y2) =>
        Element("line", [("class", cssClass), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2))]);

    public static XElement Polyline(string cssClass, IEnumerable<(double X, double Y)> points) =>
        Element("polyline", [("class", cssClass), ("points", Points(points))]);

    public static XElement Polygon(string cssClass, IEnumerable<(double X, double Y)> points, string? tip = null) =>
        Element("polygon", [("class", cssClass), ("points", Points(points))], Tip(tip));

    public static XElement Rectangle(string cssClass, double x, double y, double width, double height, string? tip = null) =>
        Element("rect", [("class", cssClass), ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height))], Tip(tip));

    public static XElement Circle(string cssClass, double x, double y, double radius, string? tip = null) =>
        Element("circle", [("class", cssClass), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius))], Tip(tip));

    /// <param name="cssClass">The class, which also says how the text is aligned.</param>
    /// <param name="x">The anchor.</param>
    /// <param name="y">The base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="rotation">Degrees around the anchor.</param>
    public static XElement Text(string cssClass, double x, double y, string text, double rotation = 0) => Element(
        "text",
        rotation == 0
            ? [("class", cssClass), ("x", Number(x)), ("y", Number(y))]
            : [("class", cssClass), ("x", Number(x)), ("y", Number(y)), ("transform", $"rotate({Number(rotation)} {Number(x)} {Number(y)})")],
        new XText(text));

    private static IEnumerable<XElement> Tip(string? text) => text is null ? [] : [Element("title", [], new XText(text))];

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}"));

    private static XElement Element(string name, (string Name, string Value)[] attributes, params IEnumerable<XNode> content) =>
        new(Namespace + name, attributes.Select(a => new XAttribute(a.Name, a.Value)), content);

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
