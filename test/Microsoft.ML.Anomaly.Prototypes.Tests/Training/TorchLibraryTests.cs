using Microsoft.ML.Anomaly.Prototypes.Training;

namespace Microsoft.ML.Anomaly.Prototypes.Tests;

/// <summary>The reasons for a missing libtorch; test/Package.Tests meets them in applications of its own.</summary>
[TestClass]
public sealed class TorchLibraryTests
{
    private string _folder = "";

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("torch").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void IsThereInTests()
    {
        TorchLibrary.Require();
        Assert.IsNull(TorchLibraryProblem.MissingPackage());
        Assert.IsNull(TorchLibraryProblem.OtherVersion());
    }

    /// <summary>TorchSharp says so where no package is referenced, the loader where a file is missing, a static constructor wraps either.</summary>
    [TestMethod]
    public void HasTheReasonAndTheExceptionBehindIt()
    {
        var reason = new DllNotFoundException("no such library");
        foreach (Exception thrown in new Exception[] { reason, new NotSupportedException("no such library"), new TypeInitializationException("torch", reason) })
        {
            var e = Assert.ThrowsExactly<InvalidOperationException>(() => TorchLibrary.Require(() => throw thrown));
            Assert.Contains("training needs it (scoring doesn't)", e.Message);
            Assert.EndsWith("no such library", e.Message);
            Assert.AreSame(thrown, e.InnerException);
        }
    }

    [TestMethod]
    public void OtherFailuresPass() =>
        Assert.ThrowsExactly<OutOfMemoryException>(() => TorchLibrary.Require(() => throw new OutOfMemoryException()));

    /// <summary>An upgrade of TorchSharp that hides its version would silence the check.</summary>
    [TestMethod]
    public void TorchSharpSaysWhichLibtorchItNeeds() => Assert.IsNotNull(TorchLibraryProblem.ExpectedVersion);

    [TestMethod]
    [DataRow("libtorch-cpu-linux-x64/2.7.1", true)]
    [DataRow("libtorch-cuda-12.8-win-x64/2.7.1", true)]
    [DataRow("libtorch-cpu-linux-x64/2.10.1", true)]
    [DataRow("libtorch-cpu-linux-x64/2.10.0", false)]
    [DataRow("libtorch-cpu-linux-x64/2.10.0.3", false)]
    [DataRow("TorchSharp-cpu/0.1.0", false)]
    [DataRow("libtorch-cpu-linux-x64", false)]
    public void OtherVersionsOfLibtorchAreNamed(string library, bool isOther)
    {
        string file = Write("app.deps.json", $$"""{"libraries":{"TorchSharp/0.107.0":{"type":"package"},"{{library}}":{} } }""");
        string? reason = TorchLibraryProblem.OtherVersion([file], new Version(2, 10, 0, 0));
        Assert.AreEqual(isOther, reason != null, reason);
        if (isOther)
        {
            Assert.Contains($"{library.Split('/')[0]} of version {library.Split('/')[1]}", reason!);
            Assert.Contains("needs libtorch 2.10.0. Reference TorchSharp-cpu", reason!);
        }
        Assert.IsNull(TorchLibraryProblem.OtherVersion([file], expected: null));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"libraries\":3}")]
    [DataRow("{\"runtimeTarget\":{}}")]
    [DataRow(null)]
    public void WithoutAListOfPackagesNothingIsSaid(string? content) =>
        Assert.IsNull(TorchLibraryProblem.OtherVersion([content == null ? Path.Combine(_folder, "missing.json") : Write("app.deps.json", content)], new Version(2, 10, 0)));

    /// <summary>Debian 12 and Ubuntu 22.04 have the libstdc++ of GCC 12, RHEL 9 that of GCC 11.</summary>
    [TestMethod]
    [DataRow(30, "GLIBCXX_3.4.32", "That is enough for an adapted copy: put <AdaptTorchSharpToOldLibstdcxx>true</AdaptTorchSharpToOldLibstdcxx>")]
    [DataRow(29, "GLIBCXX_3.4.30", "Use a newer system")]
    public void AnOldLibstdcxxIsNamed(int newest, string wanted, string advice)
    {
        string library = Write("libstdc++.so.6", string.Concat(Enumerable.Range(1, newest).Select(i => $"\0GLIBCXX_3.4.{i}")) + "\0GLIBCXX_FORCE_NEW\0");
        string? reason = TorchLibraryProblem.OldLibstdcxx(
            "Unable to load shared library 'LibTorchSharp' or one of its dependencies.\n/app/LibTorchSharp.so: cannot open shared object file: No such file or directory\n"
            + $"{library}: version `{wanted}' not found (required by /app/runtimes/linux-x64/native/libLibTorchSharp.so)\n");
        Assert.StartsWith($"TorchSharp's native library wants {wanted} of libstdc++, and this system's '{library}' ends at GLIBCXX_3.4.{newest}. {advice}", reason);
    }

    [TestMethod]
    [DataRow("libtorch.so: cannot open shared object file: No such file or directory")]
    [DataRow("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /app/libLibTorchSharp.so)")]
    [DataRow("")]
    public void OtherMessagesAreNotTakenForIt(string message) => Assert.IsNull(TorchLibraryProblem.OldLibstdcxx(message));

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
