using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Report;

/// <summary>Writes a report: one web page that needs nothing beside it. Plotly.js draws its charts.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // Escapes < and so never ends the element that holds it.
        Encoder = JavaScriptEncoder.Default,
    };

    /// <exception cref="ToolException">The file can't be written.</exception>
    public static void Write(string path, ReportData data) => OutputFile.WriteText(path, "The report", writer =>
    {
        writer.NewLine = "\n";
        var parts = new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode(ReportPage.Title(data)),
            ["style"] = Resource("report.css"),
            ["body"] = string.Concat(ReportPage.Body(data).Select(element => element.ToString())),
            ["data"] = ReportJson.Create(data).ToJsonString(Json),
            ["plotly"] = Resource("plotly.js"),
            ["script"] = Resource("report.js"),
        };
        foreach (string piece in Resource("report.html").Split("{{"))
        {
            int end = piece.IndexOf("}}", StringComparison.Ordinal);
            writer.Write(end < 0 ? piece : parts[piece[..end]] + piece[(end + 2)..]);
        }
    });

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
