using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProtoAnomaly.Docs;

/// <summary>The XML documentation of an assembly, as Markdown.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocumentation(Dictionary<string, XElement> members) => _members = members;

    /// <summary>Reads the documentation file that the compiler has put beside the assembly.</summary>
    public static XmlDocumentation Of(System.Reflection.Assembly assembly)
    {
        XDocument document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return new XmlDocumentation(document.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!));
    }

    /// <summary>The summary of a member, in one line.</summary>
    /// <param name="id">The member's XML documentation id.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public string Summary(string id) => Text(id, "summary") ?? throw new InvalidOperationException($"{id} has no summary.");

    /// <summary>The remarks on a member, in one line; null where there are none.</summary>
    /// <param name="id">The member's XML documentation id.</param>
    public string? Remarks(string id) => Text(id, "remarks");

    private string? Text(string id, string element) =>
        _members.TryGetValue(id, out XElement? member) && member.Element(element) is { } found
            ? Blanks().Replace(string.Concat(found.Nodes().Select(Markdown)), " ").Trim()
            : null;

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{Name(see)}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{(string?)parameter.Attribute("name")}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    // Of "P:N.Type.Member" it is "Type.Member", of "T:N.Type" it is "Type".
    private static string Name(XElement see)
    {
        if ((string?)see.Attribute("langword") is { } word)
            return word;
        string id = (string)see.Attribute("cref")!;
        string[] parts = id[2..].Split('(')[0].Split('.');
        return string.Join('.', parts[^(id[0] == 'T' ? 1 : 2)..]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
