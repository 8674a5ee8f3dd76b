using System.Reflection;

namespace ProtoAnomaly.Package.Tests;

/// <summary>What the build has noted for the tests, and what follows from the system.</summary>
internal static class Settings
{
    public static string RepositoryRoot => Metadata("RepositoryRoot");

    public static string Configuration => Metadata("Configuration");

    public static string LibTorchVersion => Metadata("LibTorchVersion");

    public static string TorchSharpVersion => Metadata("TorchSharpVersion");

    /// <summary>The version of our packages.</summary>
    public static string Version => Metadata("Version");

    /// <summary>Of the packages with libtorch the smallest one for this system.</summary>
    public static string LibTorchPackage => "libtorch-cpu-" + System;

    /// <summary>The system as NuGet names it.</summary>
    public static string System => OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    private static string Metadata(string key) =>
        typeof(Settings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
