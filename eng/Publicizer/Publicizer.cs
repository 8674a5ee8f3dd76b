using Mono.Cecil;

namespace ProtoAnomaly.Eng;

/// <summary>
/// Rewrites a copy of an assembly so that the C# compiler sees what a friend assembly would see. At run time the
/// original is used, and <c>IgnoresAccessChecksTo</c> makes the runtime as generous as the compiler was.
/// </summary>
/// <remarks>
/// <para>The rule is "the accessibility that a friend has, spelled out for everybody": internal and protected internal
/// become public, private protected becomes protected, private stays private. So a source compiles against the copy
/// if it compiles against an original that names it in <c>InternalsVisibleTo</c>, and what would confuse the compiler
/// is left alone without special cases: backing fields (of events and properties), private fields of structs,
/// explicit interface implementations. A virtual member and its overrides move together.</para>
/// <para>One difference remains: a non-public member is overridden with the accessibility it has in the copy.</para>
/// </remarks>
public static class Publicizer
{
    /// <param name="original">The assembly.</param>
    /// <param name="copy">Where the rewritten copy goes.</param>
    /// <param name="references">
    /// The assemblies that the original may refer to, wherever they are; the packages of a build are in a folder each.
    /// </param>
    public static void Copy(string original, string copy, params IEnumerable<string> references)
    {
        using var resolver = new ReferenceResolver([original, .. references]);
        using var module = ModuleDefinition.ReadModule(original, new ReaderParameters { AssemblyResolver = resolver });
        foreach (TypeDefinition type in module.Types)
            Publicize(type);
        MarkAsReference(module);

        if (Path.GetDirectoryName(Path.GetFullPath(copy)) is { } folder)
            Directory.CreateDirectory(folder);
        // Written beside it first: a build that is stopped half-way leaves no damaged copy that looks up to date.
        string unfinished = copy + ".tmp";
        module.Write(unfinished, new WriterParameters { DeterministicMvid = true, Timestamp = 0 });
        File.Move(unfinished, copy, overwrite: true);
    }

    private static void Publicize(TypeDefinition type)
    {
        if (IsForTheCompilerOnly(type))
            return;
        type.Attributes = (type.Attributes & ~TypeAttributes.VisibilityMask) | ForEverybody(type.Attributes & TypeAttributes.VisibilityMask);
        foreach (MethodDefinition m in type.Methods.Where(m => !IsUnspeakable(m)))
            m.Attributes = (m.Attributes & ~MethodAttributes.MemberAccessMask) | ForEverybody(m.Attributes & MethodAttributes.MemberAccessMask);
        foreach (FieldDefinition f in type.Fields.Where(f => !IsUnspeakable(f)))
            f.Attributes = (f.Attributes & ~FieldAttributes.FieldAccessMask)
                | (FieldAttributes)ForEverybody((MethodAttributes)(f.Attributes & FieldAttributes.FieldAccessMask));
        foreach (TypeDefinition nested in type.NestedTypes)
            Publicize(nested);
    }

    private static TypeAttributes ForEverybody(TypeAttributes visibility) => visibility switch
    {
        TypeAttributes.NotPublic => TypeAttributes.Public,
        TypeAttributes.NestedAssembly or TypeAttributes.NestedFamORAssem => TypeAttributes.NestedPublic,
        TypeAttributes.NestedFamANDAssem => TypeAttributes.NestedFamily,
        _ => visibility,
    };

    // Fields and methods encode access with the same numbers.
    private static MethodAttributes ForEverybody(MethodAttributes access) => access switch
    {
        MethodAttributes.Assembly or MethodAttributes.FamORAssem => MethodAttributes.Public,
        MethodAttributes.FamANDAssem => MethodAttributes.Family,
        _ => access,
    };

    private static bool IsUnspeakable(IMemberDefinition member) => member.Name.Contains('<');

    // Types that a compiler writes into an assembly or a source file adds for it, such as System.Index or
    // NullableAttribute in an assembly for an older framework. Public ones would clash with the framework's own.
    private static bool IsForTheCompilerOnly(TypeDefinition type) => IsUnspeakable(type)
        || type.Namespace == "System" || type.Namespace.StartsWith("System.", StringComparison.Ordinal)
        || type.Namespace == "Microsoft.CodeAnalysis"
        || type.CustomAttributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    // The runtime refuses to load an assembly marked so: a copy that strays into an output folder is noticed at once.
    private static void MarkAsReference(ModuleDefinition module)
    {
        const string Namespace = "System.Runtime.CompilerServices", Name = "ReferenceAssemblyAttribute";
        if (module.Assembly.CustomAttributes.Any(a => a.AttributeType.FullName == $"{Namespace}.{Name}"))
            return;
        var attribute = new TypeReference(Namespace, Name, module, module.TypeSystem.CoreLibrary);
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, attribute) { HasThis = true };
        module.Assembly.CustomAttributes.Add(new CustomAttribute(constructor));
    }
}
