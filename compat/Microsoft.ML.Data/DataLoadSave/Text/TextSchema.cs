using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a text loader, bound to fields; vectors are named by the fields of the header.</summary>
internal sealed class TextSchema
{
    public TextSchema(TextColumn[] columns, TextFormat format, string header)
    {
        Columns = columns;
        Header = header;
        Schema = MakeSchema(format);
    }

    public TextColumn[] Columns { get; }

    /// <summary>The line that slots were named by, or null.</summary>
    public string Header { get; }

    public DataViewSchema Schema { get; }

    /// <summary>Binds columns, reading a header or sample lines only if something depends on them.</summary>
    public static TextSchema Bind(TextLoader.Column[] columns, TextFormat format, IMultiStreamSource headerFile, IMultiStreamSource sample)
    {
        string header = null;
        if (headerFile is not null)
            header = SampleLines(headerFile, format).FirstOrDefault();
        else if (format.HasHeader && sample is not null)
            header = SampleLines(sample, format).FirstOrDefault();

        foreach (TextLoader.Column column in columns)
        {
            if (string.IsNullOrWhiteSpace(column.Name))
                throw Contracts.ExceptParam(nameof(column.Name), "Name cannot be null, empty or white space");
            if (column.Source is not { Length: > 0 })
                throw Contracts.ExceptParam(nameof(column.Source), "Must specify some source column indices");
        }
        int size = format.InputSize;
        if (size == 0 && columns.Any(c => c.Source.Any(r => r.AutoEnd && r.Max is null)))
            size = MeasureLines(headerFile is null ? null : header, sample, format);
        return new TextSchema(BindRuns(columns, size), format, header);
    }

    // 100 lines at most: enough to see that lines differ in length.
    private static int MeasureLines(string header, IMultiStreamSource sample, TextFormat format)
    {
        var scanner = new FieldScanner(format, int.MaxValue);
        IEnumerable<string> lines = sample is null ? [] : SampleLines(sample, format);
        int[] sizes = (header is null ? lines : lines.Prepend(header)).Take(100).Select(scanner.Scan).Distinct().ToArray();
        return sizes.Length switch
        {
            0 => throw Contracts.ExceptParam(nameof(TextLoader.Column.Source), "Can't determine the number of source columns without valid data"),
            1 => sizes[0],
            _ => throw Contracts.ExceptParam(nameof(TextLoader.Column.Source), "The size of input lines is not consistent"),
        };
    }

    private static IEnumerable<string> SampleLines(IMultiStreamSource source, TextFormat format) =>
        LineReader.Read(source, format with { MaxRows = 100 }, skipHeader: false).Select(l => l.Text);

    private static TextColumn[] BindRuns(TextLoader.Column[] columns, int size)
    {
        FieldRun[][] runs = columns.Select(c => c.Source.Select(r => Run(r, size)).ToArray()).ToArray();
        int others = Array.FindIndex(columns, c => c.Source.Any(r => r.AllOther));
        if (others >= 0)
        {
            if (columns.Sum(c => c.Source.Count(r => r.AllOther)) > 1)
                throw Contracts.ExceptParam(nameof(TextLoader.Range.AllOther), "At most one all other range can be specified");
            int at = Array.FindIndex(columns[others].Source, r => r.AllOther);
            FieldRun whole = runs[others][at];
            FieldRun[] taken = runs.SelectMany((r, i) => i == others ? r.Where((_, j) => j != at) : r).OrderBy(r => r.Min).ToArray();
            runs[others] = [.. runs[others][..at], .. Gaps(whole, taken), .. runs[others][(at + 1)..]];
            if (runs[others].Length == 0)
                throw Contracts.ExceptParam(nameof(TextLoader.Range.AllOther), "No index is selected as all other indexes.");
        }
        return columns.Select((c, i) => new TextColumn(c.Name.Trim(), ItemType(c), runs[i])).ToArray();
    }

    private static FieldRun Run(TextLoader.Range range, int size)
    {
        const int limit = TextFormat.FieldLimit - 1;
        if (range.Min < 0 || range.Min >= limit)
            throw Contracts.ExceptParam(nameof(range.Min));
        if (range.Max is { } max)
        {
            return range.Min <= max && max < limit ? new FieldRun(range.Min, max + 1, range.ForceVector)
                : throw Contracts.ExceptParam(nameof(range.Max));
        }
        if (range.AutoEnd)
        {
            return range.Min < size ? new FieldRun(range.Min, size, true)
                : throw Contracts.ExceptParam(nameof(range.Min), $"Column #{range.Min} not found in the dataset (it only has {size} columns)");
        }
        return range.VariableEnd ? new FieldRun(range.Min, TextFormat.FieldLimit, true) : new FieldRun(range.Min, range.Min + 1, range.ForceVector);
    }

    // What is left of a run when the fields that others take are cut out; taken is sorted.
    private static IEnumerable<FieldRun> Gaps(FieldRun whole, FieldRun[] taken)
    {
        int min = whole.Min;
        foreach (FieldRun run in taken.Where(r => r.Lim > whole.Min && r.Min < whole.Lim))
        {
            if (min < run.Min)
                yield return new FieldRun(min, run.Min, true);
            min = Math.Max(min, run.Lim);
        }
        if (min < whole.Lim)
            yield return new FieldRun(min, whole.Lim, true);
    }

    private static PrimitiveDataViewType ItemType(TextLoader.Column column)
    {
        bool unset = column.DataKind == default;
        if (column.KeyCount is null)
            return TypeOf(unset ? DataKind.Single : column.DataKind);
        Type raw = TypeOf(unset ? DataKind.UInt32 : column.DataKind).RawType;
        if (!KeyDataViewType.IsValidDataType(raw))
            throw Contracts.ExceptUserArg(nameof(column.DataKind), "Bad item type for Key");
        return new KeyDataViewType(raw, column.KeyCount.Count ?? raw.ToMaxInt());
    }

    private static PrimitiveDataViewType TypeOf(DataKind kind) => Enum.IsDefined(kind)
        ? ColumnTypeExtensions.PrimitiveTypeFromKind(kind.ToInternalDataKind())
        : throw Contracts.ExceptUserArg("Type", "Bad item type");

    private DataViewSchema MakeSchema(TextFormat format)
    {
        var fields = new FieldScanner(format, int.MaxValue);
        if (!string.IsNullOrEmpty(Header))
            fields.Scan(Header);
        var builder = new DataViewSchema.Builder();
        foreach (TextColumn column in Columns)
            builder.AddColumn(column.Name, column.Type, column.HasSlotNames ? SlotNames(column, fields) : null);
        return builder.ToSchema();
    }

    private static DataViewSchema.Annotations SlotNames(TextColumn column, FieldScanner header)
    {
        var names = new ReadOnlyMemory<char>[column.FixedSize];
        int start = 0;
        bool any = false;
        foreach (FieldRun run in column.Runs)
        {
            for (int at = header.Find(run.Min); at < header.Count && header.Index(at) < run.Lim; at++)
            {
                names[start + header.Index(at) - run.Min] = header.Value(at).Trim();
                any = true;
            }
            start += run.Size;
        }
        if (!any)
            return null;
        var all = new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length), (ref VBuffer<ReadOnlyMemory<char>> dst) => all.CopyTo(ref dst));
        return builder.ToAnnotations();
    }
}
