using System.Text;
using System.Xml;
using System.Xml.Linq;
using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Report;

/// <summary>Writes a report: one web page that needs nothing beside it.</summary>
internal static class ReportFile
{
    /// <exception cref="ToolException">The file can't be written.</exception>
    public static void Write(string path, ReportData data)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            writer.WriteLine("<!DOCTYPE html>");
            using var xml = XmlWriter.Create(writer, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", CheckCharacters = false });
            ReportPage.Create(data, StyleSheet()).WriteTo(xml);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The report can't be written to {path}: {e.Message}", e);
        }
    }

    private static string StyleSheet()
    {
        using Stream stream = typeof(ReportFile).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The program lacks its style sheet.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
