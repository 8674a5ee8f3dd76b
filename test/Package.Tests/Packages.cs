using System.IO.Compression;

namespace ProtoAnomaly.Package.Tests;

/// <summary>The packages of the library and the tool, in a folder that serves as a package source, made once for all tests.</summary>
[TestClass]
public static class Packages
{
    private static readonly Lazy<string> s_library = new(() => Pack("Microsoft.ML.Anomaly.Prototypes", "--no-build"));

    // Not as it was built: that build is for any system.
    private static readonly Lazy<string> s_tool = new(() => Pack("ProtoAnomaly.Tool", "--no-restore"));

    /// <summary>A folder for everything, with a blank in its name as in "Program Files".</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("package tests ").FullName;

    /// <summary>Where the packages are.</summary>
    public static string Source => Path.Combine(Folder, "source");

    [AssemblyCleanup]
    public static void Clean() => Directory.Delete(Folder, recursive: true);

    public static void PackLibrary() => _ = s_library.Value;

    public static void PackTool() => _ = s_tool.Value;

    public static ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Source, $"{id}.{Settings.Version}.nupkg"));

    private static string Pack(string project, string option) => ChildProcess.Dotnet(
        Settings.RepositoryRoot, ["pack", Path.Combine("src", project), "-c", Settings.Configuration, option, "-o", Source, "-nodeReuse:false"]).Succeeded().Output;
}
