using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Files to read as one source. A path may hold wild cards and join several paths by "+".</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[] paths)
    {
        string[] given = (paths ?? []).Where(p => p is not null).ToArray();
        string[] found = given.SelectMany(Expand).ToArray();
        // Names that match no file are kept, so that reading them says which one is missing.
        _paths = found.Length > 0 ? found : given;
    }

    public int Count => _paths.Length;

    public string GetPathOrNull(int index)
    {
        if ((uint)index >= (uint)Count)
            throw Contracts.ExceptParam(nameof(index));
        return _paths[index];
    }

    public Stream Open(int index)
    {
        string path = GetPathOrNull(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e)
        {
            throw Contracts.ExceptIO(e, $"Could not open file '{path}'. Error is: {e.Message}");
        }
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    /// <summary>The existing files that a path or pattern names, in order.</summary>
    internal static IEnumerable<string> Expand(string pattern)
    {
        // A file whose name happens to look like a pattern is meant itself.
        if (File.Exists(pattern))
            return [pattern];
        return pattern.Split('+', StringSplitOptions.RemoveEmptyEntries).SelectMany(Matches);
    }

    private static IEnumerable<string> Matches(string pattern)
    {
        const string recursive = "...";
        int at = pattern.IndexOf(recursive, StringComparison.Ordinal);
        if (at < 0 && pattern.IndexOfAny(['*', '?']) < 0)
            return File.Exists(pattern) ? [pattern] : [];

        string folder = at >= 0 ? pattern[..at] : Path.GetDirectoryName(pattern);
        string names = at >= 0 ? pattern[(at + recursive.Length)..].TrimStart('/', '\\') : Path.GetFileName(pattern);
        string root = string.IsNullOrEmpty(folder) ? "." : folder;
        if (!Directory.Exists(root))
            return [];
        return Directory.GetFiles(root, names.Length == 0 ? "*" : names, at >= 0 ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Select(f => string.IsNullOrEmpty(folder) ? Path.GetRelativePath(".", f) : f)
            .OrderBy(f => f, StringComparer.Ordinal);
    }
}
