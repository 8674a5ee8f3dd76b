using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;

namespace Microsoft.ML.Anomaly.Prototypes.Training;

/// <summary>Why libtorch can't be loaded, and what to do: each method has a sentence or two where its reason is the one.</summary>
internal static partial class TorchLibraryProblem
{
    /// <summary>What TorchSharp's native library calls of libstdc++ has been there since this version, GLIBCXX_3.4.30, that of GCC 12.</summary>
    private const int LibstdcxxThatIsEnough = 30;

    /// <summary>The libtorch that this version of TorchSharp was made for; null where TorchSharp doesn't say.</summary>
    // A constant: TorchSharp's property of the same value would load libtorch.
    internal static Version? ExpectedVersion { get; } = typeof(torch).GetField("libtorchPackageVersion", BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } field
        && Version.TryParse(field.GetRawConstantValue() as string, out Version? version) ? version : null;

    private static string Packages =>
        OperatingSystem.IsMacOS() ? "TorchSharp-cpu" : $"TorchSharp-cpu or, for an NVIDIA GPU, TorchSharp-cuda-{(OperatingSystem.IsWindows() ? "windows" : "linux")}";

    private static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "that of TorchSharp";

    /// <summary>The application brings a libtorch that TorchSharp was not made for.</summary>
    public static string? OtherVersion() =>
        OtherVersion((AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries), ExpectedVersion);

    /// <param name="dependencyFiles">The application's .deps.json files.</param>
    /// <param name="expected">The libtorch that TorchSharp was made for; null if that isn't known.</param>
    internal static string? OtherVersion(IEnumerable<string> dependencyFiles, Version? expected)
    {
        if (expected == null)
            return null;
        foreach (string library in dependencyFiles.SelectMany(Libraries))
        {
            // "libtorch-cpu-linux-x64/2.10.0", "libtorch-cuda-12.8-win-x64/2.10.0"
            string[] parts = library.Split('/');
            if (parts.Length == 2 && parts[0].StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase) && Version.TryParse(parts[1], out Version? found)
                && (found.Major, found.Minor, found.Build) != (expected.Major, expected.Minor, expected.Build))
            {
                return $"The application brings the package {parts[0]} of version {parts[1]}, and TorchSharp {TorchSharpVersion} needs libtorch {expected.ToString(3)}. "
                    + $"Reference {Packages} in version {TorchSharpVersion}.";
            }
        }
        return null;
    }

    /// <summary>The loader misses a version of libstdc++.</summary>
    /// <param name="loaderMessage">What the loader says.</param>
    public static string? OldLibstdcxx(string loaderMessage)
    {
        Match match = MissingLibstdcxx().Match(loaderMessage);
        if (!match.Success)
            return null;
        string path = match.Groups["path"].Value;
        int? newest = NewestLibstdcxx(path);
        string what = $"TorchSharp's native library wants {match.Groups["version"].Value} of libstdc++, and this system's '{path}' "
            + (newest is { } number ? $"ends at GLIBCXX_3.4.{number}. " : "lacks it. ");
        return what + (newest >= LibstdcxxThatIsEnough
            ? "That is enough for an adapted copy: put <AdaptTorchSharpToOldLibstdcxx>true</AdaptTorchSharpToOldLibstdcxx> into the application's project file "
                + "(docs/setup.md says what it does), or use a newer system, such as Debian 13 or Ubuntu 24.04."
            : "Use a newer system, such as Debian 13 or Ubuntu 24.04; or Debian 12 or Ubuntu 22.04 with "
                + "<AdaptTorchSharpToOldLibstdcxx>true</AdaptTorchSharpToOldLibstdcxx> in the application's project file.");
    }

    /// <summary>The application has no libtorch.</summary>
    public static string? MissingPackage()
    {
        string file = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        string[] folders = [AppContext.BaseDirectory, .. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        return folders.Any(folder => File.Exists(Path.Combine(folder, file)))
            ? null
            : $"The application brings none: add a reference to {Packages}, in version {TorchSharpVersion}.";
    }

    private static IEnumerable<string> Libraries(string dependencyFile)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(dependencyFile));
            return json.RootElement.TryGetProperty("libraries", out JsonElement libraries) ? [.. libraries.EnumerateObject().Select(library => library.Name)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // An application may come without such a file, and does not fail for it.
            return [];
        }
    }

    private static int? NewestLibstdcxx(string path)
    {
        try
        {
            return LibstdcxxVersions().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(path))).Max(match => (int?)int.Parse(match.Groups[1].ValueSpan));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // As glibc's loader puts it: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)
    [GeneratedRegex(@"(?<path>/[^\r\n:]*libstdc\+\+[^\r\n:/]*): version [`'](?<version>\w+_[\d.]+)' not found")]
    private static partial Regex MissingLibstdcxx();

    [GeneratedRegex(@"GLIBCXX_3\.4\.(\d{1,4})\0")]
    private static partial Regex LibstdcxxVersions();
}
