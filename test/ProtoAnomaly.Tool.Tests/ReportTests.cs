using System.Text.Json;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>
/// The report of the shared model. The page is well-formed XML, so that its drawings can be read without a browser; where there is one,
/// it renders the page and tells what can be seen of each mark.
/// </summary>
[TestClass]
public sealed class ReportTests
{
    private const int Rows = 90, Anomalies = 9;

    private static readonly string[] Charts =
        ["precision-recall", "roc", "histogram", "latent-map", "training-1", "training-2", "training-3", "training-4", .. Enumerable.Range(1, 10).Select(i => $"contributions-{i}")];

    [TestMethod]
    public void Page_NeedsNothingBesideIt()
    {
        string text = File.ReadAllText(TrainedModel.Report);
        StringAssert.StartsWith(text, "<!DOCTYPE html>");
        foreach (string outside in (string[])["src=", "href=", "url(", "@import", "<script"])
            Assert.DoesNotContain(outside, text);
        Assert.IsLessThan(1_000_000, text.Length);
    }

    [TestMethod]
    public void Figures_AreThoseOfTheResult()
    {
        XElement page = Page();
        string[] shown = [.. page.Descendants("dd").Where(e => e.Attribute("class") is null).Select(e => e.Value)];
        Assert.HasCount(3, page.Descendants("dd").Where(e => (string?)e.Attribute("class") == "interval").ToArray());
        foreach (string figure in (string[])["averagePrecision", "areaUnderRocCurve", "bestF1", "precision", "recall", "f1"])
            CollectionAssert.Contains(shown.Select(value => value[..5]).ToArray(), ((double)TrainedModel.Run.Json["evaluation"]![figure]!).ToString("F3", null), figure);
        StringAssert.Contains(page.Descendants("header").Single().Value, "Trained on 210 rows, of which 21 were labelled anomalies. Evaluated on 90 rows, of which 9 are anomalies");
    }

    [TestMethod]
    public void EveryChart_HasItsMarks()
    {
        XElement page = Page();
        CollectionAssert.AreEqual(Charts.Order().ToArray(), Drawings(page).Select(svg => (string)svg.Attribute("id")!).Order().ToArray());
        Assert.HasCount(Rows - Anomalies, Marks(page, "latent-map", "dot normal"));
        Assert.HasCount(Anomalies, Marks(page, "latent-map", "dot anomaly"));
        Assert.HasCount(2, Marks(page, "latent-map", "prototype"));
        Assert.IsNotEmpty(Marks(page, "histogram", "bar normal"));
        Assert.IsNotEmpty(Marks(page, "histogram", "bar anomaly"));
        Assert.HasCount(1, Marks(page, "histogram", "threshold"));
        Assert.HasCount(1, Marks(page, "precision-recall", "curve"));
        Assert.HasCount(1, Marks(page, "roc", "curve"));
        Assert.HasCount(20, Marks(page, "training-4", "curve point"));
        foreach (int row in Enumerable.Range(1, 10))
            Assert.HasCount(5, Marks(page, $"contributions-{row}", "bar anomaly").Concat(Marks(page, $"contributions-{row}", "bar normal")).ToArray());
        foreach (XElement svg in Drawings(page))
        {
            Assert.AreEqual("img", (string?)svg.Attribute("role"));
            Assert.AreEqual((string?)svg.Attribute("aria-label"), svg.Elements().First().Value, "a title for those who can't see it");
            AssertWithin(svg);
        }
    }

    // The histogram's bars are shares of a class, the ROC curve runs from corner to corner.
    [TestMethod]
    public void Marks_AreWhereTheFiguresAre()
    {
        XElement page = Page();
        double[] roc = [.. ((string)Marks(page, "roc", "curve").Single().Attribute("points")!).Split(' ', ',').Select(Number)];
        Assert.AreEqual((58.0, 294.0, 544.0, 14.0), (roc[0], roc[1], roc[^2], roc[^1]));
        double width = 544 - 58, height = 294 - 14, area = 0;
        for (int i = 2; i < roc.Length; i += 2)
            area += (roc[i] - roc[i - 2]) * ((294 - roc[i + 1]) + (294 - roc[i - 1])) / 2;
        Assert.AreEqual((double)TrainedModel.Run.Json["evaluation"]!["areaUnderRocCurve"]!, area / (width * height), 1e-3);
    }

    [TestMethod]
    [DataRow("light", "preferredColorScheme=1")]
    [DataRow("dark", "preferredColorScheme=0")]
    public void Browser_ShowsEveryMark(string scheme, string setting)
    {
        if (Browser.Path is null)
            Assert.Inconclusive("There is no Chromium here; the other tests read the drawings as XML.");
        using var folder = new TemporaryFolder();
        // Asks the browser for the size, the place and the colours of each mark after layout.
        const string script = """
            <script>
            const seen = {};
            const page = getComputedStyle(document.body).backgroundColor;
            for (const svg of document.querySelectorAll('svg')) {
              const frame = svg.getBoundingClientRect();
              const marks = [...svg.querySelectorAll('.marks > *')];
              seen[svg.id] = {
                width: frame.width, height: frame.height, marks: marks.length,
                hidden: marks.filter(mark => {
                  const box = mark.getBoundingClientRect(), style = getComputedStyle(mark);
                  const ink = [style.fill, style.stroke].filter(c => c !== 'none');
                  return box.width + box.height <= 0 || ink.length === 0 || ink.every(c => c === page)
                    || box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
                }).map(mark => mark.outerHTML),
              };
            }
            const text = document.createElement('pre');
            text.id = 'seen';
            text.textContent = JSON.stringify({ page, charts: seen, wide: document.documentElement.scrollWidth > innerWidth });
            document.body.replaceChildren(text);
            </script>
            """;
        string page = folder.Write("page.html", File.ReadAllText(TrainedModel.Report).Replace("</body>", script + "</body>", StringComparison.Ordinal));
        string document = Browser.Render(page, folder["profile"], "--dump-dom", "--blink-settings=" + setting);
        const string begin = "<pre id=\"seen\">";
        int start = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        string json = System.Net.WebUtility.HtmlDecode(document[start..document.IndexOf("</pre>", start, StringComparison.Ordinal)]);
        JsonElement seen = JsonDocument.Parse(json).RootElement;
        Assert.AreEqual(scheme == "light" ? "rgb(255, 255, 255)" : "rgb(18, 22, 27)", seen.GetProperty("page").GetString());
        Assert.IsFalse(seen.GetProperty("wide").GetBoolean(), "the page fits its window");
        JsonElement charts = seen.GetProperty("charts");
        CollectionAssert.AreEquivalent(Charts, charts.EnumerateObject().Select(chart => chart.Name).ToArray());
        foreach (JsonProperty chart in charts.EnumerateObject())
        {
            Assert.IsGreaterThan(200, chart.Value.GetProperty("width").GetDouble(), chart.Name);
            Assert.IsGreaterThan(0, chart.Value.GetProperty("marks").GetInt32(), chart.Name);
            Assert.AreEqual("[]", chart.Value.GetProperty("hidden").GetRawText(), chart.Name);
        }
    }

    [TestMethod]
    public void OneClassOnly_IsSaid_InsteadOfDrawn()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data, "--label", "site", "--anomaly", "nowhere", "--report", folder["r.html"]).Succeeded();
        XElement page = XElement.Parse(File.ReadAllText(folder["r.html"]).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        StringAssert.Contains(page.Value, "None of the rows is an anomaly.");
        Assert.IsEmpty(Drawings(page).Where(svg => (string?)svg.Attribute("id") == "roc").ToArray());
        StringAssert.Contains(page.Value, "not defined");
    }

    private static XElement Page() => XElement.Parse(File.ReadAllText(TrainedModel.Report).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    private static XElement[] Drawings(XElement page) => [.. page.Descendants().Where(e => e.Name.LocalName == "svg")];

    private static XElement[] Marks(XElement page, string chart, string cssClass) =>
        [.. Drawings(page).Single(svg => (string?)svg.Attribute("id") == chart).Descendants().Where(e => (string?)e.Attribute("class") == cssClass)];

    // All numbers are finite, and all places within the drawing.
    private static void AssertWithin(XElement svg)
    {
        double[] size = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(Number)];
        foreach (XElement mark in svg.Descendants())
        {
            foreach ((string name, double limit) in ((string, double)[])[("x", size[2]), ("cx", size[2]), ("x1", size[2]), ("x2", size[2]), ("y", size[3]), ("cy", size[3]), ("y1", size[3]), ("y2", size[3])])
            {
                if (mark.Attribute(name) is { } attribute)
                    Assert.IsTrue(Number(attribute.Value) >= 0 && Number(attribute.Value) <= limit, mark.ToString());
            }
            foreach (string point in ((string?)mark.Attribute("points") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Assert.IsTrue(Number(point.Split(',')[0]) >= 0 && Number(point.Split(',')[0]) <= size[2] && Number(point.Split(',')[1]) >= 0 && Number(point.Split(',')[1]) <= size[3], mark.ToString());
        }
    }

    private static double Number(string text)
    {
        double value = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsTrue(double.IsFinite(value), text);
        return value;
    }
}
