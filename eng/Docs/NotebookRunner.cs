using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Scripting;
using Plotly.NET;

namespace ProtoAnomaly.Docs;

/// <summary>
/// Runs the C# cells of a notebook, in order, in one session. Lines that refer to a package are taken out: the packages' assemblies,
/// as they were built here, are there already.
/// </summary>
/// <param name="folder">The notebook's folder, in which its cells run.</param>
internal sealed partial class NotebookRunner(string folder)
{
    /// <summary>The packages that a notebook may refer to, with the version; null for those that this repository makes or that follow it.</summary>
    public static IReadOnlyDictionary<string, string?> Packages { get; } = new Dictionary<string, string?>
    {
        ["Microsoft.ML"] = Repository.Metadata("MicrosoftMLVersion"),
        ["Plotly.NET.Interactive"] = Repository.Metadata("PlotlyNetVersion"),
        ["TorchSharp-cpu"] = Repository.Metadata("TorchSharpVersion"),
        ["Microsoft.ML.Anomaly.Prototypes"] = null,
    };

    /// <summary>The packages that a cell refers to.</summary>
    public static IEnumerable<(string Name, string? Version)> References(string source) =>
        PackageLine().Matches(source).Select(line => (line.Groups["name"].Value, line.Groups["version"].Success ? line.Groups["version"].Value : null));

    /// <summary>Runs all cells and stores their outputs in the notebook.</summary>
    /// <exception cref="NotebookException">A cell does not compile, or fails.</exception>
    public async Task RunAsync(Notebook notebook)
    {
        var globals = new NotebookGlobals();
        ScriptState<object>? state = null;
        int count = 0;
        string before = Directory.GetCurrentDirectory();
        TextWriter output = Console.Out;
        Directory.SetCurrentDirectory(folder);
        try
        {
            foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
            {
                using var text = new StringWriter { NewLine = "\n" };
                Console.SetOut(text);
                string code = PackageLine().Replace(cell.Source, "");
                try
                {
                    state = state is null
                        ? await Scripting.Create(code, folder, [], typeof(NotebookGlobals)).RunAsync(globals)
                        : await state.ContinueWithAsync<object>(code);
                }
                catch (Exception e)
                {
                    throw new NotebookException($"Cell {cell.Index} of {Path.GetFileName(notebook.Path)} failed: {e.Message}\n{cell.Source}", e);
                }
                if (state.ReturnValue is GenericChart chart)
                    globals.display(chart);
                cell.Store(++count, text.ToString(), globals.Take().Select((shown, i) => Html(shown, $"chart-{count}-{i + 1}")));
            }
        }
        finally
        {
            Console.SetOut(output);
            Directory.SetCurrentDirectory(before);
        }
    }

    // Plotly.NET makes up a name for each chart; with the same names, a run stores the same.
    private static string Html(GenericChart chart, string name)
    {
        string html = GenericChart.toChartHTML(chart), madeUp = ChartName().Match(html).Groups["name"].Value;
        return html.Replace(madeUp, name, StringComparison.Ordinal)
            .Replace(madeUp.Replace("-", "", StringComparison.Ordinal), name.Replace('-', '_'), StringComparison.Ordinal);
    }

    [GeneratedRegex("<div id=\"(?<name>[^\"]+)\">")]
    private static partial Regex ChartName();

    [GeneratedRegex("^#r \"nuget: ?(?<name>[^,\"]+)(, ?(?<version>[^\"]+))?\"\\s*$", RegexOptions.Multiline)]
    private static partial Regex PackageLine();
}

/// <summary>A notebook does not run.</summary>
internal sealed class NotebookException(string message, Exception inner) : Exception(message, inner);
