using System.Reflection;

namespace ProtoAnomaly.Compat.Tests.Api;

/// <summary>Whatever an assembly offers to others, the genuine one of the same name offers too, with the same signature.</summary>
[TestClass]
public sealed class SubsetTests
{
    [TestMethod]
    [DataRow("Microsoft.ML.DataView")]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    [DataRow("Microsoft.ML.Transforms")]
    [DataRow("Microsoft.ML.PCA")]
    [DataRow("TorchSharp")]
    public void EveryMemberIsListed(string assembly)
    {
        var extra = ApiLister.Lines(Assembly.Load(assembly)).Select(l => new ApiLine(l))
            .Where(l => !ApiList.Public.Value.Contains(l) && !IsUnlistedByAccident(l)).ToArray();
        Assert.IsEmpty(extra, $"{extra.Length} not in the list:\n{string.Join('\n', extra.Select(ApiList.Public.Value.Explain))}\n");
    }

    // References are bound by simple name and version: a lower version here would not accept the genuine assembly.
    // A reference to a lower version than that of the assembly found is as good as an equal one; a higher one fails to load.
    [TestMethod]
    [DataRow("Microsoft.ML.DataView", "1.0.0.0")]
    [DataRow("Microsoft.ML.Core", "1.0.0.0")]
    [DataRow("Microsoft.ML.Data", "1.0.0.0")]
    [DataRow("Microsoft.ML.Transforms", "1.0.0.0")]
    [DataRow("Microsoft.ML.PCA", "1.0.0.0")]
    [DataRow("TorchSharp", "0.106.0.0")]
    public void WhatIsCompiledAgainstIt_BindsToTheOriginal(string assembly, string version)
    {
        AssemblyName reference = typeof(SubsetTests).Assembly.GetReferencedAssemblies().SingleOrDefault(r => r.Name == assembly)
            ?? Assembly.Load(assembly).GetName();
        Assert.IsLessThanOrEqualTo(Assembly.Load(assembly).GetName().Version!, reference.Version!);
        Assert.AreEqual(Version.Parse(version), reference.Version);
    }

    private static bool IsUnlistedByAccident(ApiLine line) =>
        line.Assembly == "TorchSharp" && line.Id.Contains("torch.utils.tensorboard", StringComparison.Ordinal);
}
