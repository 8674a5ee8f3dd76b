using System;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

// A loader as part of a model file. These stand-ins write it for the original to read; they do not read such files.
public sealed partial class TextLoader
{
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

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(new VersionInfo(
            modelSignature: "TXTLOADR",
            verWrittenCur: 0x0001000E,
            verReadableCur: 0x0001000A,
            verWeCanReadBack: 0x0001000E,
            loaderAssemblyName: GenuineAssembly.Data,
            loaderSignature: LoaderSignature));
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
}
