using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What a normalizer does to the slots of one column. Scalars are vectors of one slot here.</summary>
internal abstract class NormalizerFunction
{
    public abstract NormalizingTransformer.NormalizerModelParametersBase ToModelParameters();

    public abstract Delegate MakeGetter(DataViewRow input, DataViewSchema.Column source);

    public abstract void Save(ModelSaveContext ctx);

    /// <summary>Reads the function of a column of the given type.</summary>
    public static NormalizerFunction Load(ModelLoadContext ctx, DataViewType type)
    {
        bool isSingle = type.GetItemType() == NumberDataViewType.Single;
        return ctx.Header.LoaderSignature switch
        {
            AffineFunction.LoaderSignature => isSingle ? AffineFunction.Load<float>(ctx, type) : AffineFunction.Load<double>(ctx, type),
            CumulativeNormalFunction.LoaderSignature => isSingle ? CumulativeNormalFunction.Load<float>(ctx, type) : CumulativeNormalFunction.Load<double>(ctx, type),
            string other => throw Contracts.ExceptDecode($"Unknown normalizer '{other}'"),
        };
    }

    /// <summary>A getter of the column's values as a vector, also if they are scalars.</summary>
    public static ValueGetter<VBuffer<T>> SlotGetter<T>(DataViewRow row, DataViewSchema.Column source)
    {
        if (source.Type is VectorDataViewType)
            return row.GetGetter<VBuffer<T>>(row.Schema[source.Index]);
        ValueGetter<T> getter = row.GetGetter<T>(row.Schema[source.Index]);
        return (ref VBuffer<T> value) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, 1);
            getter(ref editor.Values[0]);
            value = editor.Commit();
        };
    }

    protected static void CheckNumberSize<T>(BinaryReader reader) => Contracts.CheckDecode(reader.ReadInt32() == Unsafe.SizeOf<T>());

    protected static void CheckSlotCount(int expected, DataViewType type)
    {
        int actual = type.GetValueCount();
        if (expected != actual)
            throw Contracts.Except($"Normalizer expected {expected} slots, but the input data column has {actual} {(actual == 1 ? "slot" : "slots")}.");
    }

    protected static void WriteNumbers<T>(BinaryWriter writer, T[] values)
        where T : struct =>
        writer.Write(MemoryMarshal.AsBytes<T>(values));

    protected static T[] ReadNumbers<T>(BinaryReader reader, int count)
        where T : struct
    {
        byte[] bytes = reader.ReadBytes(checked(count * Unsafe.SizeOf<T>()));
        Contracts.CheckDecode(bytes.Length == count * Unsafe.SizeOf<T>());
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }
}
