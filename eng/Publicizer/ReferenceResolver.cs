using Mono.Cecil;

namespace ProtoAnomaly.Eng;

/// <summary>
/// Finds assemblies by their simple name among given files. To write a default value of an enum type, Cecil has to know
/// the enum, which may be another assembly's.
/// </summary>
internal sealed class ReferenceResolver(IEnumerable<string> files) : IAssemblyResolver
{
    private readonly Dictionary<string, string> _files = files
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, AssemblyDefinition> _read = [];

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters { AssemblyResolver = this });

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (_read.TryGetValue(name.Name, out AssemblyDefinition? known))
            return known;
        if (!_files.TryGetValue(name.Name, out string? file))
            throw new AssemblyResolutionException(name);
        parameters.AssemblyResolver ??= this;
        return _read[name.Name] = AssemblyDefinition.ReadAssembly(file, parameters);
    }

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in _read.Values)
            assembly.Dispose();
    }
}
