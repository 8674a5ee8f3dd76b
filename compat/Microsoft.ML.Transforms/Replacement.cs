using System;
using System.IO;
using System.Linq;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What NaN in one column is replaced with.</summary>
internal abstract class Replacement
{
    private const string ValueKind = "Value";

    public abstract void CheckFits(IExceptionContext ectx, DataViewSchema.Column source);

    public abstract Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source);

    // The type of the value, a scalar or a vector, and the value as an annotation.
    protected abstract (DataViewType Type, DataViewSchema.Annotations Value) Stored();

    public void Save(BinaryWriter writer)
    {
        (DataViewType type, DataViewSchema.Annotations value) = Stored();
        ValueCodec codec = ValueCodec.ForTypeOrNull(type);
        codec.WriteDescription(writer);
        codec.WriteAnnotation(writer, value, ValueKind);
    }

    public static Replacement Load(BinaryReader reader)
    {
        ValueCodec codec = ValueCodec.ReadDescriptionOrNull(reader);
        Contracts.CheckDecode(codec != null);
        var builder = new DataViewSchema.Annotations.Builder();
        codec.ReadAnnotation(reader, builder, ValueKind);
        DataViewSchema.Annotations value = builder.ToAnnotations();
        if (codec.Type.GetItemType() == NumberDataViewType.Single)
            return Load<float>(codec.Type, value);
        Contracts.CheckDecode(codec.Type.GetItemType() == NumberDataViewType.Double);
        return Load<double>(codec.Type, value);
    }

    private static Replacement Load<T>(DataViewType type, DataViewSchema.Annotations stored)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (type is VectorDataViewType vector)
        {
            VBuffer<T> values = default;
            stored.GetValue(ValueKind, ref values);
            return new Replacement<T>(vector, values.DenseValues().ToArray());
        }
        T value = default;
        stored.GetValue(ValueKind, ref value);
        return new Replacement<T>(null, [value]);
    }

    protected static DataViewSchema.Annotations ToAnnotation<T>(DataViewType type, T value)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(ValueKind, type, (ref T destination) => destination = value);
        return builder.ToAnnotations();
    }
}

/// <summary>One value for everything, or, with the type of the vectors, one per slot.</summary>
internal sealed class Replacement<T>(VectorDataViewType bySlot, T[] values) : Replacement
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private static readonly NumberDataViewType ItemType = ColumnTypeExtensions.NumberTypeFromType(typeof(T));

    protected override (DataViewType Type, DataViewSchema.Annotations Value) Stored() =>
        bySlot == null
            ? (ItemType, ToAnnotation(ItemType, values[0]))
            : (bySlot, ToAnnotation(bySlot, new VBuffer<T>(values.Length, values)));

    public override void CheckFits(IExceptionContext ectx, DataViewSchema.Column source)
    {
        DataViewType own = bySlot != null ? bySlot : ItemType;
        if (!source.Type.GetItemType().Equals(ItemType))
            throw ectx.ExceptParam("inputSchema", $"Column '{source.Name}' item type '{ItemType}' does not match expected ColumnType of '{source.Type}'");
        if (bySlot != null && source.Type.GetVectorSize() != bySlot.Size)
            throw ectx.ExceptParam("inputSchema", $"Column '{source.Name}' item type '{own}' must be a scalar or a vector of the same size as Columntype '{source.Type}'");
    }

    public override Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getOne = input.GetGetter<T>(source);
            return (ValueGetter<T>)((ref T value) =>
            {
                getOne(ref value);
                value = Fill(value, 0);
            });
        }
        ValueGetter<VBuffer<T>> getMany = input.GetGetter<VBuffer<T>>(source);
        VBuffer<T> row = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            getMany(ref row);
            Contracts.Check(bySlot == null || row.Length == values.Length);
            row.CopyTo(ref value);
            VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
            for (int i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = Fill(editor.Values[i], editor.Indices.IsEmpty ? i : editor.Indices[i]);
            value = editor.Commit();
        });
    }

    private T Fill(T value, int slot) => T.IsNaN(value) ? values[bySlot == null ? 0 : slot] : value;
}
