using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Namotion.Reflection;

namespace ProtoAnomaly.Docs;

/// <summary>The XML documentation of a member, as Markdown.</summary>
internal static partial class XmlDocumentation
{
    /// <summary>The summary of a type or member, in one line.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string Summary(MemberInfo member)
    {
        XElement? documentation = member is Type type ? type.GetXmlDocsElement() : member.GetXmlDocsElement();
        XElement summary = documentation?.Element("summary") ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no summary.");
        return Blanks().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim();
    }

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
