namespace Microsoft.ML.Data;

/// <summary>
/// The full names of the genuine assemblies, for the headers of models: the genuine library binds by them, while the
/// stand-ins look at the simple name only. So files go both ways.
/// </summary>
internal static class GenuineAssembly
{
    public const string Data = "Microsoft.ML.Data" + Identity;
    public const string Transforms = "Microsoft.ML.Transforms" + Identity;
    public const string Pca = "Microsoft.ML.PCA" + Identity;

    private const string Identity = ", Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
}
