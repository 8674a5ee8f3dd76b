using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>
/// Every C# snippet of a text compiles, in the order of the text: later ones see what earlier ones declare. What a text leaves out for
/// its readers' sake stands in a comment "given".
/// </summary>
[TestClass]
public sealed partial class SnippetTests
{
    // What a project with ImplicitUsings has besides a script, and what every snippet on this library would start with.
    private static readonly string[] Namespaces =
        ["System.IO", "System.Net.Http", "System.Threading", "Microsoft.ML", "Microsoft.ML.Data", "Microsoft.ML.Anomaly.Prototypes"];

    public static IEnumerable<object[]> Files() => Repository.MarkdownFiles().Where(path => MarkdownFile.Read(path).Snippets.Any())
        .Select(path => new object[] { Path.GetRelativePath(Repository.Root, path) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void SnippetsCompile(string file)
    {
        string[] errors = [.. Errors(MarkdownFile.Read(Path.Combine(Repository.Root, file)))];
        Assert.IsEmpty(errors, $"Snippets of {file} do not compile:\n{string.Join('\n', errors)}");
    }

    [TestMethod]
    public void AMistakeInASnippetIsNoticed()
    {
        var text = new MarkdownFile("<!-- given: int given = 1; -->\n\n```csharp\nint a = given;\n```\n\n```csharp\nint b = a;\nb.NoSuchMember();\n```\n");
        string error = Assert.ContainsSingle(Errors(text));
        Assert.StartsWith("line 9:", error);
    }

    private static string[] Errors(MarkdownFile text)
    {
        var script = Scripting.Create(text.Given, Repository.Root, Namespaces, globals: null);
        foreach ((string code, int line) in text.Snippets)
        {
            // A script has no using declarations; a snippet of a program should have them.
            script = script.ContinueWith(UsingDeclaration().Replace(code, "var "));
            // What follows a snippet that doesn't compile can't either.
            string[] errors = [.. script.Compile().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(error => $"line {line + error.Location.GetLineSpan().StartLinePosition.Line}: {error.GetMessage(null)}")];
            if (errors.Length > 0)
                return errors;
        }
        return [];
    }

    [GeneratedRegex("^using var ", RegexOptions.Multiline)]
    private static partial Regex UsingDeclaration();
}
