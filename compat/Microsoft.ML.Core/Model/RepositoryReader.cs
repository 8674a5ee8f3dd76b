using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Reads a model file.</summary>
internal sealed class RepositoryReader : Repository
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private RepositoryReader(Stream stream, IExceptionContext ectx)
        : base(ectx)
    {
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            // Files written on Windows may have backslashes.
            foreach (ZipArchiveEntry entry in _archive.Entries)
                _entries[Normalized(entry.FullName)] = entry;
        }
        catch (Exception ex)
        {
            throw ExceptionContext.ExceptDecode(ex, "Failed to open a zip archive");
        }
    }

    public static RepositoryReader Open(Stream stream, IExceptionContext ectx = null)
    {
        ectx.CheckValue(stream, nameof(stream));
        return new RepositoryReader(stream, ectx);
    }

    public Exception ExceptMissing(string dir, string name) =>
        ExceptionContext.Except($"Repository doesn't contain entry {EntryName(dir, name)}");

    public Entry OpenEntryOrNull(string name) => OpenEntryOrNull(null, name);

    public Entry OpenEntryOrNull(string dir, string name)
    {
        ExceptionContext.Check(!Disposed);
        string path = EntryName(dir, name);
        if (!_entries.TryGetValue(path, out ZipArchiveEntry entry))
            return null;
        ExceptionContext.CheckDecode(entry.Length < Array.MaxLength, "Repository stream too large to read into memory");

        // Models are read with seeks, which archives do not offer. The declared length is not trusted with an allocation.
        var stream = new MemoryStream();
        using (Stream source = entry.Open())
            source.CopyTo(stream);
        stream.Position = 0;
        return new Entry(path, stream, e => e.Stream.Dispose());
    }

    public bool Contains(string dir, string name) => _entries.ContainsKey(EntryName(dir, name));

    protected override void Dispose(bool disposing) => _archive.Dispose();
}
