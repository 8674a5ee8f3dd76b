using System.Text.Json.Nodes;

namespace ProtoAnomaly.Tool.Tests;

/// <summary>Reads what a report holds.</summary>
internal static class ReportPageReader
{
    /// <summary>What its charts are drawn from.</summary>
    public static JsonNode Data(string path)
    {
        const string begin = "<script type=\"application/json\" id=\"data\">";
        string page = File.ReadAllText(path);
        int start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return JsonNode.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)])!;
    }
}
