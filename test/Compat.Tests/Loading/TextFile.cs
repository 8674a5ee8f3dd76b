namespace ProtoAnomaly.Compat.Tests.Loading;

/// <summary>A text file that is deleted in the end.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(string content = "")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"compat-{Guid.NewGuid():N}.txt");
        File.WriteAllText(Path, content);
    }

    public string Path { get; }

    public string Content => File.ReadAllText(Path).ReplaceLineEndings("\n");

    public void Dispose() => File.Delete(Path);
}
