using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>The report of the shared model: what it holds, and, where there is a browser, what can be seen of it.</summary>
[TestClass]
public sealed class ReportTests
{
    private const int Rows = 90, Anomalies = 9;

    // What each chart must show, by the marks that plotly makes.
    private const string CountMarks = """
        <script>
        const seen = { page: getComputedStyle(document.body).backgroundColor, wide: document.documentElement.scrollWidth > innerWidth, charts: {} };
        const live = () => Object.fromEntries(['thresholdValue', 'alarms', 'found', 'precision', 'recall', 'cost', 'command'].map(id => [id, document.getElementById(id).textContent]));
        const marksOf = id => {
          const place = document.getElementById(id), frame = place.getBoundingClientRect();
          const marks = [...place.querySelectorAll('.point path, .points path, path.point, .lines path.js-line, .shapelayer path')];
          const hidden = marks.filter(mark => {
            const box = mark.getBoundingClientRect(), style = getComputedStyle(mark);
            const ink = [style.fill, style.stroke].filter(c => c !== 'none' && c !== 'rgba(0, 0, 0, 0)');
            return ink.length === 0 || ink.every(c => c === seen.page) || box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
          });
          return { width: frame.width, height: frame.height, right: frame.right, marks: marks.length, hidden: hidden.length, text: [...place.querySelectorAll('text')].map(t => t.textContent) };
        };
        for (const chart of document.querySelectorAll('.chart')) seen.charts[chart.id] = marksOf(chart.id);
        seen.first = live();
        const slider = document.getElementById('threshold');
        slider.value = 0; slider.dispatchEvent(new Event('input'));
        seen.none = live();
        slider.value = slider.max; slider.dispatchEvent(new Event('input'));
        seen.all = live();
        document.getElementById('cheapest').click();
        seen.cheapest = live();
        const rows = [...document.querySelectorAll('#top tbody tr[data-row]')];
        rows[2].click();
        seen.why = { title: document.getElementById('whyTitle').textContent, rows: [...document.querySelectorAll('#whyRows tr')].map(tr => [...tr.children].map(td => td.textContent)), bars: marksOf('contributions').marks };
        const text = document.createElement('pre');
        text.id = 'seen';
        text.textContent = JSON.stringify(seen);
        document.body.replaceChildren(text);
        </script>
        """;

    [TestMethod]
    public void Page_NeedsNothingBesideIt()
    {
        string text = File.ReadAllText(TrainedModel.Report);
        StringAssert.StartsWith(text, "<!DOCTYPE html>");
        // Plotly itself names some addresses; the page loads nothing from anywhere.
        foreach (string outside in (string[])["<script src", "<link", "@import", "<img", "<iframe"])
            Assert.DoesNotContain(outside, text);
        Assert.IsLessThan(1_500_000, text.Length);
    }

    [TestMethod]
    public void Figures_AreThoseOfTheResult()
    {
        string text = File.ReadAllText(TrainedModel.Report);
        JsonNode evaluation = TrainedModel.Run.Json["evaluation"]!;
        foreach (string figure in (string[])["averagePrecision", "areaUnderRocCurve", "precision", "recall", "medianRank"])
            StringAssert.Contains(text, $"<dd>{((double)evaluation[figure]!).ToString("F3", null)}</dd>", figure);
        StringAssert.Contains(text, "Trained on 210 rows, of which 21 were labelled anomalies. Evaluated on 90 rows, of which 9 are labelled anomalies");
        StringAssert.Contains(text, "Only 9 anomalies to measure by");
    }

    // Each step of the threshold against a count of the scores themselves.
    [TestMethod]
    public void Steps_CountTheRowsAboveEachThreshold()
    {
        JsonNode data = ReportPageReader.Data(TrainedModel.Report);
        JsonArray steps = data["steps"]!.AsArray();
        Assert.AreEqual((0, 0), ((int)steps[0]!["alarms"]!, (int)steps[0]!["found"]!));
        Assert.AreEqual((Rows, Anomalies), ((int)steps[^1]!["alarms"]!, (int)steps[^1]!["found"]!));
        JsonNode own = steps[(int)data["step"]!]!, evaluation = TrainedModel.Run.Json["evaluation"]!;
        Assert.AreEqual(0.5, (double)own["threshold"]!);
        Assert.AreEqual((int)evaluation["truePositives"]!, (int)own["found"]!);
        Assert.AreEqual((int)evaluation["truePositives"]! + (int)evaluation["falsePositives"]!, (int)own["alarms"]!);
        double[] thresholds = [.. steps.Select(step => (double)step!["threshold"]!)];
        CollectionAssert.AreEqual(thresholds.OrderDescending().ToArray(), thresholds);
        JsonArray roc = data["roc"]!.AsArray();
        double area = 0;
        for (int i = 1; i < roc.Count; i++)
            area += ((double)roc[i]![0]! - (double)roc[i - 1]![0]!) * ((double)roc[i]![1]! + (double)roc[i - 1]![1]!) / 2;
        Assert.AreEqual((double)evaluation["areaUnderRocCurve"]!, area, 1e-6);
        Assert.AreEqual(1, data["histogram"]!["normal"]!.AsArray().Sum(share => (double)share!), 1e-9);
        Assert.AreEqual(1, data["histogram"]!["anomaly"]!.AsArray().Sum(share => (double)share!), 1e-9);
    }

    // The file itself says what stands in the lines that the report names.
    [TestMethod]
    public void TopRows_HaveTheValuesOfTheirLines_AndOfAnOrdinaryRow()
    {
        string[] lines = File.ReadAllLines(TrainedModel.Data);
        JsonArray rows = ReportPageReader.Data(TrainedModel.Report)["topRows"]!.AsArray();
        Assert.HasCount(25, rows);
        foreach (JsonNode? row in rows)
        {
            string own = lines[(int)row!["line"]! - 1], ordinary = lines[(int)row["ordinary"]! - 1];
            Assert.AreEqual((bool)row["anomaly"]!, own.EndsWith("broken", StringComparison.Ordinal));
            StringAssert.EndsWith(ordinary, "fine");
            CollectionAssert.AreEquivalent(new[] { "speed", "heat", "site", "oil, grade" }, row["parts"]!.AsArray().Select(part => (string)part!["column"]!).ToArray(), "one part for each column, not for each category");
            foreach (JsonNode? part in row["parts"]!.AsArray())
            {
                StringAssert.Contains(own, (string)part!["value"]!);
                StringAssert.Contains(ordinary, (string)part["ordinary"]!);
            }
        }
    }

    [TestMethod]
    [DataRow("light", 1250)]
    [DataRow("dark", 1250)]
    [DataRow("light", 360)]
    public void Browser_ShowsEveryMark_AndAnswers(string scheme, int width)
    {
        if (Browser.Path is null)
            Assert.Inconclusive("There is no Chromium here; the other tests read what the page draws from.");
        using var folder = new TemporaryFolder();
        // A window is never as narrow as a telephone: a frame is.
        string inner = File.ReadAllText(TrainedModel.Report).Replace("</body>", CountMarks + "</body>", StringComparison.Ordinal);
        string page = folder.Write("page.html", inner);
        string shown = folder.Write("frame.html", $"<body style=\"margin:0\"><iframe id=f src=\"page.html\" style=\"border:0;width:{width}px;height:3000px\"></iframe><script>onload = () => setTimeout(() => document.body.replaceChildren(document.getElementById('f').contentDocument.getElementById('seen')), 500)</script>");
        string document = Browser.Render(shown, folder["profile"], "--dump-dom", "--allow-file-access-from-files", "--virtual-time-budget=8000", $"--blink-settings=preferredColorScheme={(scheme == "light" ? 1 : 0)}");
        const string begin = "<pre id=\"seen\">";
        Assert.Contains(begin, document);
        int start = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        JsonElement seen = JsonDocument.Parse(System.Net.WebUtility.HtmlDecode(document[start..document.IndexOf("</pre>", start, StringComparison.Ordinal)])).RootElement;
        Assert.AreEqual(scheme == "light" ? "rgb(255, 255, 255)" : "rgb(18, 22, 27)", seen.GetProperty("page").GetString());
        Assert.IsFalse(seen.GetProperty("wide").GetBoolean(), "the page fits its window");
        JsonElement charts = seen.GetProperty("charts");
        string[] expected = ["gain", "roc", "histogram", "map", "contributions", "training-1", "training-2", "training-3", "training-4"];
        CollectionAssert.AreEquivalent(expected, charts.EnumerateObject().Select(chart => chart.Name).ToArray());
        foreach (JsonProperty chart in charts.EnumerateObject())
        {
            Assert.IsGreaterThan(200, chart.Value.GetProperty("width").GetDouble(), chart.Name);
            Assert.IsLessThanOrEqualTo(width, chart.Value.GetProperty("right").GetDouble(), chart.Name);
            Assert.IsGreaterThan(0, chart.Value.GetProperty("marks").GetInt32(), chart.Name);
            Assert.AreEqual(0, chart.Value.GetProperty("hidden").GetInt32(), chart.Name);
            Assert.DoesNotContain("NaN", string.Join(' ', chart.Value.GetProperty("text").EnumerateArray()));
        }
        Assert.AreEqual(Rows + 2, charts.GetProperty("map").GetProperty("marks").GetInt32(), "each row, and both prototypes");
        JsonNode evaluation = TrainedModel.Run.Json["evaluation"]!;
        JsonElement first = seen.GetProperty("first");
        Assert.AreEqual($"{evaluation["truePositives"]} of {Anomalies}", first.GetProperty("found").GetString());
        StringAssert.Contains(first.GetProperty("command").GetString(), "protoanomaly adjust model.zip LABELLED.csv --threshold 0.5 --out adjusted.zip");
        Assert.AreEqual($"0 of {Rows}", seen.GetProperty("none").GetProperty("alarms").GetString());
        Assert.AreEqual("90", seen.GetProperty("none").GetProperty("cost").GetString(), "nine misses at 10");
        Assert.AreEqual($"{Rows} of {Rows}", seen.GetProperty("all").GetProperty("alarms").GetString());
        Assert.AreEqual("81", seen.GetProperty("all").GetProperty("cost").GetString(), "81 false alarms at 1");
        double cheapest = double.Parse(seen.GetProperty("cheapest").GetProperty("cost").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        double expectedCost = ReportPageReader.Data(TrainedModel.Report)["steps"]!.AsArray().Min(s => (10.0 * (Anomalies - (int)s!["found"]!)) + (int)s["alarms"]! - (int)s["found"]!);
        Assert.AreEqual(expectedCost, cheapest);
        JsonNode third = ReportPageReader.Data(TrainedModel.Report)["topRows"]![2]!;
        StringAssert.StartsWith(seen.GetProperty("why").GetProperty("title").GetString(), $"Why line {third["line"]} has the score ");
        Assert.AreEqual(4, seen.GetProperty("why").GetProperty("bars").GetInt32());
        JsonElement row = seen.GetProperty("why").GetProperty("rows")[0];
        Assert.AreEqual((string?)third["parts"]![0]!["value"], row[1].GetString());
        Assert.AreEqual((string?)third["parts"]![0]!["ordinary"], row[2].GetString());
    }

    [TestMethod]
    public void OneClassOnly_IsSaid_InsteadOfDrawn()
    {
        using var folder = new TemporaryFolder();
        ToolRun.Of("evaluate", TrainedModel.Path, TrainedModel.Data, "--label", "site", "--anomaly", "nowhere", "--report", folder["r.html"]).Succeeded();
        string page = File.ReadAllText(folder["r.html"]);
        StringAssert.Contains(page, "None of the rows is an anomaly.");
        Assert.DoesNotContain("id=\"roc\"", page);
        Assert.DoesNotContain("id=\"threshold\"", page);
        StringAssert.Contains(page, "not defined");
    }

    // What a file holds can't become a part of the page.
    [TestMethod]
    public void TextsOfTheFile_StayTexts()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("d.csv", Machines.Csv.Replace("north", "</script><b>x</b>", StringComparison.Ordinal));
        ToolRun.Of("evaluate", TrainedModel.Path, data, "--report", folder["r.html"]).Succeeded();
        Assert.DoesNotContain("<b>x</b>", File.ReadAllText(folder["r.html"]));
    }
}
