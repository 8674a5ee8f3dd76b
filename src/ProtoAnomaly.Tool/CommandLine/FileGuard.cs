namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>Sees to it, before any work, that no output takes the place of an input or of another output.</summary>
internal static class FileGuard
{
    private static readonly StringComparison Names = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <param name="inputs">Files that are read; null and "-" are none.</param>
    /// <param name="outputs">Files that are written, with the option that names each.</param>
    /// <exception cref="ToolException">Two are the same file, by whatever path or link.</exception>
    public static void Check(IEnumerable<string?> inputs, params IReadOnlyList<(string Option, string? Path)> outputs)
    {
        string[] read = [.. inputs.Where(IsFile).Select(path => Resolve(path!))];
        var written = new List<(string Option, string Place)>();
        foreach ((string option, string? path) in outputs)
        {
            if (!IsFile(path))
                continue;
            string place = Resolve(path!);
            if (read.Any(input => input.Equals(place, Names)))
                throw new ToolException($"{option} {path} would overwrite a file that is read. Name another file.");
            if (written.Find(other => other.Place.Equals(place, Names)) is { Option: { } twin })
                throw new ToolException($"{twin} and {option} name the same file, {path}. Name two.");
            if (Directory.Exists(path))
                throw new ToolException($"{option} {path} is a folder. Name a file.");
            written.Add((option, place));
        }
    }

    private static bool IsFile(string? path) => !string.IsNullOrEmpty(path) && path != "-";

    // The path with all links followed, those of folders too; parts that are not there stay as they are.
    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        const int mostLinks = 40;
        for (int links = 0; links < mostLinks; links++)
        {
            string? target = FirstLink(full);
            if (target is null)
                return full;
            full = target;
        }
        return full;
    }

    // The same path with the first link in it replaced by what it points to; null where there is none.
    private static string? FirstLink(string full)
    {
        string root = Path.GetPathRoot(full)!, at = root;
        string[] parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            at = Path.Combine(at, parts[i]);
            FileSystemInfo info = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
            if (info.LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine([Path.GetDirectoryName(at)!, target, .. parts[(i + 1)..]]));
        }
        return null;
    }
}
