using System.Reflection;

namespace ProtoAnomaly.Docs;

/// <summary>Where things are in the repository.</summary>
internal static class Repository
{
    private static readonly string[] SkippedFolders = ["artifacts", "bin", "obj", ".git", "node_modules", "TestResults"];

    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    public static string OptionsReference { get; } = Path.Combine(Root, "docs", "options.md");

    public static string PublicApi { get; } = Path.Combine(Root, "src", "Microsoft.ML.Anomaly.Prototypes", "PublicApi.txt");

    public static IEnumerable<string> Notebooks() =>
        Directory.GetFiles(Path.Combine(Root, "samples", "notebooks"), "*.ipynb").Order(StringComparer.Ordinal);

    /// <summary>All Markdown files of the repository.</summary>
    public static IEnumerable<string> MarkdownFiles() => Files(Root).Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>What the build has noted under a name, such as the version of a package.</summary>
    public static string Metadata(string name) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder).Concat(Directory.GetDirectories(folder).Where(inner => !SkippedFolders.Contains(Path.GetFileName(inner))).SelectMany(Files));
}
