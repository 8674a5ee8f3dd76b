using System;
using System.IO;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A model file: a zip archive of named streams in folders.</summary>
internal abstract class Repository : IDisposable
{
    protected Repository(IExceptionContext ectx) => ExceptionContext = ectx;

    public IExceptionContext ExceptionContext { get; }

    public bool Disposed { get; private set; }

    public void Dispose()
    {
        if (Disposed)
            return;
        Disposed = true;
        Dispose(true);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>The name of a stream in the archive. Folders come joined in the manner of the platform; archives use slashes.</summary>
    protected string EntryName(string dir, string name)
    {
        ExceptionContext.CheckParam(dir == null || !dir.Contains(".."), nameof(dir));
        ExceptionContext.CheckParam(!string.IsNullOrWhiteSpace(name) && !name.Contains(".."), nameof(name));
        return Normalized(Path.Combine(dir ?? "", name));
    }

    protected static string Normalized(string path) => path.Replace('\\', '/');

    /// <summary>An open stream of the archive.</summary>
    internal sealed class Entry : IDisposable
    {
        private Action<Entry> _closing;

        internal Entry(string path, Stream stream, Action<Entry> closing)
        {
            Path = path;
            Stream = stream;
            _closing = closing;
        }

        public string Path { get; }

        public Stream Stream { get; }

        public void Dispose()
        {
            _closing?.Invoke(this);
            _closing = null;
        }
    }
}
