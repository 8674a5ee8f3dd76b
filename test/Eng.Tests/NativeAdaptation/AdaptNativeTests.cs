using System.Diagnostics;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>The program that the build runs.</summary>
[TestClass]
public sealed class AdaptNativeTests
{
    private string _folder = "";

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("adapt native ").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void WritesACopyAndSaysSoInOneLine()
    {
        string original = Write("original.so", MadeLibrary.WithMarker().ToBytes(out _)), copy = Path.Combine(_folder, "new folder", "copy.so");
        byte[] before = File.ReadAllBytes(original);
        var (exitCode, output, error) = Run(original, copy);
        Assert.AreEqual((0, ""), (exitCode, error));
        Assert.Contains("GLIBCXX_3.4.32", output.TrimEnd());
        Assert.DoesNotContain("\n", output.TrimEnd());
        CollectionAssert.AreEqual(before, File.ReadAllBytes(original));
        Assert.AreEqual(1, before.Zip(File.ReadAllBytes(copy)).Count(pair => pair.First != pair.Second));
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [TestMethod]
    public void CopiesALibraryWithoutTheMarkerAndSaysNothing()
    {
        string original = Write("original.so", new MadeLibrary().ToBytes(out _)), copy = Path.Combine(_folder, "copy.so");
        Assert.AreEqual((0, "", ""), Run(original, copy));
        CollectionAssert.AreEqual(File.ReadAllBytes(original), File.ReadAllBytes(copy));
    }

    [TestMethod]
    public void LeavesNothingWhereTheLibraryIsDamagedOrMissing()
    {
        string damaged = Write("damaged.so", MadeLibrary.WithMarker().ToBytes(out _)[..200]), copy = Path.Combine(_folder, "copies", "copy.so");
        foreach (string original in new[] { damaged, Path.Combine(_folder, "missing.so") })
        {
            var (exitCode, output, error) = Run(original, copy);
            Assert.AreEqual((1, ""), (exitCode, output));
            // The form that the build engine takes for an error of its own.
            Assert.StartsWith($"adapt-native : error : '{original}' can't be adapted: ", error);
            Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(copy)));
        }
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "adapt-native.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
