using System.Text;

namespace ProtoAnomaly.Tool.CommandLine;

/// <summary>
/// Writes a file beside its place and then moves it there, so that nobody finds half of one, and a file that shares its content by a
/// hard link keeps it.
/// </summary>
internal static class OutputFile
{
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <param name="path">Where.</param>
    /// <param name="what">What it is, as messages call it.</param>
    /// <param name="write">Writes it to the given path.</param>
    /// <param name="keepsUnfinished">Whether what is there when <paramref name="write"/> fails is kept.</param>
    /// <exception cref="ToolException">It can't be written.</exception>
    public static void Write(string path, string what, Action<string> write, bool keepsUnfinished = false)
    {
        // A device or a pipe is written as it is.
        bool isDirect = path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
        string unfinished = isDirect ? path : path + ".unfinished";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            bool isDone = false;
            try
            {
                write(unfinished);
                isDone = true;
            }
            finally
            {
                if (!isDirect && (isDone || keepsUnfinished) && File.Exists(unfinished))
                    File.Move(unfinished, path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ToolException($"{what} can't be saved to {path}: {Wording.OneLine(e.Message)}", e);
        }
        finally
        {
            if (!isDirect && File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    /// <summary>Writes text.</summary>
    /// <inheritdoc cref="Write(string, string, Action{string}, bool)"/>
    public static void WriteText(string path, string what, Action<TextWriter> write, bool keepsUnfinished = false) => Write(
        path, what, place =>
        {
            using var writer = new StreamWriter(place, append: false, Utf8, bufferSize: 1 << 16);
            write(writer);
        }, keepsUnfinished);
}
