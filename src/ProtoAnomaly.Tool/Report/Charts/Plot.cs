using System.Xml.Linq;

namespace ProtoAnomaly.Tool.Report.Charts;

/// <summary>A frame with two axes, and what is drawn into it.</summary>
internal sealed class Plot
{
    private const double Left = 58, Right = 16, Top = 14, Bottom = 46;

    private readonly string _id;
    private readonly string _title;
    private readonly Axis _x;
    private readonly Axis _y;
    private readonly double _width;
    private readonly double _height;
    private readonly List<XElement> _marks = [];

    /// <param name="id">The page's name for it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="width">The width with everything.</param>
    /// <param name="height">The height with everything.</param>
    public Plot(string id, string title, Axis x, Axis y, double width = 560, double height = 340)
    {
        (_id, _title, _x, _y, _width, _height) = (id, title, x, y, width, height);
    }

    public double X(double value) => Left + (_x.Place(value) * (_width - Left - Right));

    public double Y(double value) => _height - Bottom - (_y.Place(value) * (_height - Top - Bottom));

    public void Line(string cssClass, IEnumerable<(double X, double Y)> points) =>
        _marks.Add(Svg.Polyline(cssClass, points.Select(p => (X(p.X), Y(p.Y)))));

    /// <summary>A bar that stands on the horizontal axis.</summary>
    public void Bar(string cssClass, double from, double to, double value, string tip) =>
        _marks.Add(Svg.Rectangle(cssClass, X(from), Y(value), Math.Max(X(to) - X(from), 0.5), Y(_y.Low) - Y(value), tip));

    public void Circle(string cssClass, double x, double y, double radius, string? tip = null) => _marks.Add(Svg.Circle(cssClass, X(x), Y(y), radius, tip));

    public void Triangle(string cssClass, double x, double y, double size, string? tip = null) => _marks.Add(Svg.Polygon(
        cssClass, [(X(x), Y(y) - size), (X(x) + (0.87 * size), Y(y) + (size / 2)), (X(x) - (0.87 * size), Y(y) + (size / 2))], tip));

    public void Diamond(string cssClass, double x, double y, double size, string? tip = null) => _marks.Add(Svg.Polygon(
        cssClass, [(X(x), Y(y) - size), (X(x) + size, Y(y)), (X(x), Y(y) + size), (X(x) - size, Y(y))], tip));

    public void Label(string cssClass, double x, double y, string text, double shiftX = 0, double shiftY = 0) =>
        _marks.Add(Svg.Text(cssClass, X(x) + shiftX, Y(y) + shiftY, text));

    /// <summary>A vertical line over the whole height with a text at its top, on the side that has room.</summary>
    public void VerticalLine(string cssClass, double x, string text)
    {
        _marks.Add(Svg.Line(cssClass, X(x), Top, X(x), _height - Bottom));
        bool toTheLeft = _x.Place(x) > 0.6;
        _marks.Add(Svg.Text(toTheLeft ? "note end" : "note", X(x) + (toTheLeft ? -5 : 5), Top + 11, text));
    }

    public XElement ToSvg() => Svg.Drawing(_width, _height, _title, _id, Frame(), Svg.Group("marks", _marks));

    private XElement Frame()
    {
        double bottom = _height - Bottom, right = _width - Right;
        var parts = new List<XElement>();
        foreach (double tick in _x.Ticks())
        {
            parts.Add(Svg.Line("grid", X(tick), Top, X(tick), bottom));
            parts.Add(Svg.Text("tick middle", X(tick), bottom + 16, _x.Label(tick)));
        }
        foreach (double tick in _y.Ticks())
        {
            parts.Add(Svg.Line("grid", Left, Y(tick), right, Y(tick)));
            parts.Add(Svg.Text("tick end", Left - 7, Y(tick) + 4, _y.Label(tick)));
        }
        parts.Add(Svg.Line("axis", Left, bottom, right, bottom));
        parts.Add(Svg.Line("axis", Left, Top, Left, bottom));
        parts.Add(Svg.Text("axis-title middle", (Left + right) / 2, _height - 8, _x.Title));
        parts.Add(Svg.Text("axis-title middle", 14, (Top + bottom) / 2, _y.Title, -90));
        return Svg.Group("frame", parts);
    }
}
