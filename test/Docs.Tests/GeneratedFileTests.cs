namespace ProtoAnomaly.Docs.Tests;

/// <summary>What is generated from the code and checked in is what the code says now.</summary>
[TestClass]
public sealed class GeneratedFileTests
{
    [TestMethod]
    public void TheOptionsReferenceIsUpToDate() => IsUpToDate(Repository.OptionsReference, OptionsReference.Write(), "options");

    /// <summary>The public surface changes only on purpose: who changes it records that, and a reviewer sees it.</summary>
    [TestMethod]
    public void ThePublicApiIsRecorded() => IsUpToDate(Repository.PublicApi, PublicApi.Write(), "api");

    private static void IsUpToDate(string path, string expected, string part)
    {
        string[] now = expected.Split('\n');
        string[] recorded = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        string[] difference = [.. now.Except(recorded).Select(line => "+ " + line), .. recorded.Except(now).Select(line => "- " + line)];
        Assert.IsTrue(
            now.SequenceEqual(recorded),
            $"{Path.GetRelativePath(Repository.Root, path)} is out of date. Where the change is meant, write it anew: ./build.sh docs {part}\n{string.Join('\n', difference)}");
    }
}
