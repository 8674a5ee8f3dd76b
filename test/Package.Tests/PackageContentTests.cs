using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ProtoAnomaly.Package.Tests;

/// <summary>What the packages hold.</summary>
[TestClass]
public sealed class PackageContentTests
{
    [TestMethod]
    public void TheLibraryIsComplete()
    {
        Packages.PackLibrary();
        using ZipArchive package = Packages.Open("Microsoft.ML.Anomaly.Prototypes");
        XElement metadata = AssertHasWhatAllHave(package, "PACKAGE.md");
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        foreach (string framework in new[] { "net8.0", "net10.0" })
        {
            Assert.Contains($"lib/{framework}/Microsoft.ML.Anomaly.Prototypes.xml", names);
            AssertHasSymbols(package, $"lib/{framework}/Microsoft.ML.Anomaly.Prototypes.dll");
        }
        // libtorch is the application's choice: none of the TorchSharp-* packages. Google.Protobuf, which TorchSharp brings anyway, writes ONNX.
        string?[] dependencies = [.. Elements(metadata, "dependency").Select(dependency => (string?)dependency.Attribute("id")).Distinct()];
        CollectionAssert.AreEquivalent(new[] { "Google.Protobuf", "Microsoft.ML", "TorchSharp" }, dependencies);
    }

    [TestMethod]
    public void TheToolIsComplete()
    {
        Packages.PackTool();
        foreach ((string id, bool isDirect) in new[] { ("ProtoAnomaly.Tool", true), ($"ProtoAnomaly.Tool.{Settings.System}", false), ("ProtoAnomaly.Tool.any", false) })
        {
            using ZipArchive package = Packages.Open(id);
            XElement metadata = AssertHasWhatAllHave(package, "command-line.md");
            Assert.AreEqual(isDirect ? "DotnetTool" : "DotnetToolRidPackage", (string?)Elements(metadata, "packageType").Single().Attribute("name"));
            if (!isDirect)
                AssertHasSymbols(package, $"tools/net10.0/{id.Split('.')[^1]}/protoanomaly.dll");
        }
    }

    /// <summary>A system's package has the libtorch of that system alone; the one for others has no native libraries.</summary>
    [TestMethod]
    public void TheToolHasNoMoreLibrariesThanItsSystemNeeds()
    {
        Packages.PackTool();
        using ZipArchive system = Packages.Open($"ProtoAnomaly.Tool.{Settings.System}"), any = Packages.Open("ProtoAnomaly.Tool.any");
        Assert.HasCount(1, system.Entries.Where(entry => entry.Name is "libtorch_cpu.so" or "torch_cpu.dll" or "libtorch_cpu.dylib"));
        Assert.IsEmpty(system.Entries.Where(entry => entry.FullName.Contains("/runtimes/", StringComparison.Ordinal)));
        Assert.IsEmpty(any.Entries.Where(entry => entry.Name.Contains(".so", StringComparison.Ordinal) || entry.Name.EndsWith(".dylib", StringComparison.Ordinal)));
        Assert.IsEmpty(any.Entries.Where(entry => entry.FullName.Contains("/runtimes/", StringComparison.Ordinal)));
        Assert.IsLessThan(10L << 20, any.Entries.Sum(entry => entry.CompressedLength));
    }

    private static XElement AssertHasWhatAllHave(ZipArchive package, string readme)
    {
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        foreach (string file in new[] { readme, "icon.png", "LICENSE" })
            Assert.Contains(file, names);
        using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.AreEqual("MIT", Elements(metadata, "license").Single().Value);
        Assert.AreEqual(readme, Elements(metadata, "readme").Single().Value);
        Assert.AreEqual("icon.png", Elements(metadata, "icon").Single().Value);
        return metadata;
    }

    /// <summary>Symbols within the assembly, and Source Link's table where the sources have an address.</summary>
    private static void AssertHasSymbols(ZipArchive package, string assembly)
    {
        var bytes = new MemoryStream();
        using (Stream stream = package.GetEntry(assembly)!.Open())
            stream.CopyTo(bytes);
        bytes.Position = 0;
        using var image = new PEReader(bytes);
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader symbols = provider.GetMetadataReader();
        Assert.IsGreaterThan(10, symbols.Documents.Count);
        bool hasAddress = ChildProcess.Run("git", Settings.RepositoryRoot, ["config", "--get", "remote.origin.url"]).Output.StartsWith("https://github.com/", StringComparison.Ordinal);
        var sourceLink = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A");
        Assert.AreEqual(hasAddress, symbols.CustomDebugInformation.Any(handle => symbols.GetGuid(symbols.GetCustomDebugInformation(handle).Kind) == sourceLink));
    }

    private static IEnumerable<XElement> Elements(XElement metadata, string name) => metadata.Descendants(metadata.Name.Namespace + name);
}
