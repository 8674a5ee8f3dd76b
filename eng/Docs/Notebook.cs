using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProtoAnomaly.Docs;

/// <summary>A notebook file (.ipynb, nbformat 4), of which cells can be read and outputs written.</summary>
internal sealed class Notebook
{
    // The form in which Jupyter writes notebooks, so that a run changes nothing but the outputs.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private Notebook(string path, JsonObject root)
    {
        Path = path;
        _root = root;
    }

    public string Path { get; }

    public IReadOnlyList<NotebookCell> Cells => [.. _root["cells"]!.AsArray().Select((cell, i) => new NotebookCell(cell!.AsObject(), i))];

    public static Notebook Read(string path) => new(path, JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    public string ToJson() => _root.ToJsonString(Format) + "\n";

    /// <summary>A text as notebooks hold it: an array of lines, each with its line end.</summary>
    public static JsonArray Lines(string text)
    {
        string[] lines = text.Split('\n');
        var result = new JsonArray();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = i < lines.Length - 1 ? lines[i] + "\n" : lines[i];
            if (line != "")
                result.Add(line);
        }
        return result;
    }
}

/// <summary>A cell of a notebook.</summary>
/// <param name="node">The cell's part of the file.</param>
/// <param name="index">Its place in the notebook, from 0.</param>
internal sealed class NotebookCell(JsonObject node, int index)
{
    public int Index => index;

    public bool IsCode => (string)node["cell_type"]! == "code";

    public string Source => Text(node["source"]!);

    /// <summary>What the cell has written to standard output and standard error, as the file has it.</summary>
    public string StoredText => string.Concat(Outputs.Where(output => (string)output!["output_type"]! == "stream").Select(output => Text(output!["text"]!)));

    /// <summary>What the cell has shown as HTML, as the file has it.</summary>
    public IReadOnlyList<string> StoredHtml =>
        [.. Outputs.Where(output => (string)output!["output_type"]! == "display_data").Select(output => Text(output!["data"]!["text/html"]!))];

    private JsonArray Outputs => node["outputs"]!.AsArray();

    /// <summary>Replaces the cell's outputs.</summary>
    /// <param name="count">The number of the cell among those that were run, from 1.</param>
    /// <param name="text">What it has written.</param>
    /// <param name="html">What it has shown.</param>
    public void Store(int count, string text, IEnumerable<string> html)
    {
        var outputs = new JsonArray();
        if (text != "")
            outputs.Add(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = Notebook.Lines(text) });
        foreach (string shown in html)
        {
            var data = new JsonObject { ["text/html"] = Notebook.Lines(shown) };
            outputs.Add(new JsonObject { ["data"] = data, ["metadata"] = new JsonObject(), ["output_type"] = "display_data" });
        }
        node["execution_count"] = count;
        node["outputs"] = outputs;
    }

    // A text is a string or an array of them.
    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)text!;
}
