using Microsoft.ML;

namespace ProtoAnomaly.Docs;

/// <summary>
/// The list of the library's public surface, as it is checked in: kind, XML documentation id, type, default values, flags and
/// parameters of each type and member, one tab-separated line each.
/// </summary>
internal static class PublicApi
{
    // The name of the assembly and the visibility, which are the same in nearly every line, are left out.
    public static string Write() => string.Concat(
        ApiLister.Lines(typeof(PrototypesCatalog).Assembly).Select(line => string.Join('\t', line.Split('\t').Skip(2)).TrimEnd() + "\n"));
}
