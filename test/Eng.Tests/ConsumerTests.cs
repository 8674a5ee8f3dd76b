using System.Diagnostics;
using System.Reflection;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>
/// End to end: a class library that no assembly calls a friend is built by the SDK, through the same targets as the
/// library, against publicized copies for two frameworks at once, and runs against the originals beside this test.
/// </summary>
[TestClass]
public sealed class ConsumerTests
{
    // With a blank, as in "Program Files".
    private static readonly string Folder = Directory.CreateTempSubdirectory("consumer ").FullName;

    private static readonly string RepositoryRoot = typeof(ConsumerTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    [ClassCleanup]
    public static void Clean() => Directory.Delete(Folder, recursive: true);

    [TestMethod]
    public void CompilesAgainstTheCopiesAndRunsAgainstTheOriginals()
    {
        string project = CopyProject("friendly");
        (int exitCode, string log) = Build(project, "Microsoft.ML.Core;Microsoft.ML.Data", frameworks: "net8.0;net10.0");
        Assert.AreEqual(0, exitCode, log);
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            string output = Path.Combine(project, "bin", "Debug", framework);
            Assert.IsEmpty(Directory.GetFiles(output, "publicizer*"), "The tool must not end up beside the library.");
            Assert.AreEqual("ProbeLoader Score True", Run(Path.Combine(output, "Consumer.dll")));
        }

        // Nothing changed: the copies stay as they are.
        string copy = Path.Combine(project, "obj", "Debug", "net8.0", "publicized", "Microsoft.ML.Core.dll");
        DateTime written = File.GetLastWriteTimeUtc(copy);
        (exitCode, log) = Build(project, "Microsoft.ML.Core;Microsoft.ML.Data", frameworks: "net8.0;net10.0");
        Assert.AreEqual(0, exitCode, log);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(copy));
    }

    [TestMethod]
    public void WithoutTheAttributeTheRuntimeRefuses()
    {
        string project = CopyProject("unfriendly");
        (int exitCode, string log) = Build(project, "Microsoft.ML.Core;Microsoft.ML.Data", isFriendly: false);
        Assert.AreEqual(0, exitCode, log);
        var e = Assert.ThrowsExactly<TargetInvocationException>(() => Run(Path.Combine(project, "bin", "Debug", "net10.0", "Consumer.dll")));
        Assert.IsInstanceOfType<MemberAccessException>(e.InnerException, e.InnerException?.ToString());
    }

    [TestMethod]
    public void WithoutTheCopiesTheCompilerRefuses()
    {
        (int exitCode, string log) = Build(CopyProject("plain"), publicizes: "");
        Assert.AreEqual(1, exitCode, log);
        Assert.Contains("error CS0122", log, "Inaccessible due to its protection level is expected.");
    }

    [TestMethod]
    public void AMisspeltReferenceIsAnError()
    {
        (int exitCode, string log) = Build(CopyProject("misspelt"), publicizes: "Microsoft.ML.Cor");
        Assert.AreEqual(1, exitCode, log);
        Assert.Contains("PublicizedReferences names Microsoft.ML.Cor", log);
    }

    private static string CopyProject(string name)
    {
        string target = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    private static string Run(string library)
    {
        // A context of its own per library, in which the originals are those already loaded for the test.
        var context = new System.Runtime.Loader.AssemblyLoadContext(library);
        Type probe = context.LoadFromAssemblyPath(library).GetType("Probe", throwOnError: true)!;
        return (string)probe.GetMethod("Run")!.Invoke(null, null)!;
    }

    private static (int ExitCode, string Log) Build(string folder, string publicizes, bool isFriendly = true, string frameworks = "net10.0")
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        // No server outlives the build: it would keep the output open.
        foreach (string argument in new[] { "build", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false" })
            start.ArgumentList.Add(argument);
        // A test run is itself started by the build engine, whose settings are not for this build.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["ConsumerRepository"] = RepositoryRoot;
        start.Environment["ConsumerOriginals"] = AppContext.BaseDirectory;
        start.Environment["ConsumerPublicizes"] = publicizes;
        start.Environment["ConsumerIsFriendly"] = isFriendly ? "true" : "false";
        start.Environment["ConsumerFrameworks"] = frameworks;
        using Process process = Process.Start(start)!;
        string log = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, log);
    }
}
