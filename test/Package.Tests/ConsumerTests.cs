namespace ProtoAnomaly.Package.Tests;

/// <summary>
/// Applications that reference the package from a folder, restored into a packages folder of their own: one with libtorch, which trains
/// and saves, one without, which loads and scores; and what they say where libtorch can't be loaded.
/// </summary>
[TestClass]
public sealed class ConsumerTests
{
    private const string Property = "<AdaptTorchSharpToOldLibstdcxx>true</AdaptTorchSharpToOldLibstdcxx>";

    private static readonly string[] s_native = ["runtimes", "linux-x64", "native", "libLibTorchSharp.so"];

    private static string PackagesFolder => Path.Combine(Packages.Folder, "packages");

    private static string Trainer => Path.Combine(Packages.Folder, "trains");

    private static string Scorer => Path.Combine(Packages.Folder, "scores");

    private static string Model => Path.Combine(Packages.Folder, "model.zip");

    private static readonly Lazy<string> s_applications = new(MakeApplications);

    [ClassInitialize]
    public static void MakeApplications(TestContext context) => _ = s_applications.Value;

    /// <summary>Where a kernel of notebooks finds packages, and a libtorch that it can load: that of the application that trains.</summary>
    public static (string Name, string Value)[] KernelEnvironment() =>
    [
        ("NUGET_PACKAGES", PackagesFolder), ("OMP_NUM_THREADS", "1"),
        .. OperatingSystem.IsLinux() ? [("LD_LIBRARY_PATH", Path.Combine(s_applications.Value, "runtimes", Settings.System, "native"))] : Array.Empty<(string, string)>(),
    ];

    private static string MakeApplications()
    {
        Packages.PackLibrary();
        File.WriteAllText(Path.Combine(Packages.Folder, "nuget.config"), """<configuration><packageSources><add key="packed" value="source" /></packageSources></configuration>""");
        foreach (string folder in new[] { Trainer, Scorer })
        {
            Directory.CreateDirectory(folder);
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        Build(Trainer, adapts: true);
        Build(Scorer, adapts: false);
        return Output(Trainer);
    }

    [TestMethod]
    public void TrainsSavesAndScoresWithoutLibtorch()
    {
        string scores = Run(Trainer, "train").Succeeded().Output;
        Assert.HasCount(200, scores.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.IsEmpty(Directory.GetFiles(Output(Scorer), "*torch_cpu*", SearchOption.AllDirectories));
        Assert.AreEqual(scores, Run(Scorer, "score").Succeeded().Output);
    }

    [TestMethod]
    public void TheAdaptedLibraryDiffersInOneByteAndThePackagesFolderKeepsTheOriginal()
    {
        byte[] original = File.ReadAllBytes(Path.Combine([Directory.GetDirectories(Path.Combine(PackagesFolder, "torchsharp")).Single(), .. s_native]));
        Assert.AreEqual(OperatingSystem.IsLinux() ? 1 : 0, Differences(original, File.ReadAllBytes(Path.Combine([Output(Trainer), .. s_native]))));
        Assert.AreEqual(0, Differences(original, File.ReadAllBytes(Path.Combine([Output(Scorer), .. s_native]))));
    }

    /// <summary>For Linux it is published on any system.</summary>
    [TestMethod]
    public void WhatIsPublishedForLinuxIsAdaptedToo()
    {
        byte[] original = File.ReadAllBytes(Path.Combine([Directory.GetDirectories(Path.Combine(PackagesFolder, "torchsharp")).Single(), .. s_native]));
        string published = Path.Combine(Packages.Folder, "published");
        string log = Dotnet(Scorer, adapts: true, "publish", "-r", "linux-x64", "--no-self-contained", "-o", published).Succeeded().Log;
        Assert.Contains("libLibTorchSharp.so: a copy was adapted", log);
        Assert.AreEqual(1, Differences(original, File.ReadAllBytes(Path.Combine(published, s_native[^1]))));
    }

    [TestMethod]
    public void WithoutTheProperty()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Only Linux has a libstdc++.");
        Build(Trainer, adapts: false);
        ChildProcess run = Run(Trainer, "train");
        Build(Trainer, adapts: true);
        // The host of this process has loaded the system's libstdc++ too.
        string library = File.ReadLines("/proc/self/maps").First(line => line.Contains("libstdc++.so", StringComparison.Ordinal));
        bool isNew = File.ReadAllText(library[library.IndexOf('/')..], System.Text.Encoding.Latin1).Contains("GLIBCXX_3.4.32\0", StringComparison.Ordinal);
        Assert.AreEqual(isNew, run.ExitCode == 0, run.Log);
        if (isNew)
            return;
        Assert.Contains("libtorch can't be loaded, and training needs it (scoring doesn't). TorchSharp's native library wants GLIBCXX_3.4.32 of libstdc++", run.Error);
        Assert.Contains(Property, run.Error);
        Assert.AreEqual("", run.Output);
    }

    [TestMethod]
    public void WithoutLibtorchTheMissingPackageIsNamed()
    {
        ChildProcess run = Run(Scorer, "train");
        Assert.AreNotEqual(0, run.ExitCode, run.Log);
        Assert.Contains("libtorch can't be loaded, and training needs it (scoring doesn't). The application brings none: add a reference to TorchSharp-cpu", run.Error);
    }

    [TestMethod]
    public void WithAnotherVersionOfLibtorchBothVersionsAreNamed()
    {
        string list = Path.Combine(Output(Trainer), "Consumer.deps.json"), changed = Path.Combine(Output(Trainer), "Other.deps.json");
        File.WriteAllText(changed, File.ReadAllText(list).Replace($"{Settings.LibTorchPackage}/{Settings.LibTorchVersion}", $"{Settings.LibTorchPackage}/2.7.1", StringComparison.Ordinal));
        ChildProcess run = Run(Trainer, "train", "--depsfile", changed);
        Assert.AreNotEqual(0, run.ExitCode, run.Log);
        Assert.Contains($"The application brings the package {Settings.LibTorchPackage} of version 2.7.1, and TorchSharp", run.Error);
        Assert.Contains($"needs libtorch {Settings.LibTorchVersion}", run.Error);
    }

    private static string Output(string application) => Path.Combine(application, "bin", "Debug", "net10.0");

    private static void Build(string application, bool adapts) => Dotnet(application, adapts, "build").Succeeded();

    private static ChildProcess Dotnet(string application, bool adapts, string verb, params string[] options) => ChildProcess.Dotnet(
        application, [verb, "--nologo", "-nodeReuse:false", .. options],
        ("NUGET_PACKAGES", PackagesFolder), ("ConsumerLibraryVersion", Settings.Version), ("ConsumerAdapts", adapts ? "true" : ""),
        ("ConsumerTorchPackage", application == Trainer ? Settings.LibTorchPackage : ""), ("ConsumerTorchVersion", Settings.LibTorchVersion));

    // Where TorchSharp finds no libtorch it takes one from the user's packages folder, so there is none.
    private static ChildProcess Run(string application, string verb, params string[] hostOptions) => ChildProcess.Dotnet(
        application, ["exec", .. hostOptions, Path.Combine(Output(application), "Consumer.dll"), verb, Model],
        ("NUGET_PACKAGES", Path.Combine(Packages.Folder, "nothing")), ("HOME", Path.Combine(Packages.Folder, "nothing")), ("OMP_NUM_THREADS", "1"));

    private static int Differences(byte[] first, byte[] second)
    {
        Assert.HasCount(first.Length, second);
        return first.Zip(second).Count(pair => pair.First != pair.Second);
    }
}
