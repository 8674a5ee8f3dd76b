using Mono.Cecil;

namespace ProtoAnomaly.Compat.Tests.Api;

/// <summary>Looks up in a list what a compiled assembly refers to in the assemblies that the list covers.</summary>
internal sealed class ReferenceCheck(ApiList list)
{
    private readonly HashSet<string> _assemblies = list.Lines.Select(l => l.Assembly).ToHashSet();

    /// <summary>What is not in the list, or otherwise than it is used, and why.</summary>
    public string[] Check(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return module.GetTypeReferences().Where(IsListed).Select(WhatIsWrong)
            // What arrays of several dimensions have, the runtime supplies.
            .Concat(module.GetMemberReferences().Where(m => m.DeclaringType is not ArrayType && IsListed(m.DeclaringType.GetElementType())).Select(WhatIsWrong))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
    }

    private bool IsListed(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Scope is AssemblyNameReference assembly && _assemblies.Contains(assembly.Name);
    }

    private string? WhatIsWrong(TypeReference type)
    {
        string id = "T:" + DocumentationId.Type(type, isDeclaration: true);
        return list.WithId(id).Any() ? null : $"{id}\n    is not there";
    }

    private string? WhatIsWrong(MemberReference member)
    {
        if (member is FieldReference field)
            return WhatIsWrong([DocumentationId.Of(field)], DocumentationId.Type(field.FieldType), isStatic: null, accessor: "");
        var method = (MethodReference)member;
        // Of a delegate the list has only Invoke; the runtime supplies the rest.
        if (method.Name == ".ctor" && method.Parameters.Count == 2 && method.Parameters[1].ParameterType.FullName == "System.IntPtr")
            return null;
        ApiLine? line = DocumentationId.Of(method).SelectMany(list.WithId).FirstOrDefault();
        // An accessor stands in the list as its property; a method that is only called like one does not.
        bool isAccessor = line?.Kind == "P", isSetter = isAccessor && method.Name.StartsWith("set_", StringComparison.Ordinal);
        string type = method.Name == ".ctor" ? "" : DocumentationId.Type(isSetter ? method.Parameters[^1].ParameterType : method.ReturnType);
        return WhatIsWrong(DocumentationId.Of(method), type, !method.HasThis, !isAccessor ? "" : isSetter ? "set init" : "get");
    }

    private string? WhatIsWrong(IEnumerable<string> ids, string type, bool? isStatic, string accessor)
    {
        ApiLine? line = ids.SelectMany(list.WithId).FirstOrDefault();
        if (line is null)
            return $"{ids.First()}\n    is not there";
        if (line.Kind != "E" && line.Type != type)
            return $"{line.Id}\n    type \"{type}\", listed \"{line.Type}\"";
        if (isStatic is { } s && line.Flags.Contains("static") != s)
            return $"{line.Id}\n    static: {s}, listed: {!s}";
        if (line.Kind == "P" && !accessor.Split(' ').Any(a => line.Flags.Any(f => f.Split(':')[0] == a)))
            return $"{line.Id}\n    accessor {accessor}, listed {string.Join(' ', line.Flags)}";
        return null;
    }
}
