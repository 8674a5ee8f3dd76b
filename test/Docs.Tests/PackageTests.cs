using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace ProtoAnomaly.Docs.Tests;

/// <summary>What the package holds.</summary>
[TestClass]
public sealed class PackageTests
{
    [TestMethod]
    public async Task ThePackageIsComplete()
    {
        string folder = Directory.CreateTempSubdirectory("package").FullName;
        try
        {
            (int exitCode, string output) = await Pack(folder);
            Assert.AreEqual(0, exitCode, output);
            using ZipArchive package = ZipFile.OpenRead(Directory.GetFiles(folder, "*.nupkg").Single());
            AssertIsComplete(package);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertIsComplete(ZipArchive package)
    {
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            Assert.Contains($"lib/{framework}/Microsoft.ML.Anomaly.Prototypes.dll", names);
            Assert.Contains($"lib/{framework}/Microsoft.ML.Anomaly.Prototypes.xml", names);
        }
        foreach (string file in new[] { "PACKAGE.md", "icon.png", "LICENSE" })
            Assert.Contains(file, names);
        using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        XNamespace xmlns = metadata.Name.Namespace;
        Assert.AreEqual("MIT", metadata.Element(xmlns + "license")?.Value);
        // libtorch is the application's choice: none of the TorchSharp-* packages.
        string?[] dependencies = [.. metadata.Descendants(xmlns + "dependency").Select(dependency => (string?)dependency.Attribute("id")).Distinct()];
        CollectionAssert.AreEquivalent(new[] { "Microsoft.ML", "TorchSharp" }, dependencies);
    }

    // As it was built with this test.
    private static async Task<(int ExitCode, string Output)> Pack(string folder)
    {
        string project = Path.Combine(Repository.Root, "src", "Microsoft.ML.Anomaly.Prototypes");
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", ["pack", project, "-c", Metadata("Configuration"), "--no-build", "-o", folder, "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string Metadata(string key) =>
        typeof(PackageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
