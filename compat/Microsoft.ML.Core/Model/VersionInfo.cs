using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Which component wrote a model, in which version, and which loader of which assembly reads it back.</summary>
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;

    /// <summary>The oldest version of the component's code that can read what is written now.</summary>
    public readonly uint VerReadableCur;

    /// <summary>The oldest version of files that this code can read.</summary>
    public readonly uint VerWeCanReadBack;

    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string LoaderSignatureAlt;

    public VersionInfo(
        string modelSignature,
        uint verWrittenCur,
        uint verReadableCur,
        uint verWeCanReadBack,
        string loaderAssemblyName,
        string loaderSignature = null,
        string loaderSignatureAlt = null)
    {
        Contracts.Check(modelSignature?.Length == 8, "A model signature must have eight characters");
        Contracts.CheckValue(loaderAssemblyName, nameof(loaderAssemblyName));
        ulong signature = 0;
        for (int i = 0; i < 8; i++)
        {
            // A space becomes a zero byte, as the header shows it.
            char c = modelSignature[i];
            Contracts.Check(c <= 0xFF, "A model signature must have one-byte characters");
            signature |= (ulong)(c == ' ' ? 0 : c) << (8 * i);
        }
        ModelSignature = signature;
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
