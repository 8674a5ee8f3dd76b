namespace ProtoAnomaly.Docs.Tests;

/// <summary>Links within the repository lead somewhere; others are at least addresses.</summary>
[TestClass]
public sealed class LinkTests
{
    public static IEnumerable<object[]> Files() => Repository.MarkdownFiles().Concat(Repository.Notebooks())
        .Select(path => new object[] { Path.GetRelativePath(Repository.Root, path) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void NoLinkIsDead(string file)
    {
        string path = Path.Combine(Repository.Root, file);
        string[] dead = [.. Texts(path).SelectMany(text => text.Links).Where(link => !LeadsSomewhere(link, path))];
        Assert.IsEmpty(dead, $"{file} has dead links: {string.Join(", ", dead)}");
    }

    [TestMethod]
    public void ADeadLinkIsNoticed()
    {
        string readme = Path.Combine(Repository.Root, "README.md");
        Assert.IsTrue(LeadsSomewhere("docs/data.md", readme));
        Assert.IsTrue(LeadsSomewhere("docs/options.md#values", readme));
        Assert.IsFalse(LeadsSomewhere("docs/options.md#no-such-heading", readme));
        Assert.IsFalse(LeadsSomewhere("docs/no-such-file.md", readme));
        Assert.IsFalse(LeadsSomewhere("http://", readme));
    }

    private static IEnumerable<MarkdownFile> Texts(string path) => path.EndsWith(".ipynb", StringComparison.Ordinal)
        ? Notebook.Read(path).Cells.Where(cell => !cell.IsCode).Select(cell => new MarkdownFile(cell.Source))
        : [MarkdownFile.Read(path)];

    private static bool LeadsSomewhere(string link, string from)
    {
        if (link.Contains("://", StringComparison.Ordinal))
            return Uri.TryCreate(link, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && address.Host != "";
        string[] parts = link.Split('#', 2);
        string target = parts[0] == "" ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, Uri.UnescapeDataString(parts[0])));
        if (!target.StartsWith(Repository.Root, StringComparison.Ordinal) || !Path.Exists(target))
            return false;
        return parts.Length == 1 || Texts(target).SelectMany(text => text.Anchors).Contains(parts[1]);
    }
}
