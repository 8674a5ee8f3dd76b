using System.Globalization;
using System.Text;
using Mono.Cecil;

namespace ProtoAnomaly.Compat.Tests.Api;

/// <summary>XML documentation ids of references in compiled code, written as <see cref="ApiLister"/> writes them.</summary>
internal static class DocumentationId
{
    public static string Of(FieldReference f) => $"F:{Type(f.DeclaringType, isDeclaration: true)}.{f.Name}";

    /// <summary>The ids that a method may be listed under: an accessor is listed as its property or event.</summary>
    public static IEnumerable<string> Of(MethodReference m)
    {
        string owner = Type(m.DeclaringType, isDeclaration: true);
        if (m.Name.StartsWith("get_", StringComparison.Ordinal))
            yield return $"P:{owner}.{m.Name[4..]}{Parameters(m.Parameters)}";
        else if (m.Name.StartsWith("set_", StringComparison.Ordinal))
            yield return $"P:{owner}.{m.Name[4..]}{Parameters(m.Parameters.SkipLast(1))}";
        else if (m.Name.StartsWith("add_", StringComparison.Ordinal))
            yield return $"E:{owner}.{m.Name[4..]}";
        else if (m.Name.StartsWith("remove_", StringComparison.Ordinal))
            yield return $"E:{owner}.{m.Name[7..]}";
        // A method may have such a name without being an accessor.
        string arity = m.GenericParameters.Count > 0 ? "``" + m.GenericParameters.Count : "";
        string conversion = m.Name is "op_Implicit" or "op_Explicit" ? "~" + Type(m.ReturnType) : "";
        yield return $"M:{owner}.{m.Name.Replace('.', '#')}{arity}{Parameters(m.Parameters)}{conversion}";
    }

    public static string Type(TypeReference type, bool isDeclaration = false)
    {
        switch (type)
        {
            case IModifierType modified: return Type(modified.ElementType, isDeclaration);
            case ByReferenceType byRef: return Type(byRef.ElementType) + "@";
            case PointerType pointer: return Type(pointer.ElementType) + "*";
            case ArrayType array:
                return Type(array.ElementType) + (array.IsVector ? "[]" : "[" + string.Join(',', Enumerable.Repeat("0:", array.Rank)) + "]");
            case GenericParameter parameter: return (parameter.Type == GenericParameterType.Type ? "`" : "``") + parameter.Position;
            case FunctionPointerType: return "fnptr";
        }

        // The generic arguments of a nested type start with those of the types around it.
        TypeReference[] arguments = type is GenericInstanceType instance && !isDeclaration ? [.. instance.GenericArguments] : [];
        var chain = new Stack<TypeReference>();
        for (TypeReference? t = type.GetElementType(); t is not null; t = t.DeclaringType)
            chain.Push(t);
        string ns = chain.Peek().Namespace;
        var name = new StringBuilder(ns.Length > 0 ? ns + "." : "");
        int used = 0;
        foreach (TypeReference part in chain)
        {
            if (part.DeclaringType is not null)
                name.Append('.');
            int tick = part.Name.IndexOf('`');
            int own = tick < 0 ? 0 : int.Parse(part.Name[(tick + 1)..], CultureInfo.InvariantCulture);
            if (own == 0 || arguments.Length == 0)
                name.Append(part.Name);
            else
                name.Append(part.Name, 0, tick).Append('{').AppendJoin(',', arguments.Skip(used).Take(own).Select(a => Type(a))).Append('}');
            used += own;
        }
        return name.ToString();
    }

    private static string Parameters(IEnumerable<ParameterDefinition> parameters)
    {
        string[] types = parameters.Select(p => Type(p.ParameterType)).ToArray();
        return types.Length == 0 ? "" : $"({string.Join(',', types)})";
    }
}
