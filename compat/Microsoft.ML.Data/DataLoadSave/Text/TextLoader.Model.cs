using System;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(TextLoader.Summary, typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

// A loader as part of a model file.
public sealed partial class TextLoader
{
    internal const string Summary = "Loads text data file.";
    internal const string LoaderSignature = "TextLoader";

    [Flags]
    private enum Flags : uint
    {
        TrimWhitespace = 0x01,
        HasHeader = 0x02,
        AllowQuoting = 0x04,
        AllowSparse = 0x08,
        ReadMultilines = 0x10,
        MissingRealsAsNaNs = 0x20,
    }

    private TextLoader(IHost host, ModelLoadContext ctx)
    {
        _host = host;
        _useThreads = true;
        host.CheckDecode(ctx.Reader.ReadInt32() == sizeof(float));
        long maxRows = ctx.Reader.ReadInt64();
        var flags = (Flags)ctx.Reader.ReadUInt32();
        int inputSize = ctx.Reader.ReadInt32();
        int separatorCount = ctx.Reader.ReadInt32();
        host.CheckDecode(maxRows > 0 && inputSize >= 0 && separatorCount is > 0 and <= char.MaxValue);
        _format = new TextFormat
        {
            MaxRows = maxRows,
            InputSize = inputSize,
            TrimWhitespace = flags.HasFlag(Flags.TrimWhitespace),
            HasHeader = flags.HasFlag(Flags.HasHeader),
            AllowQuoting = flags.HasFlag(Flags.AllowQuoting),
            AllowSparse = flags.HasFlag(Flags.AllowSparse),
            ReadMultilines = flags.HasFlag(Flags.ReadMultilines),
            MissingRealsAsNaNs = flags.HasFlag(Flags.MissingRealsAsNaNs),
            Separators = Enumerable.Range(0, separatorCount).Select(_ => (char)ctx.Reader.ReadInt16()).ToArray(),
            EscapeChar = ctx.Reader.ReadChar(),
            DecimalMarker = ctx.Reader.ReadChar(),
        };
        int columnCount = ctx.Reader.ReadInt32();
        host.CheckDecode(columnCount > 0);
        TextColumn[] columns = Enumerable.Range(0, columnCount).Select(_ => LoadColumn(host, ctx)).ToArray();
        string header = null;
        ctx.TryLoadTextStream("Header.txt", reader => header = reader.ReadLine());
        _columns = new TextSchema(columns, _format, header);
    }

    internal static TextLoader Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        IHost host = env.Register(LoaderSignature);
        host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(GetVersionInfo());
        return new TextLoader(host, ctx);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(sizeof(float));
        ctx.Writer.Write(_format.MaxRows);
        ctx.Writer.Write((uint)FlagsOf(_format));
        ctx.Writer.Write(_format.InputSize);
        ctx.Writer.Write(_format.Separators.Length);
        foreach (char separator in _format.Separators)
            ctx.Writer.Write((short)separator);
        ctx.Writer.Write(_format.EscapeChar);
        ctx.Writer.Write(_format.DecimalMarker);
        ctx.Writer.Write(_columns.Columns.Length);
        foreach (TextColumn column in _columns.Columns)
            SaveColumn(ctx, column);
        if (!string.IsNullOrEmpty(_columns.Header))
            ctx.SaveTextStream("Header.txt", writer => writer.WriteLine(_columns.Header));
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "TXTLOADR",
        verWrittenCur: 0x0001000E,
        verReadableCur: 0x0001000A,
        verWeCanReadBack: 0x0001000E,
        loaderAssemblyName: GenuineAssembly.Data,
        loaderSignature: LoaderSignature);

    private static Flags FlagsOf(TextFormat format) =>
        (format.TrimWhitespace ? Flags.TrimWhitespace : 0)
        | (format.HasHeader ? Flags.HasHeader : 0)
        | (format.AllowQuoting ? Flags.AllowQuoting : 0)
        | (format.AllowSparse ? Flags.AllowSparse : 0)
        | (format.ReadMultilines ? Flags.ReadMultilines : 0)
        | (format.MissingRealsAsNaNs ? Flags.MissingRealsAsNaNs : 0);

    private static void SaveColumn(ModelSaveContext ctx, TextColumn column)
    {
        ctx.SaveNonEmptyString(column.Name);
        ctx.Writer.Write((byte)column.ItemType.GetRawKind());
        ctx.Writer.Write(column.ItemType is KeyDataViewType);
        if (column.ItemType is KeyDataViewType key)
            ctx.Writer.Write(key.Count);
        ctx.Writer.Write(column.Runs.Length);
        foreach (FieldRun run in column.Runs)
        {
            ctx.Writer.Write(run.Min);
            ctx.Writer.Write(run.Lim);
            ctx.Writer.Write(run.ForceVector);
        }
    }

    private static TextColumn LoadColumn(IHost host, ModelLoadContext ctx)
    {
        string name = ctx.LoadNonEmptyString();
        Type raw = ((InternalDataKind)ctx.Reader.ReadByte()).ToType();
        bool isKey = ctx.Reader.ReadBoolean();
        host.CheckDecode(raw is not null && (!isKey || KeyDataViewType.IsValidDataType(raw)));
        ulong keyCount = isKey ? ctx.Reader.ReadUInt64() : 1;
        int runCount = ctx.Reader.ReadInt32();
        host.CheckDecode(keyCount > 0 && runCount > 0);
        FieldRun[] runs = Enumerable.Range(0, runCount)
            .Select(_ => new FieldRun(ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32(), ctx.Reader.ReadBoolean())).ToArray();
        host.CheckDecode(runs.All(r => 0 <= r.Min && r.Min < r.Lim));
        return new TextColumn(name, isKey ? new KeyDataViewType(raw, keyCount) : ColumnTypeExtensions.PrimitiveTypeFromType(raw), runs);
    }
}
