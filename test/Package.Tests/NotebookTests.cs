using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Package.Tests;

/// <summary>A notebook in the kernel that users have, with the package as it is packed. The others run as scripts, which takes seconds.</summary>
[TestClass]
public sealed partial class NotebookTests
{
    [TestMethod]
    public void GettingStartedRunsInTheKernel()
    {
        string folder = Path.Combine(Settings.RepositoryRoot, "samples", "notebooks");
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "getting-started.ipynb")));
        JsonElement[] cells = [.. notebook.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")];
        Packages.PackLibrary();
        using var kernel = new NotebookKernel(folder, ConsumerTests.KernelEnvironment());
        kernel.Run($"#i \"nuget:{Packages.Source}\"");
        int charts = 0;
        foreach (JsonElement cell in cells)
        {
            // TorchSharp-cpu brings the libtorch of three systems.
            string source = Text(cell.GetProperty("source")).Replace(
                $"TorchSharp-cpu, {Settings.TorchSharpVersion}", $"{Settings.LibTorchPackage}, {Settings.LibTorchVersion}", StringComparison.Ordinal);
            (string text, IReadOnlyList<string> html) = kernel.Run(source);
            string stored = string.Concat(Outputs(cell, "stream").Select(output => Text(output.GetProperty("text"))));
            // Another version of libtorch gives slightly other figures.
            Assert.AreEqual(Figures().Replace(stored, "0"), Figures().Replace(text, "0"), source);
            Assert.HasCount(Outputs(cell, "display_data").Count(), html, source);
            foreach (string chart in html)
            {
                Assert.Contains("Plotly.newPlot(", chart, source);
                charts++;
            }
        }
        Assert.AreEqual(1, charts);
    }

    private static IEnumerable<JsonElement> Outputs(JsonElement cell, string type) =>
        cell.GetProperty("outputs").EnumerateArray().Where(output => output.GetProperty("output_type").GetString() == type);

    private static string Text(JsonElement lines) => string.Concat(lines.EnumerateArray().Select(line => line.GetString()));

    [GeneratedRegex(@"\d+([.,]\d+)*")]
    private static partial Regex Figures();
}
