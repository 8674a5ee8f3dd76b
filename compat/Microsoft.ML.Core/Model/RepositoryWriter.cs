using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Writes a model file. Streams may be open at the same time; each enters the archive when it is closed.</summary>
internal sealed class RepositoryWriter : Repository
{
    private const string DirTrainingInfo = "TrainingInfo";
    private const string MlNetVersion = "5.0.0";

    private readonly HashSet<string> _names = [];
    private readonly List<Entry> _open = [];
    private ZipArchive _archive;

    private RepositoryWriter(Stream stream, IExceptionContext ectx)
        : base(ectx) =>
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    public static RepositoryWriter CreateNew(Stream stream, IExceptionContext ectx = null)
    {
        ectx.CheckValue(stream, nameof(stream));
        var rep = new RepositoryWriter(stream, ectx);
        using Entry entry = rep.CreateEntry(DirTrainingInfo, "Version.txt");
        using var writer = new StreamWriter(entry.Stream, leaveOpen: true);
        writer.WriteLine(MlNetVersion);
        return rep;
    }

    public Entry CreateEntry(string name) => CreateEntry(null, name);

    public Entry CreateEntry(string dir, string name)
    {
        ExceptionContext.Check(!Disposed);
        string path = EntryName(dir, name);
        if (!_names.Add(path))
            throw ExceptionContext.ExceptParam(nameof(name), $"Duplicate entry: '{path}'");
        var entry = new Entry(path, new MemoryStream(), Add);
        _open.Add(entry);
        return entry;
    }

    /// <summary>Ends a successful save.</summary>
    public void Commit()
    {
        ExceptionContext.Check(!Disposed);
        while (_open.Count > 0)
            _open[^1].Dispose();
        Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        _archive.Dispose();
        _archive = null;
    }

    private void Add(Entry entry)
    {
        _open.Remove(entry);
        if (_archive == null)
            return;
        using Stream destination = _archive.CreateEntry(entry.Path).Open();
        ((MemoryStream)entry.Stream).WriteTo(destination);
    }
}
