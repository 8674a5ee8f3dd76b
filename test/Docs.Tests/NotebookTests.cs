using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>Every notebook runs from its first cell to its last, and the outputs in it are those of such a run.</summary>
[TestClass]
public sealed partial class NotebookTests
{
    public static IEnumerable<object[]> Notebooks() => Repository.Notebooks().Select(path => new object[] { Path.GetFileName(path) });

    [TestMethod]
    [DynamicData(nameof(Notebooks))]
    public async Task RunsAndGivesWhatItStores(string name)
    {
        string path = Path.Combine(Repository.Root, "samples", "notebooks", name);
        Notebook stored = Notebook.Read(path), run = Notebook.Read(path);
        await new NotebookRunner(Path.GetDirectoryName(path)!).RunAsync(run);
        foreach ((NotebookCell before, NotebookCell after) in stored.Cells.Zip(run.Cells).Where(pair => pair.First.IsCode))
        {
            // Another version of libtorch gives slightly other figures.
            Assert.AreEqual(
                Figures().Replace(before.StoredText, "0"), Figures().Replace(after.StoredText, "0"),
                $"Cell {before.Index} of {name} writes something else than it stores. Where that is meant: ./build.sh docs notebooks\n{before.Source}");
            Assert.HasCount(before.StoredHtml.Count, after.StoredHtml, before.Source);
            foreach (string html in after.StoredHtml)
                AssertIsChart(html, name);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Notebooks))]
    public void RefersToKnownPackages(string name)
    {
        foreach (NotebookCell cell in Notebook.Read(Path.Combine(Repository.Root, "samples", "notebooks", name)).Cells)
        {
            foreach ((string package, string? version) in NotebookRunner.References(cell.Source))
            {
                Assert.IsTrue(NotebookRunner.Packages.TryGetValue(package, out string? built), $"{package} is none of the packages that the test puts assemblies for.");
                Assert.AreEqual(built, version, $"{package} {version} is not the version that is built against.");
            }
        }
    }

    [TestMethod]
    public async Task ACellThatFailsIsNamed()
    {
        string folder = Directory.CreateTempSubdirectory("notebook").FullName;
        try
        {
            string path = Path.Combine(folder, "wrong.ipynb");
            File.WriteAllText(path, """{"cells":[{"cell_type":"code","source":["int a = 1;"],"outputs":[]},{"cell_type":"code","source":["a.No();"],"outputs":[]}]}""");
            var e = await Assert.ThrowsExactlyAsync<NotebookException>(() => new NotebookRunner(folder).RunAsync(Notebook.Read(path)));
            Assert.StartsWith("Cell 1 of wrong.ipynb failed", e.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What Plotly is given to draw: series with values.
    private static void AssertIsChart(string html, string name)
    {
        using JsonDocument series = JsonDocument.Parse(Data().Match(html).Groups[1].Value);
        Assert.IsGreaterThan(0, series.RootElement.GetArrayLength(), $"{name} shows something other than a chart.");
        foreach (JsonElement one in series.RootElement.EnumerateArray())
            Assert.IsGreaterThan(3, (one.TryGetProperty("x", out JsonElement values) ? values : one.GetProperty("z")).GetArrayLength(), $"A chart of {name} is empty.");
    }

    [GeneratedRegex(@"\d+([.,]\d+)*")]
    private static partial Regex Figures();

    [GeneratedRegex(@"var data = (\[.*\]);$", RegexOptions.Multiline)]
    private static partial Regex Data();
}
