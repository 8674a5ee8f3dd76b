using ProtoAnomaly.Tool.CommandLine;

namespace ProtoAnomaly.Tool.Tables;

/// <summary>Opens files to read, with messages that say what is wrong.</summary>
internal static class InputFile
{
    /// <exception cref="ToolException">It isn't there, is a folder, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        Check(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ToolException($"{path} may not be read by you.", e);
        }
        catch (IOException e)
        {
            throw new ToolException($"{path} can't be read: {e.Message}", e);
        }
    }

    /// <exception cref="ToolException">It isn't there, or is a folder.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
            throw new ToolException($"{path} is a folder, not a file.");
        if (!File.Exists(path))
            throw new ToolException($"There is no file {path}.{Wording.DidYouMean(Path.GetFileName(path), Neighbours(path))}");
    }

    private static IEnumerable<string> Neighbours(string path)
    {
        try
        {
            const int most = 200;
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
            return [.. Directory.EnumerateFiles(folder).Take(most).Select(file => Path.GetFileName(file)!)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
