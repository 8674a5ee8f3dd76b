// Small SVG charts for the notebooks: strings, readable on light and dark backgrounds.
using System.Globalization;

static readonly string[] Palette = ["#3b7dd8", "#e0623a", "#3a9d5d", "#a05fc0", "#c09a2b", "#58a6b0", "#d0598e", "#7d8a3c", "#8a6a55", "#888888"];

static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

static string Frame(string title, int width, int height, string content) =>
    $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#888\">"
    + $"<title>{title}</title><text x=\"{width / 2}\" y=\"16\" text-anchor=\"middle\" font-size=\"13\">{title}</text>{content}</svg>";

static string Legend(IEnumerable<string> names, int x) => string.Concat(names.Select((name, i) =>
    $"<circle cx=\"{x}\" cy=\"{36 + i * 18}\" r=\"5\" fill=\"{Palette[i]}\"/><text x=\"{x + 10}\" y=\"{40 + i * 18}\">{name}</text>"));

static string Axes(double left, double right, double bottom, double top, string x, string y) =>
    "<path d=\"M50 30V250H450\" fill=\"none\" stroke=\"#888\"/>"
    + $"<text x=\"50\" y=\"265\" text-anchor=\"middle\">{N(left)}</text><text x=\"450\" y=\"265\" text-anchor=\"middle\">{N(right)}</text><text x=\"250\" y=\"278\" text-anchor=\"middle\">{x}</text>"
    + $"<text x=\"45\" y=\"254\" text-anchor=\"end\">{N(bottom)}</text><text x=\"45\" y=\"36\" text-anchor=\"end\">{N(top)}</text><text x=\"16\" y=\"140\" transform=\"rotate(-90 16 140)\" text-anchor=\"middle\">{y}</text>";

/// Lines through points, one for each name; both axes start at 0.
string Lines(string title, string x, string y, params (string Name, (double X, double Y)[] Points)[] series)
{
    double right = series.Max(s => s.Points.Max(p => p.X)), top = Math.Max(1, series.Max(s => s.Points.Max(p => p.Y)));
    string Place((double X, double Y) p) => $"{N(50 + 400 * p.X / right)},{N(250 - 220 * p.Y / top)}";
    string marks = string.Concat(series.Select((s, i) =>
        $"<polyline points=\"{string.Join(' ', s.Points.Select(Place))}\" fill=\"none\" stroke=\"{Palette[i]}\" stroke-width=\"2\"/>"
        + (s.Points.Length > 30 ? "" : string.Concat(s.Points.Select(p => $"<circle cx=\"{Place(p).Replace(",", "\" cy=\"")}\" r=\"3\" fill=\"{Palette[i]}\"><title>{N(p.X)}: {p.Y:F3}</title></circle>")))));
    return Frame(title, 600, 285, Axes(0, right, 0, top, x, y) + marks + Legend(series.Select(s => s.Name), 470));
}

/// How often values occur, one colour for each name, with a vertical line at a threshold. Each name's bars are scaled to its own maximum.
string Histogram(string title, string x, double threshold, params (string Name, float[] Values)[] series)
{
    double left = series.Min(s => s.Values.Min()), right = series.Max(s => s.Values.Max());
    double Place(double value) => 50 + 400 * (value - left) / (right - left);
    string bars = string.Concat(series.Select((s, i) =>
    {
        int[] counts = new int[40];
        foreach (float value in s.Values)
            counts[Math.Min(39, (int)(40 * (value - left) / (right - left)))]++;
        return string.Concat(counts.Select((count, bin) => count == 0 ? "" :
            $"<rect x=\"{50 + bin * 10}\" y=\"{N(250 - 215.0 * count / counts.Max())}\" width=\"9\" height=\"{N(215.0 * count / counts.Max())}\" fill=\"{Palette[i]}\" fill-opacity=\"0.55\"><title>{s.Name}: {count}</title></rect>"));
    }));
    string line = threshold >= left && threshold <= right ? $"<path d=\"M{N(Place(threshold))} 30V250\" stroke=\"#888\" stroke-dasharray=\"5 4\"/><text x=\"{N(Place(threshold) + 4)}\" y=\"42\">threshold {N(threshold)}</text>" : "";
    return Frame(title, 600, 285, Axes(left, right, 0, 1, x, "share of the largest bar") + bars + line + Legend(series.Select(s => s.Name), 470));
}

/// Points in the plane, coloured by their group.
string Scatter(string title, params (string Name, (double X, double Y)[] Points)[] groups)
{
    var all = groups.SelectMany(g => g.Points).ToArray();
    double left = all.Min(p => p.X), right = all.Max(p => p.X), bottom = all.Min(p => p.Y), top = all.Max(p => p.Y);
    string marks = string.Concat(groups.Select((g, i) => string.Concat(g.Points.Select(p =>
        $"<circle cx=\"{N(50 + 400 * (p.X - left) / (right - left))}\" cy=\"{N(250 - 220 * (p.Y - bottom) / (top - bottom))}\" r=\"3\" fill=\"{Palette[i]}\" fill-opacity=\"0.7\"/>"))));
    return Frame(title, 600, 285, Axes(left, right, bottom, top, "", "") + marks + Legend(groups.Select(g => g.Name), 470));
}

/// Square pictures in a row; negative values are blue, positive ones red, or grey where they are brightness.
string Pictures(string title, IReadOnlyList<float[]> pictures, IReadOnlyList<string> captions, bool isBrightness)
{
    int side = (int)Math.Sqrt(pictures[0].Length), cell = 64 / side, step = 64 + 12;
    string all = string.Concat(pictures.Select((picture, i) =>
    {
        float largest = Math.Max(1e-9f, picture.Max(Math.Abs));
        string pixels = string.Concat(picture.Select((value, p) =>
            $"<rect x=\"{10 + i * step + p % side * cell}\" y=\"{28 + p / side * cell}\" width=\"{cell}\" height=\"{cell}\" fill=\"{(isBrightness ? "#888" : value < 0 ? "#3b7dd8" : "#e0623a")}\" fill-opacity=\"{N(Math.Abs(value) / largest)}\"/>"));
        return pixels + $"<text x=\"{10 + i * step + 32}\" y=\"108\" text-anchor=\"middle\">{captions[i]}</text>";
    }));
    return Frame(title, Math.Max(300, 20 + pictures.Count * step), 116, all);
}
