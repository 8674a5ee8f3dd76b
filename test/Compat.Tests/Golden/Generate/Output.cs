using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

#nullable disable

namespace ProtoAnomaly.Compat.Tests.Golden.Generate;

static class Output
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Json(string folder, string name, JsonNode node) =>
        File.WriteAllText(Path.Combine(folder, name), Compact(node.ToJsonString(Indented)) + "\n");

    public static void Lines(string folder, string name, IEnumerable<string> lines) =>
        File.WriteAllText(Path.Combine(folder, name), string.Join('\n', lines) + "\n");

    /// <summary>The result of an action, or what it throws.</summary>
    public static JsonObject Try(string name, Func<JsonNode> action, string folder = null)
    {
        var json = new JsonObject { ["case"] = name };
        try { json["result"] = action(); }
        catch (Exception e) { json["exception"] = ViewJson.Exception(e, folder); }
        return json;
    }

    // Arrays of plain values on one line.
    private static string Compact(string json) =>
        Regex.Replace(json, @"\[\s*((?:""(?:[^""\\]|\\.)*""|[\w.+-]+)(?:,\s*(?:""(?:[^""\\]|\\.)*""|[\w.+-]+))*)\s*\]",
            m => "[" + Regex.Replace(m.Groups[1].Value, @",\n\s*", ", ") + "]");
}
