using System.Reflection;
using System.Text.RegularExpressions;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>build.sh and build.cmd have the same verbs, and say the same of them.</summary>
[TestClass]
public sealed partial class BuildScriptTests
{
    [TestMethod]
    public void BothHaveTheSameVerbs()
    {
        string shell = Read("build.sh"), batch = Read("build.cmd");
        string[] verbs = Help(shell, "  ");
        Assert.IsNotEmpty(verbs);
        CollectionAssert.AreEqual(verbs, Help(batch, "echo   "));
        string[] cases = [.. Cases().Matches(shell[shell.IndexOf("case \"$verb\"", StringComparison.Ordinal)..]).SelectMany(match => match.Groups[1].Value.Split(" | "))];
        foreach (string verb in verbs.Select(line => line.Split(' ')[0]))
        {
            Assert.Contains(verb, cases);
            Assert.Contains($"\n:{verb}\n", batch);
            Assert.Contains($"if /i \"%VERB%\"==\"{verb}\" goto {verb}\n", batch);
        }
    }

    // A verb in a column, what it does in the next.
    private static string[] Help(string script, string start) =>
        [.. HelpLine().Matches(script).Where(match => match.Groups[1].Value == start).Select(match => match.Groups[2].Value)];

    private static string Read(string name) => File.ReadAllText(Path.Combine(
        typeof(BuildScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, name)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"(?m)^    ([a-z][a-z |-]*)\) ")]
    private static partial Regex Cases();

    [GeneratedRegex(@"(?m)^(  |echo   )([a-z]+ +[a-z].*)$")]
    private static partial Regex HelpLine();
}
