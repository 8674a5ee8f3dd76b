using Microsoft.ML;
using PublicApiGenerator;

namespace ProtoAnomaly.Docs;

/// <summary>The library's public surface as C# declarations, as it is checked in.</summary>
internal static class PublicApi
{
    public static string Write() =>
        typeof(PrototypesCatalog).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] }).ReplaceLineEndings("\n") + "\n";
}
