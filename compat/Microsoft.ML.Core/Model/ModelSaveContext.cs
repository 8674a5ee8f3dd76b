using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// What a component writes itself into: a stream <c>Model.key</c> of header, data and strings, and in a repository
/// further streams and sub-models in the component's folder.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    internal readonly RepositoryWriter Repository;

    /// <summary>The component's folder; null at the root, or outside of a repository.</summary>
    internal readonly string Directory;

    internal readonly BinaryWriter Writer;
    internal readonly long FpMin;
    internal ModelHeader Header;

    private readonly Repository.Entry _entry;
    private readonly IExceptionContext _ectx;
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _stringIds = [];
    private string _loaderAssemblyName;

    internal ModelSaveContext(RepositoryWriter rep, string dir, string name)
    {
        Contracts.CheckValue(rep, nameof(rep));
        Repository = rep;
        _ectx = rep.ExceptionContext;
        Directory = dir;
        _entry = rep.CreateEntry(dir, name);
        Writer = new BinaryWriter(_entry.Stream, Encoding.UTF8, leaveOpen: true);
        FpMin = Begin();
    }

    internal ModelSaveContext(BinaryWriter writer, IExceptionContext ectx = null)
    {
        Contracts.CheckValue(writer, nameof(writer));
        _ectx = ectx;
        Writer = writer;
        FpMin = Begin();
    }

    internal bool InRepository => Repository != null;

    /// <summary>Throws unless the model's data is still empty.</summary>
    internal void CheckAtModel() => _ectx.Check(Writer.BaseStream.Position == FpMin + Header.FpModel);

    internal void SetVersionInfo(VersionInfo ver)
    {
        ModelHeader.SetVersionInfo(ref Header, ver);
        _loaderAssemblyName = ver.LoaderAssemblyName;
    }

    internal void SaveString(string str)
    {
        _ectx.CheckValue(str, nameof(str));
        if (!_stringIds.TryGetValue(str, out int id))
        {
            id = _strings.Count;
            _strings.Add(str);
            _stringIds.Add(str, id);
        }
        Writer.Write(id);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void SaveStringOrNull(string str)
    {
        if (str == null)
            Writer.Write(-1);
        else
            SaveString(str);
    }

    internal void SaveNonEmptyString(string str)
    {
        _ectx.CheckParam(!string.IsNullOrEmpty(str), nameof(str));
        SaveString(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        using Repository.Entry entry = OpenStream(name, action);
        using var writer = new StreamWriter(entry.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: -1, leaveOpen: true);
        action(writer);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using Repository.Entry entry = OpenStream(name, action);
        using var writer = new BinaryWriter(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
    }

    /// <summary>Saves a value into a sub-folder; null saves nothing.</summary>
    internal void SaveModel<T>(T value, string name)
        where T : class
    {
        _ectx.Check(InRepository, "Can't save a sub-model when writing to a single stream");
        SaveModel(Repository, value, Path.Combine(Directory ?? "", name));
    }

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        Contracts.CheckValue(rep, nameof(rep));
        if (value is not ICanSaveModel savable)
            return;
        using var ctx = new ModelSaveContext(rep, path, ModelLoadContext.ModelStreamName);
        savable.Save(ctx);
        ctx.Done();
    }

    internal static void Save(BinaryWriter writer, Action<ModelSaveContext> fn)
    {
        Contracts.CheckValue(fn, nameof(fn));
        using var ctx = new ModelSaveContext(writer);
        fn(ctx);
        ctx.Done();
    }

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        _ectx.Check(InRepository, "Can't save a sub-model when writing to a single stream");
        _ectx.CheckNonEmpty(dir, nameof(dir));
        _ectx.CheckValue(fn, nameof(fn));
        using var ctx = new ModelSaveContext(Repository, Path.Combine(Directory ?? "", dir), ModelLoadContext.ModelStreamName);
        fn(ctx);
        ctx.Done();
    }

    /// <summary>Writes what follows the data, and the header.</summary>
    internal void Done()
    {
        _ectx.Check(Header.ModelSignature != 0, "No version info has been set");
        Header.CbModel = Position - Header.FpModel;
        if (_strings.Count > 0)
        {
            Header.FpStringTable = Position;
            long end = 0;
            foreach (string text in _strings)
                Writer.Write(end += text.Length * sizeof(char));
            Header.FpStringChars = Position;
            Header.CbStringTable = Header.FpStringChars - Header.FpStringTable;
            Header.CbStringChars = end;
            foreach (string text in _strings)
                WriteUtf16(text);
        }
        if (!string.IsNullOrEmpty(_loaderAssemblyName))
        {
            Header.FpAssemblyName = Position;
            Header.CbAssemblyName = (uint)(_loaderAssemblyName.Length * sizeof(char));
            WriteUtf16(_loaderAssemblyName);
        }
        Header.FpTail = Position;
        Writer.Write(ModelHeader.TailSignatureValue);
        Header.FpLim = Position;

        Writer.BaseStream.Position = FpMin;
        Header.Write(Writer);
        Writer.BaseStream.Position = FpMin + Header.FpLim;
        Dispose();
    }

    public void Dispose()
    {
        if (_entry == null)
            return;
        Writer.Dispose();
        _entry.Dispose();
    }

    private long Position => Writer.BaseStream.Position - FpMin;

    private long Begin()
    {
        Header = ModelHeader.Create();
        long start = Writer.BaseStream.Position;
        Writer.Write(new byte[ModelHeader.Size]);
        return start;
    }

    private void WriteUtf16(string text) => Writer.Write(MemoryMarshal.AsBytes(text.AsSpan()));

    private Repository.Entry OpenStream(string name, Delegate action)
    {
        _ectx.Check(InRepository, "Can't save a stream when writing to a single stream");
        _ectx.CheckNonEmpty(name, nameof(name));
        _ectx.CheckValue(action, nameof(action));
        return Repository.CreateEntry(Directory, name);
    }
}
