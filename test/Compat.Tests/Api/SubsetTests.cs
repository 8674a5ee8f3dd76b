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
    [TestMethod]
    [DataRow("Microsoft.ML.DataView")]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    [DataRow("Microsoft.ML.Transforms")]
    [DataRow("Microsoft.ML.PCA")]
    [DataRow("TorchSharp")]
    public void TheVersionIsTheGenuineOne(string assembly) =>
        Assert.AreEqual(new Version(1, 0, 0, 0), Assembly.Load(assembly).GetName().Version);

    private static bool IsUnlistedByAccident(ApiLine line) =>
        line.Assembly == "TorchSharp" && line.Id.Contains("torch.utils.tensorboard", StringComparison.Ordinal);
}
