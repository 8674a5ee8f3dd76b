using Mono.Cecil;

namespace ProtoAnomaly.Eng.Tests;

/// <summary>What a copy looks like, member by member: of this very assembly, then of the two that the library needs.</summary>
[TestClass]
public sealed class PublicizerTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("publicizer").FullName;

    // What stands beside the test, and the framework that runs it.
    private static readonly string[] s_references =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll"),
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"),
    ];

    [ClassCleanup]
    public static void Clean() => Directory.Delete(Folder, recursive: true);

    [TestMethod]
    [DataRow("Specimen", "public")]
    [DataRow("Derived", "public")]
    [DataRow("Value", "public")]
    [DataRow("IExplicit", "public")]
    [DataRow("Specimen/InternalNested", "public")]
    [DataRow("Specimen/PrivateProtectedNested", "protected")]
    [DataRow("Specimen/PrivateNested", "private")]
    public void Types(string name, string expected)
    {
        using AssemblyDefinition copy = Publicized(Original(GetType().Assembly.GetName().Name!));
        TypeDefinition type = copy.MainModule.GetType("ProtoAnomaly.Eng.Tests." + name);
        Assert.AreEqual(expected, (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public or TypeAttributes.NestedPublic => "public",
            TypeAttributes.NestedFamily => "protected",
            TypeAttributes.NestedPrivate => "private",
            var other => other.ToString(),
        });
    }

    [TestMethod]
    [DataRow("Specimen", ".ctor", "public")]
    [DataRow("Specimen", "InternalMethod", "public")]
    [DataRow("Specimen", "get_InternalProperty", "public")]
    [DataRow("Specimen", "set_InternalProperty", "public")]
    [DataRow("Specimen", "set_HalfInternalProperty", "public")]
    [DataRow("Specimen", "add_InternalEvent", "public")]
    [DataRow("Specimen", "remove_InternalEvent", "public")]
    [DataRow("Specimen", "PrivateProtectedMethod", "protected")]
    [DataRow("Specimen", "PrivateMethod", "private")]
    [DataRow("Specimen", "ProtoAnomaly.Eng.Tests.IExplicit.Explicit", "private")]
    [DataRow("Specimen", "Virtual", "public")]
    [DataRow("Derived", "Virtual", "public")]
    [DataRow("Specimen", "HalfVirtual", "public")]
    [DataRow("Derived", "HalfVirtual", "public")]
    [DataRow("Specimen", "FamilyVirtual", "protected")]
    [DataRow("Derived", "FamilyVirtual", "protected")]
    public void Methods(string type, string name, string expected)
    {
        using AssemblyDefinition copy = Publicized(Original(GetType().Assembly.GetName().Name!));
        MethodDefinition method = copy.MainModule.GetType("ProtoAnomaly.Eng.Tests." + type).Methods.Single(m => m.Name == name);
        Assert.AreEqual(expected, Access(method.IsPublic, method.IsFamily, method.IsPrivate));
    }

    [TestMethod]
    [DataRow("Specimen", "_internalField", "public")]
    [DataRow("Specimen", "_protectedInternalField", "public")]
    [DataRow("Specimen", "_privateProtectedField", "protected")]
    [DataRow("Specimen", "_protectedField", "protected")]
    [DataRow("Specimen", "_privateField", "private")]
    [DataRow("Specimen", "InternalEvent", "private")] // the field behind the event, which C# could not tell from it
    [DataRow("Specimen", "<InternalProperty>k__BackingField", "private")]
    [DataRow("Specimen/PrivateNested", "Inside", "public")]
    [DataRow("Value", "Visible", "public")]
    [DataRow("Value", "_hidden", "private")]
    public void Fields(string type, string name, string expected)
    {
        using AssemblyDefinition copy = Publicized(Original(GetType().Assembly.GetName().Name!));
        FieldDefinition field = copy.MainModule.GetType("ProtoAnomaly.Eng.Tests." + type).Fields.Single(f => f.Name == name);
        Assert.AreEqual(expected, Access(field.IsPublic, field.IsFamily, field.IsPrivate));
    }

    [TestMethod]
    public void WhatCompilersBringAlongStaysHidden()
    {
        using AssemblyDefinition copy = Publicized(Original(GetType().Assembly.GetName().Name!));
        Assert.IsTrue(copy.MainModule.GetType("System.Runtime.CompilerServices.BroughtAlong").IsNotPublic);
        Assert.IsFalse(copy.MainModule.GetTypes().Any(t => t.Name.Contains('<') && (t.IsPublic || t.IsNestedPublic)));
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    [DataRow("Mono.Cecil")] // carries a public key
    public void IdentityAndReferencesAreTheOriginals(string name)
    {
        using AssemblyDefinition original = AssemblyDefinition.ReadAssembly(Original(name)), copy = Publicized(Original(name));
        Assert.AreEqual(original.FullName, copy.FullName);
        CollectionAssert.AreEqual(original.Name.PublicKey, copy.Name.PublicKey);
        CollectionAssert.AreEquivalent(
            original.MainModule.AssemblyReferences.Select(r => r.FullName).ToArray(),
            copy.MainModule.AssemblyReferences.Select(r => r.FullName).ToArray());
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Core")]
    [DataRow("Microsoft.ML.Data")]
    public void NothingInternalIsLeftAndNothingPrivateIsShown(string name)
    {
        using AssemblyDefinition original = AssemblyDefinition.ReadAssembly(Original(name)), copy = Publicized(Original(name));
        var left = copy.MainModule.GetTypes().Where(t => !IsGenerated(t)).SelectMany(t => t.Methods.Cast<IMemberDefinition>().Concat(t.Fields))
            .Where(m => !m.Name.Contains('<') && m is MethodDefinition { IsAssembly: true } or FieldDefinition { IsAssembly: true });
        Assert.AreEqual("", string.Join('\n', left.Select(m => m.FullName)));
        Assert.AreEqual(Privates(original), Privates(copy));
    }

    [TestMethod]
    public void TheCopyCannotBeMistakenForSomethingToRun()
    {
        string copy = Path.Combine(Folder, "to-run", "Microsoft.ML.Core.dll");
        Publicizer.Copy(Original("Microsoft.ML.Core"), copy, s_references);
        var context = new System.Runtime.Loader.AssemblyLoadContext("copies", isCollectible: true);
        Assert.ThrowsExactly<BadImageFormatException>(() => context.LoadFromAssemblyPath(copy));
        context.Unload();
    }

    [TestMethod]
    public void SameInputSameBytes()
    {
        string[] copies = [Path.Combine(Folder, "first", "Microsoft.ML.Core.dll"), Path.Combine(Folder, "second", "Microsoft.ML.Core.dll")];
        foreach (string copy in copies)
            Publicizer.Copy(Original("Microsoft.ML.Core"), copy, s_references);
        CollectionAssert.AreEqual(File.ReadAllBytes(copies[0]), File.ReadAllBytes(copies[1]));
    }

    private static string Privates(AssemblyDefinition assembly) => string.Join('\n', assembly.MainModule.GetTypes()
        .SelectMany(t => t.Methods.Where(m => m.IsPrivate).Cast<IMemberDefinition>().Concat(t.Fields.Where(f => f.IsPrivate)))
        .Select(m => m.FullName));

    private static bool IsGenerated(TypeDefinition type) => type.Name.Contains('<') || type.Namespace.StartsWith("System", StringComparison.Ordinal)
        || type.Namespace == "Microsoft.CodeAnalysis" || type.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute")
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    private static string Access(bool isPublic, bool isFamily, bool isPrivate) =>
        isPublic ? "public" : isFamily ? "protected" : isPrivate ? "private" : "something between";

    private static string Original(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static AssemblyDefinition Publicized(string original)
    {
        string copy = Path.Combine(Folder, Path.GetFileName(original));
        Publicizer.Copy(original, copy, s_references);
        return AssemblyDefinition.ReadAssembly(copy, new ReaderParameters { InMemory = true });
    }
}
