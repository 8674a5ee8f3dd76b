namespace ProtoAnomaly.NativeAdaptation;

/// <summary>
/// Libraries compiled by GCC 13 or later refer to <c>std::ios_base_library_init</c>, whose only use is that a libstdc++ older than
/// GCC 13's is noticed: the loader misses its version, GLIBCXX_3.4.32, and stops, although nothing calls the function. Where
/// that is all a library wants of a version, the version can be marked as weak: the loader then goes on without it.
/// </summary>
internal static class LibstdcxxMarker
{
    private const string Library = "libstdc++.so.6";
    private const string Marker = "_ZSt21ios_base_library_initv";

    /// <summary>Marks as weak, in place, each version of libstdc++ of which the library only wants the marker.</summary>
    /// <param name="file">The bytes of a 64-bit little-endian ELF shared library.</param>
    /// <returns>The names of the versions that have been marked; empty where there was nothing to do, and no byte has changed then.</returns>
    /// <exception cref="InvalidDataException">The file is no such library, or damaged, or a relocation refers to the marker.</exception>
    public static string[] MakeOptional(byte[] file)
    {
        var library = new ElfLibrary(file);
        List<string> marked = [];
        foreach (VersionNeed need in library.VersionNeeds().Where(need => need.Library == Library && !need.IsWeak))
        {
            DynamicSymbol[] symbols = [.. library.SymbolsOfVersion(need.Index)];
            if (symbols.Length == 0 || symbols.Any(symbol => symbol.Name != Marker))
                continue;
            if (symbols.Any(symbol => library.IsRelocated(symbol.Index)))
                throw new InvalidDataException($"a relocation refers to {Marker}, which its version {need.Version} alone has.");
            library.MarkAsWeak(need);
            marked.Add(need.Version);
        }
        return [.. marked];
    }
}
