using System.Reflection;

namespace ProtoAnomaly.Docs;

/// <summary>Where things are in the repository.</summary>
internal static class Repository
{
    private static readonly string[] SkippedFolders = ["artifacts", "bin", "obj", ".git", "node_modules", "TestResults"];

    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!);

    public static string OptionsReference { get; } = Path.Combine(Root, "docs", "options.md");

    public static string PublicApi { get; } = Path.Combine(Root, "src", "Microsoft.ML.Anomaly.Prototypes", "PublicApi.txt");

    public static IEnumerable<string> Notebooks() =>
        Directory.GetFiles(Path.Combine(Root, "samples", "notebooks"), "*.ipynb").Order(StringComparer.Ordinal);

    /// <summary>All Markdown files of the repository.</summary>
    public static IEnumerable<string> MarkdownFiles() => Files(Root).Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder).Concat(Directory.GetDirectories(folder).Where(inner => !SkippedFolders.Contains(Path.GetFileName(inner))).SelectMany(Files));
}
