using System;
using System.IO;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The kind of constructor or Create method that makes a component from a model: it takes the context.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);

/// <summary>What a component reads itself from: the dual of <see cref="ModelSaveContext"/>.</summary>
internal sealed partial class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";

    public readonly RepositoryReader Repository;

    /// <summary>The component's folder; null at the root, or outside of a repository.</summary>
    public readonly string Directory;

    public readonly BinaryReader Reader;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;
    public readonly long FpMin;
    public ModelHeader Header;

    private readonly Repository.Entry _entry;
    private readonly IExceptionContext _ectx;

    /// <summary>Reads from an entry of a repository. The caller keeps the entry.</summary>
    internal ModelLoadContext(RepositoryReader rep, Repository.Entry ent, string dir)
        : this(new BinaryReader(ent.Stream, Encoding.UTF8, leaveOpen: true), rep.ExceptionContext)
    {
        Repository = rep;
        Directory = dir;
        _entry = ent;
    }

    internal ModelLoadContext(BinaryReader reader, IExceptionContext ectx = null)
    {
        Contracts.CheckValue(reader, nameof(reader));
        _ectx = ectx;
        Reader = reader;
        FpMin = reader.BaseStream.Position;
        Header = ModelHeader.Read(reader, reader.BaseStream.Length - FpMin);
        Strings = ReadStrings();
        LoaderAssemblyName = Header.FpAssemblyName == 0 ? null : ReadUtf16(Header.FpAssemblyName, Header.CbAssemblyName);
        Seek(Header.FpTail);
        _ectx.CheckDecode(reader.ReadUInt64() == ModelHeader.TailSignatureValue, "Corrupt model file tail");
        Seek(Header.FpModel);
    }

    public bool InRepository => Repository != null;

    /// <summary>Throws unless nothing of the model's data has been read.</summary>
    public void CheckAtModel() => _ectx.Check(Reader.BaseStream.Position == FpMin + Header.FpModel);

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    public void CheckVersionInfo(VersionInfo ver) => ModelHeader.CheckVersionInfo(ref Header, ver);

    public string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        _ectx.CheckDecode(-1 <= id && id < (Strings?.Length ?? 0));
        return id < 0 ? null : Strings[id];
    }

    public string LoadString()
    {
        string text = LoadStringOrNull();
        _ectx.CheckDecode(text != null);
        return text;
    }

    public string LoadNonEmptyString()
    {
        string text = LoadStringOrNull();
        _ectx.CheckDecode(!string.IsNullOrEmpty(text));
        return text;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        using Repository.Entry entry = OpenStream(name, action);
        if (entry == null)
            return false;
        using var reader = new BinaryReader(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        using Repository.Entry entry = OpenStream(name, action);
        if (entry == null)
            return false;
        using var reader = new StreamReader(entry.Stream);
        action(reader);
        return true;
    }

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        _ectx.Check(InRepository, "Can't load a sub-model when reading from a single stream");
        _ectx.CheckNonEmpty(dir, nameof(dir));
        _ectx.CheckValue(action, nameof(action));
        string path = Path.Combine(Directory ?? "", dir);
        using Repository.Entry entry = Repository.OpenEntryOrNull(path, ModelStreamName);
        if (entry == null)
            return false;
        using var ctx = new ModelLoadContext(Repository, entry, path);
        action(ctx);
        return true;
    }

    /// <summary>Throws unless all of the model's data has been read, and moves behind the model.</summary>
    public void Done()
    {
        _ectx.CheckDecode(Reader.BaseStream.Position == FpMin + Header.FpModel + Header.CbModel);
        Seek(Header.FpLim);
        Dispose();
    }

    public void Dispose()
    {
        if (_entry != null)
            Reader.Dispose();
    }

    private void Seek(long offset) => Reader.BaseStream.Position = FpMin + offset;

    private string[] ReadStrings()
    {
        if (Header.FpStringTable == 0)
            return null;
        var strings = new string[Header.CbStringTable / sizeof(long)];
        Seek(Header.FpStringTable);
        var ends = new long[strings.Length];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = Reader.ReadInt64();
        long start = 0;
        for (int i = 0; i < strings.Length; start = ends[i], i++)
        {
            _ectx.CheckDecode(start <= ends[i] && ends[i] <= Header.CbStringChars && ends[i] % sizeof(char) == 0);
            strings[i] = ReadUtf16(Header.FpStringChars + start, ends[i] - start);
        }
        _ectx.CheckDecode(start == Header.CbStringChars);
        return strings;
    }

    private string ReadUtf16(long offset, long byteCount)
    {
        Seek(offset);
        byte[] bytes = Reader.ReadBytes(checked((int)byteCount));
        _ectx.CheckDecode(bytes.Length == byteCount);
        return Encoding.Unicode.GetString(bytes);
    }

    private Repository.Entry OpenStream(string name, Delegate action)
    {
        _ectx.Check(InRepository, "Can't load a stream when reading from a single stream");
        _ectx.CheckNonEmpty(name, nameof(name));
        _ectx.CheckValue(action, nameof(action));
        return Repository.OpenEntryOrNull(Directory, name);
    }
}
