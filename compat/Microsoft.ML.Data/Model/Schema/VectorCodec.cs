using System.IO;
using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Vectors. A block has the number of vectors; their length (0: they differ, and the lengths follow); how many values each
/// holds (-1: dense); the number of indices and the indices; the values as the item codec writes them.
/// </summary>
internal sealed class VectorCodec<T>(VectorDataViewType type, ItemCodec<T> itemCodec) : ValueCodec(type)
{
    private readonly int _size = type.Size;

    public override void WriteAnnotation(BinaryWriter writer, DataViewSchema.Annotations annotations, string kind)
    {
        VBuffer<T> value = default;
        annotations.GetValue(kind, ref value);
        Contracts.Check(_size == 0 || _size == value.Length, "The annotation's length is not that of its type");
        writer.Write(1);
        writer.Write(value.Length);
        if (value.Length == 0)
            writer.Write(0);
        writer.Write(value.IsDense ? -1 : value.GetValues().Length);
        writer.Write(value.GetIndices().Length);
        writer.Write(MemoryMarshal.AsBytes(value.GetIndices()));
        itemCodec.WriteItems(writer, value.GetValues());
    }

    public override void ReadAnnotation(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind)
    {
        Contracts.CheckDecode(reader.ReadInt32() == 1);
        int length = reader.ReadInt32();
        if (length == 0)
            length = reader.ReadInt32();
        Contracts.CheckDecode(length >= 0 && (_size == 0 || _size == length));
        int count = reader.ReadInt32();
        int indexCount = reader.ReadInt32();
        Contracts.CheckDecode(count < 0 ? indexCount == 0 : count == indexCount && count <= length);
        Contracts.CheckDecode(indexCount <= (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(int));
        var indices = new int[indexCount];
        for (int i = 0; i < indexCount; i++)
        {
            indices[i] = reader.ReadInt32();
            Contracts.CheckDecode((i == 0 ? -1 : indices[i - 1]) < indices[i] && indices[i] < length);
        }
        T[] items = itemCodec.ReadItems(reader, count < 0 ? length : count);
        var value = new VBuffer<T>(length, items.Length, items, indices);
        builder.Add(kind, Type, (ref VBuffer<T> destination) => value.CopyTo(ref destination));
    }

    protected override ValueCodec ToVector(VectorDataViewType vectorType) => throw Contracts.Except("There are no vectors of vectors");

    protected override ValueCodec ToKey(KeyDataViewType keyType) => throw Contracts.Except("A vector cannot be a key");
}
