using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>Tables whose rows are images, a column a pixel.</summary>
[TestClass]
public sealed class ImageTests
{
    private const int Side = 8, PerClass = 40, Anomalies = 12;

    private static readonly string[] Classes = ["upright", "level"];

    // Bars of one class or the other, on a background whose corner pixel is dark in all of them; and blocks, which are anomalies.
    private static string Csv(bool withAnomalies)
    {
        var text = new StringBuilder("kind,state,").AppendJoin(',', Enumerable.Range(0, Side * Side).Select(i => $"p{i}")).Append('\n');
        var random = new Random(withAnomalies ? 2 : 1);
        for (int i = 0; i < (2 * PerClass) + (withAnomalies ? Anomalies : 0); i++)
        {
            int shape = i < 2 * PerClass ? i % 2 : 2, at = 1 + random.Next(Side - 4);
            bool IsLit(int x, int y) => shape switch { 0 => x == at + 1, 1 => y == at + 1, _ => x >= at && x < at + 3 && y >= at && y < at + 3 };
            text.Append(CultureInfo.InvariantCulture, $"{(shape < 2 ? Classes[shape] : "")},{(shape == 2 ? 1 : 0)},")
                .AppendJoin(',', Enumerable.Range(0, Side * Side).Select(p => p == 0 ? 0 : (IsLit(p % Side, p / Side) ? 200 : 0) + random.Next(20))).Append('\n');
        }
        return text.ToString();
    }

    private static ToolRun Train(TemporaryFolder folder, params string[] more) => ToolRun.Of(
    [
        "train", folder.Write("train.csv", Csv(withAnomalies: false)), "--label", "state", "--classes", "kind", "--trainer", "pdd", "--out", folder["m.zip"], "--threads", "1",
        "--test", folder.Write("test.csv", Csv(withAnomalies: true)), "--json", .. more,
    ]);

    [TestMethod]
    public void TheReportHasThePicturesOfItsLines()
    {
        using var folder = new TemporaryFolder();
        JsonNode result = Train(folder, "-o", "ImageShape=8x8").Succeeded().Json;
        Assert.IsGreaterThan(0.9, (double)result["evaluation"]!["areaUnderRocCurve"]!);
        string[] lines = File.ReadAllLines(folder["test.csv"]);
        JsonNode data = ReportPageReader.Data(folder["m.html"]);
        CollectionAssert.AreEqual(new[] { 1, Side, Side }, data["image"]!.AsArray().Select(size => (int)size!).ToArray());
        foreach (JsonNode? row in data["topRows"]!.AsArray())
        {
            JsonNode pictures = row!["pictures"]!;
            CollectionAssert.AreEqual(Pixels((int)row["line"]!), Numbers(pictures["image"]!));
            CollectionAssert.AreEqual(Pixels((int)row["ordinary"]!), Numbers(pictures["ordinary"]!));
            float[] contributions = Numbers(pictures["contributions"]!);
            Assert.HasCount(Side * Side, contributions);
            // The parts of the row are the same contributions, by the names of their columns.
            foreach (JsonNode? part in row["parts"]!.AsArray())
                Assert.AreEqual((float)part!["contribution"]!, contributions[int.Parse(((string)part["column"]!)[1..], CultureInfo.InvariantCulture)]);
        }

        // The same that one row is explained by, alone.
        foreach (JsonNode? row in data["topRows"]!.AsArray().Take(4))
        {
            JsonNode explained = ToolRun.Of("explain", folder["m.zip"], folder["test.csv"], "--line", $"{row!["line"]}", "--json").Succeeded().Json["contributions"]![0]!;
            Assert.AreEqual((string?)row["parts"]![0]!["column"], (string?)explained["feature"]);
            Assert.AreEqual((float)row["parts"]![0]!["contribution"]!, (float)explained["contribution"]!);
        }

        float[] Pixels(int line) => [.. lines[line - 1].Split(',')[2..].Select(pixel => float.Parse(pixel, CultureInfo.InvariantCulture))];
        static float[] Numbers(JsonNode values) => [.. values.AsArray().Select(value => (float)value!)];
    }

    [TestMethod]
    public void TheBrowserPaintsThem()
    {
        if (Browser.Path is null)
            Assert.Inconclusive("There is no Chromium here; another test reads what the page draws from.");
        using var folder = new TemporaryFolder();
        Train(folder, "-o", "ImageShape=8x8").Succeeded();
        const string readCanvases = """
            <script>
            const read = id => Array.from(document.getElementById(id).getContext('2d').getImageData(0, 0, 8, 8).data);
            const seen = JSON.stringify(Object.fromEntries(['image', 'saliency', 'other'].map(id => [id, read(id)])));
            const text = document.createElement('pre');
            text.id = 'seen';
            text.textContent = seen;
            document.body.replaceChildren(text);
            </script>
            """;
        string page = folder.Write("page.html", File.ReadAllText(folder["m.html"]).Replace("</body>", readCanvases + "</body>", StringComparison.Ordinal));
        string document = Browser.Render(page, folder["profile"], "--dump-dom", "--virtual-time-budget=8000");
        const string begin = "<pre id=\"seen\">";
        int start = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        JsonNode seen = JsonNode.Parse(document[start..document.IndexOf("</pre>", start, StringComparison.Ordinal)])!;
        JsonNode first = ReportPageReader.Data(folder["m.html"])["topRows"]![0]!["pictures"]!;
        float[] pixels = [.. first["image"]!.AsArray().Select(value => (float)value!)], contributions = [.. first["contributions"]!.AsArray().Select(value => (float)value!)];
        float low = pixels.Min(), high = pixels.Max(), largest = contributions.Max(MathF.Abs);
        for (int i = 0; i < pixels.Length; i++)
        {
            int[] grey = Rgba("image", i), colour = Rgba("saliency", i);
            Assert.AreEqual(255 * (pixels[i] - low) / (high - low), grey[0], 1);
            Assert.AreEqual((grey[0], grey[0], 255), (grey[1], grey[2], grey[3]));
            double pale = 255 * (1 - (Math.Abs(contributions[i]) / largest));
            Assert.AreEqual(contributions[i] > 0 ? 255 : pale, colour[0], 1);
            Assert.AreEqual(pale, colour[1], 1);
            Assert.AreEqual(contributions[i] > 0 ? pale : 255, colour[2], 1);
        }

        int[] Rgba(string canvas, int pixel) => [.. seen[canvas]!.AsArray().Skip(4 * pixel).Take(4).Select(value => (int)value!)];
    }

    [TestMethod]
    public void WhatIsNoImage_IsRefusedBeforeTheTraining()
    {
        using var folder = new TemporaryFolder();
        Train(folder, "-o", "ImageShape=9x9").Failed(ExitCode.Failure, "ImageShape is 1x9x9", "81 pixels", "64 columns", "--ignore COLUMN");
        Train(folder, "-o", "ImageShape=8").Failed(ExitCode.Usage, "ImageShape takes HEIGHTxWIDTH", "not '8'");
        Train(folder, "-o", "ImageShape=0x8").Failed(ExitCode.Usage, "ImageShape takes HEIGHTxWIDTH");
        string spoilt = folder.Write("spoilt.csv", Csv(withAnomalies: false).Replace("upright,0,0,", "upright,0,dark,", StringComparison.Ordinal));
        ToolRun.Of("train", spoilt, "--label", "state", "--classes", "kind", "--trainer", "pdd", "-o", "ImageShape=8x8", "--out", folder["n.zip"])
            .Failed(ExitCode.Failure, "The column p0 has texts such as 'dark'", "--ignore p0");
        Assert.IsFalse(File.Exists(folder["n.zip"]));
    }
}
