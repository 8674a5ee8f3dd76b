using System;
using System.Linq;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>What the transforms that turn keys into vectors have in common.</summary>
internal static class KeyVectors
{
    /// <summary>Throws unless the column has keys of known number.</summary>
    public static void Check(IExceptionContext ectx, DataViewSchema inputSchema, DataViewSchema.Column column)
    {
        if (column.Type.GetItemType() is not KeyDataViewType)
            throw ectx.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, "key type of known cardinality", column.Type.ToString());
    }

    /// <summary>The names of all keys; null unless they are text.</summary>
    public static string[] KeyNames(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is not VectorDataViewType { ItemType: TextDataViewType } type
            || type.Size != column.Type.GetItemType().GetKeyCountAsInt32())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetKeyValues(ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }

    /// <summary>Names of the slots of one vector per source slot: "source.name", where a source without a name goes by its index.</summary>
    public static string[] SlotNames(DataViewSchema.Column column, string[] names)
    {
        int sourceCount = column.Type.GetVectorSize();
        VBuffer<ReadOnlyMemory<char>> sources = default;
        if (column.HasSlotNames(sourceCount))
            column.GetSlotNames(ref sources);
        else
            sources = new VBuffer<ReadOnlyMemory<char>>(sourceCount, 0, null, null);
        return sources.Items(all: true)
            .Select(source => source.Value.IsEmpty ? $"[{source.Key}]" : source.Value.ToString())
            .SelectMany(source => names.Select(name => $"{source}.{name}"))
            .ToArray();
    }

    public static void AddSlotNames(DataViewSchema.Annotations.Builder annotations, VectorDataViewType type, string[] names)
    {
        ReadOnlyMemory<char>[] texts = names.Select(name => name.AsMemory()).ToArray();
        annotations.Add(AnnotationUtils.Kinds.SlotNames, type,
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));
    }

    /// <summary>A getter of the raw keys as a vector, also if the column is a scalar.</summary>
    public static ValueGetter<VBuffer<uint>> KeyGetter(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType key = column.Type.GetItemType();
        Delegate convert = Conversions.GetOrNull(key, NumberDataViewType.UInt32)
            ?? throw Contracts.Except($"There are more keys in column '{column.Name}' than a vector can have slots");
        return TypedCall.Invoke<ValueGetter<VBuffer<uint>>>(KeyGetter<uint>, key.RawType, row, column, convert);
    }

    private static ValueGetter<VBuffer<uint>> KeyGetter<T>(DataViewRow row, DataViewSchema.Column column, Delegate converter)
    {
        var convert = (Converter<T, uint>)converter;
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> getOne = row.GetGetter<T>(column);
            T key = default;
            return (ref VBuffer<uint> value) =>
            {
                getOne(ref key);
                VBufferEditor<uint> editor = VBufferEditor.Create(ref value, 1);
                editor.Values[0] = convert(key);
                value = editor.Commit();
            };
        }
        ValueGetter<VBuffer<T>> getMany = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> keys = default;
        return (ref VBuffer<uint> value) =>
        {
            getMany(ref keys);
            VBufferEditor<uint> editor = VBufferEditor.Create(ref value, keys.Length);
            foreach ((int slot, T key) in keys.Items(all: true))
                editor.Values[slot] = convert(key);
            value = editor.Commit();
        };
    }
}
