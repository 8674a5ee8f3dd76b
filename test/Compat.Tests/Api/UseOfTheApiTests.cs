using System.Reflection;
using Mono.Cecil;

namespace ProtoAnomaly.Compat.Tests.Api;

/// <summary>
/// What compiled code uses of ML.NET and TorchSharp exists in the genuine assemblies: each referenced type and member is
/// listed, internals too, and interfaces and abstract classes that it implements have no further members there.
/// The code: the library, everything beside this test that refers to it, and this test itself.
/// </summary>
[TestClass]
public sealed class UseOfTheApiTests
{
    private const string Library = "Microsoft.ML.Anomaly.Prototypes";

    private static readonly HashSet<string> s_listed = ApiList.All.Value.Lines.Select(l => l.Assembly).ToHashSet();

    private static IEnumerable<string> Assemblies => Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsOurs)
        .Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal);

    [TestMethod, DynamicData(nameof(Assemblies))]
    public void EveryReferenceIsListed(string assembly)
    {
        string[] missing = new ReferenceCheck(ApiList.All.Value).Check(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        Assert.IsEmpty(missing, $"{missing.Length} not as in the list:\n{string.Join('\n', missing)}\n");
    }

    [TestMethod, DynamicData(nameof(Assemblies))]
    public void ImplementedTypesHaveNoFurtherAbstractMembers(string assembly)
    {
        var implemented = Assembly.Load(assembly).GetTypes()
            .SelectMany(t => t.GetInterfaces().Concat(BasesOf(t)))
            .Where(t => t.IsAbstract && s_listed.Contains(t.Assembly.GetName().Name!))
            .Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).Distinct().ToArray();
        var present = implemented.Select(t => t.Assembly).Distinct().SelectMany(a => ApiLister.Lines(a, ApiScope.All))
            .Select(l => new ApiLine(l).Id).ToHashSet();
        var owners = implemented.Select(t => ApiLister.TypeId(t, isDeclaration: true)).ToHashSet();
        var missing = ApiList.All.Value.Lines
            .Where(l => l.Kind != "T" && owners.Contains(l.Owner) && l.Flags.Contains("abstract") && !present.Contains(l.Id))
            .Select(l => $"{l.Assembly}  {l.Id}").ToArray();
        Assert.IsEmpty(missing, $"Implementations would lack these:\n{string.Join('\n', missing)}\n");
    }

    // The check reads compiled code in its own way. Of a list of the framework's own members it must miss nothing,
    // and must notice when one is gone or changed.
    [TestMethod]
    public void TheCheckItselfIsRight()
    {
        string own = typeof(UseOfTheApiTests).Assembly.Location;
        string[] framework = new[] { "System.Linq", "System.Collections", "System.Text.Json", "System.Text.RegularExpressions", "System.Runtime" }
            .Select(Assembly.Load).SelectMany(a => a.GetForwardedTypes().Select(t => t.Assembly).Append(a)).Distinct()
            .SelectMany(a => ApiLister.Lines(a, ApiScope.All))
            // Compiled code names System.Runtime, which forwards to the assembly that the types are in.
            .Select(l => l.StartsWith("System.Private.CoreLib\t", StringComparison.Ordinal) ? "System.Runtime" + l[l.IndexOf('\t')..] : l).ToArray();
        string[] wrong = new ReferenceCheck(new ApiList(framework)).Check(own);
        Assert.IsEmpty(wrong, string.Join('\n', wrong));

        const string Order = "M:System.Linq.Enumerable.Order``1(System.Collections.Generic.IEnumerable{``0},System.Collections.Generic.IComparer{``0})";
        const string Length = "P:System.String.Length";
        var changed = new ApiList(framework.Where(l => new ApiLine(l).Id != Order).Select(l => new ApiLine(l).Id == Length ? l.Replace("get", "set") : l));
        string[] found = new ReferenceCheck(changed).Check(own);
        Assert.HasCount(2, found);
        Assert.StartsWith(Order, found[0]);
        Assert.StartsWith(Length, found[1]);
    }

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (Type? t = type.BaseType; t is not null; t = t.BaseType)
            yield return t;
    }

    private static bool IsOurs(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (name == Library || name == typeof(UseOfTheApiTests).Assembly.GetName().Name)
            return true;
        try
        {
            using var module = ModuleDefinition.ReadModule(path);
            return module.AssemblyReferences.Any(r => r.Name == Library);
        }
        catch (BadImageFormatException)
        {
            return false; // a native library
        }
    }
}
