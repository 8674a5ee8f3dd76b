using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The library's sources as the compiler sees them, for rules that no analyzer has.</summary>
internal static class LibrarySources
{
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>All source files of the library with what they mean.</summary>
    public static CSharpCompilation Compile()
    {
        string root = typeof(LibrarySources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string[] files = Directory.GetFiles(Path.Combine(root, "src", "Microsoft.ML.Anomaly.Prototypes"), "*.cs", SearchOption.AllDirectories);
        return Compile([.. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(root, file)))]);
    }

    /// <summary>Code of its own with the library's references.</summary>
    public static CSharpCompilation Compile(params SyntaxTree[] trees)
    {
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Sources", [.. trees, CSharpSyntaxTree.ParseText(GlobalUsings)],
            references.Where(path => Path.GetFileName(path) != "Microsoft.ML.Anomaly.Prototypes.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Such as "src/.../KMeans.cs, line 12: code".</summary>
    public static string Describe(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}, line {node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {node}";
}
