using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ProtoAnomaly.Docs;

/// <summary>C# scripts that see the library, ML.NET, TorchSharp and ASP.NET as they are beside this program.</summary>
internal static class Scripting
{
    // The namespaces that a notebook opens by itself; snippets of the documentation have no others either.
    private static readonly string[] Namespaces =
        ["System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    // All assemblies that this program could load, like a reference to each of the packages and frameworks.
    private static readonly Lazy<Assembly[]> Assemblies = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsWanted(Path.GetFileNameWithoutExtension(path)))
            .Select(path => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path))))]);

    /// <summary>A script whose names resolve from a folder's files and the packages.</summary>
    /// <param name="code">The script.</param>
    /// <param name="folder">The folder that #load starts from.</param>
    /// <param name="namespaces">Namespaces to open besides those of a notebook.</param>
    /// <param name="globals">The type of the object whose members the script sees; null where there is none.</param>
    public static Script<object> Create(string code, string folder, IEnumerable<string> namespaces, Type? globals) =>
        CSharpScript.Create(code, Options(folder).AddImports(namespaces), globals);

    private static ScriptOptions Options(string folder) => ScriptOptions.Default
        .WithReferences(Assemblies.Value)
        .WithImports(Namespaces)
        .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithSourceResolver(new SourceFileResolver([], folder))
        .WithFilePath(Path.Combine(folder, "notebook.csx"));

    // Test runners and their like bring types that would clash with nothing, but cost time.
    private static bool IsWanted(string name) =>
        !name.StartsWith("Microsoft.VisualStudio", StringComparison.Ordinal) && !name.StartsWith("Microsoft.Testing", StringComparison.Ordinal)
        && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !name.StartsWith("MSTest", StringComparison.Ordinal);
}
