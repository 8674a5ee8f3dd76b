using System.Text.RegularExpressions;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>Versions that the documentation names are those of Directory.Packages.props.</summary>
[TestClass]
public sealed partial class VersionTests
{
    private static readonly Dictionary<string, string> s_versions = new()
    {
        ["Microsoft.ML"] = Repository.Metadata("MicrosoftMLVersion"),
        ["TorchSharp"] = Repository.Metadata("TorchSharpVersion"),
        ["libtorch"] = Repository.Metadata("LibTorchVersion"),
    };

    [TestMethod]
    public void DocumentationNamesTheVersionsThatAreReferenced()
    {
        var wrong = from file in Repository.MarkdownFiles()
                    from Match match in NamedVersion().Matches(File.ReadAllText(file))
                    let expected = s_versions[match.Groups["package"].Value]
                    where !$"{expected}.".StartsWith(match.Groups["version"].Value + ".", StringComparison.Ordinal)
                    select $"{file}: {match.Value} instead of {expected}";
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void TheSetUpNamesThemAll()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "setup.md"));
        foreach ((string package, string version) in s_versions)
            Assert.Contains($"{package} {version}", text);
    }

    // "TorchSharp 0.107", "TorchSharp-cpu 0.107.0", "libtorch 2.10.0"
    [GeneratedRegex(@"(?<![\w.-])(?<package>Microsoft\.ML|TorchSharp|libtorch)(?:-[\w-]+)?,? (?<version>\d+\.\d+(?:\.\d+)*)")]
    private static partial Regex NamedVersion();
}
