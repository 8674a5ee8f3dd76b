using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ProtoAnomaly.Docs;

/// <summary>A Markdown text: its links, anchors and snippets.</summary>
internal sealed class MarkdownFile
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().Build();

    private readonly MarkdownDocument _document;

    public MarkdownFile(string text) => _document = Markdown.Parse(text, Pipeline);

    public static MarkdownFile Read(string path) => new(File.ReadAllText(path));

    /// <summary>The targets of links and pictures.</summary>
    public IEnumerable<string> Links => _document.Descendants<LinkInline>().Select(link => link.Url ?? "");

    /// <summary>What can stand behind # in a link to this text.</summary>
    public IEnumerable<string> Anchors => _document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id ?? "");

    /// <summary>The C# snippets in order, with the number of the line on which each starts.</summary>
    public IEnumerable<(string Code, int Line)> Snippets => _document.Descendants<FencedCodeBlock>()
        .Where(block => block.Info == "csharp").Select(block => (block.Lines.ToString(), block.Line + 2));

    /// <summary>
    /// What the snippets take as given, from a comment in the text that readers don't see: <c>&lt;!-- given: IDataView data; --&gt;</c>.
    /// </summary>
    public string Given => string.Join('\n', _document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString().Trim())
        .Where(text => text.StartsWith("<!-- given:", StringComparison.Ordinal)).Select(text => text[11..^3]));
}
