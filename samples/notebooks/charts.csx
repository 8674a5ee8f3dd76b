// The notebooks' charts, drawn by Plotly.NET. They have no background of their own, so that they can be read on light and dark pages.
using Plotly.NET;

// Plotly.NET 6.0.0 was built against FSharp.Core 10.1, and the kernel brings 10.0, which has all that is called here.
System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (_, wanted) => wanted.Name == "FSharp.Core"
    ? AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == "FSharp.Core") : null;

static Dictionary<string, object> Object(params (string Key, object Value)[] properties) => properties.ToDictionary(p => p.Key, p => p.Value);

static Trace Series(string type, params (string Key, object Value)[] properties)
{
    var trace = new Trace(type);
    foreach ((string key, object value) in properties)
        trace.SetProperty(key, value);
    return trace;
}

static Dictionary<string, object> Axis(string title) =>
    Object(("title", Object(("text", title))), ("gridcolor", "rgba(136,136,136,0.25)"), ("zerolinecolor", "rgba(136,136,136,0.5)"), ("automargin", true));

static GenericChart Draw(string title, int width, int height, IEnumerable<Trace> series, params (string Key, object Value)[] layout)
{
    var all = new Layout();
    all.SetProperty("title", Object(("text", title), ("font", Object(("size", 14)))));
    all.SetProperty("width", width);
    all.SetProperty("height", height);
    all.SetProperty("margin", Object(("t", 50), ("b", 50), ("l", 60), ("r", 20)));
    all.SetProperty("font", Object(("color", "#888888")));
    all.SetProperty("paper_bgcolor", "rgba(0,0,0,0)");
    all.SetProperty("plot_bgcolor", "rgba(0,0,0,0)");
    foreach ((string key, object value) in layout)
        all.SetProperty(key, value);
    return GenericChart.setLayout(all, GenericChart.combine(series.Select(trace => GenericChart.ofTraceObject(false, trace))));
}

static double[] Rounded(IEnumerable<double> values) => values.Select(value => Math.Round(value, 4)).ToArray();

/// Lines through points, one for each name.
GenericChart Lines(string title, string x, string y, params (string Name, (double X, double Y)[] Points)[] series) => Draw(title, 700, 360,
    series.Select(s => Series("scatter", ("name", s.Name), ("mode", s.Points.Length > 30 ? "lines" : "lines+markers"),
        ("x", Rounded(s.Points.Select(p => p.X))), ("y", Rounded(s.Points.Select(p => p.Y))))),
    ("xaxis", Axis(x)), ("yaxis", Axis(y)), ("showlegend", series.Length > 1));

/// How often values occur, one colour for each name, with a vertical line at a threshold.
GenericChart Histogram(string title, string x, double threshold, params (string Name, float[] Values)[] series)
{
    double left = series.Min(s => s.Values.Min()), right = series.Max(s => s.Values.Max()), width = (right - left) / 40;
    return Draw(title, 700, 360,
        series.Select(s => Series("histogram", ("name", s.Name), ("x", Rounded(s.Values.Select(value => (double)value))), ("histnorm", "percent"), ("opacity", 0.6),
            ("xbins", Object(("start", left), ("end", right + width), ("size", width))))),
        ("barmode", "overlay"), ("xaxis", Axis(x)), ("yaxis", Axis("% of the group's rows")),
        ("shapes", new[] { Object(("type", "line"), ("x0", threshold), ("x1", threshold), ("yref", "paper"), ("y0", 0), ("y1", 1), ("line", Object(("color", "#888888"), ("dash", "dash")))) }),
        ("annotations", new[] { Object(("x", threshold), ("yref", "paper"), ("y", 1.06), ("showarrow", false), ("text", $"threshold {threshold:0.##}")) }));
}

/// Points in the plane, coloured by their group.
GenericChart Scatter(string title, string x, string y, params (string Name, (double X, double Y)[] Points)[] groups) => Draw(title, 700, 440,
    groups.Select(g => Series("scatter", ("name", g.Name), ("mode", "markers"), ("opacity", 0.7), ("x", Rounded(g.Points.Select(p => p.X))), ("y", Rounded(g.Points.Select(p => p.Y))))),
    ("xaxis", Axis(x)), ("yaxis", Axis(y)));

/// Square pictures in rows of eight; negative values are blue, positive ones red, or grey where they are brightness.
GenericChart Pictures(string title, IReadOnlyList<float[]> pictures, IReadOnlyList<string> captions, bool isBrightness)
{
    const int perRow = 8;
    int side = (int)Math.Sqrt(pictures[0].Length), rows = (pictures.Count + perRow - 1) / perRow, columns = Math.Min(perRow, pictures.Count);
    var layout = new List<(string, object)> { ("grid", Object(("rows", rows), ("columns", columns), ("pattern", "independent"), ("xgap", 0.15), ("ygap", 0.35))) };
    var annotations = new List<object>();
    var series = pictures.Select((picture, i) =>
    {
        string number = i == 0 ? "" : $"{i + 1}";
        layout.Add(($"xaxis{number}", Object(("visible", false))));
        layout.Add(($"yaxis{number}", Object(("visible", false), ("autorange", "reversed"), ("scaleanchor", $"x{number}"))));
        annotations.Add(Object(("xref", $"x{number} domain"), ("yref", $"y{number} domain"), ("x", 0.5), ("y", 1.02), ("yanchor", "bottom"), ("showarrow", false), ("text", captions[i])));
        double largest = Math.Max(1e-9, picture.Max(Math.Abs));
        double[][] colours = isBrightness ? [[0, 136, 136, 136, 0], [1, 136, 136, 136, 1]] : [[0, 59, 125, 216, 1], [0.5, 136, 136, 136, 0], [1, 224, 98, 58, 1]];
        return Series("heatmap", ("z", picture.Chunk(side).Select(line => Rounded(line.Select(value => (double)value))).ToArray()), ("xaxis", $"x{number}"), ("yaxis", $"y{number}"),
            ("showscale", false), ("zmin", isBrightness ? 0 : -largest), ("zmax", largest),
            ("colorscale", colours.Select(c => new object[] { c[0], FormattableString.Invariant($"rgba({c[1]},{c[2]},{c[3]},{c[4]})") }).ToArray()));
    }).ToArray();
    layout.Add(("annotations", annotations));
    return Draw(title, 40 + 85 * Math.Max(4, columns), 70 + 110 * rows, series, [.. layout, ("margin", Object(("t", 60), ("b", 10), ("l", 20), ("r", 20)))]);
}
