using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A codec of scalars, which vectors are made of.</summary>
internal abstract class ItemCodec<T>(DataViewType type) : ValueCodec(type)
{
    public abstract void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items);

    public abstract T[] ReadItems(BinaryReader reader, int count);

    public override void WriteAnnotation(BinaryWriter writer, DataViewSchema.Annotations annotations, string kind)
    {
        T value = default;
        annotations.GetValue(kind, ref value);
        WriteItems(writer, [value]);
    }

    public override void ReadAnnotation(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string kind)
    {
        T value = ReadItems(reader, 1)[0];
        builder.Add(kind, Type, (ref T destination) => destination = value);
    }

    protected override ValueCodec ToVector(VectorDataViewType vectorType) => new VectorCodec<T>(vectorType, this);

    protected override ValueCodec ToKey(KeyDataViewType keyType) => throw Contracts.Except($"{Type} cannot be a key");

    // The count comes from the file: what it needs must be there before memory is taken for it.
    protected static byte[] ReadBytes(BinaryReader reader, int count, int size)
    {
        long length = (long)count * size;
        Contracts.CheckDecode(count >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position);
        return reader.ReadBytes((int)length);
    }
}

/// <summary>Values as their bytes in memory.</summary>
internal sealed class RawCodec<T>(DataViewType type) : ItemCodec<T>(type)
    where T : unmanaged
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<T> items) => writer.Write(MemoryMarshal.AsBytes(items));

    public override T[] ReadItems(BinaryReader reader, int count) =>
        MemoryMarshal.Cast<byte, T>(ReadBytes(reader, count, Marshal.SizeOf<T>())).ToArray();

    protected override ValueCodec ToKey(KeyDataViewType keyType) => new RawCodec<T>(keyType);
}

/// <summary>Eight values in a byte.</summary>
internal sealed class BooleanCodec() : ItemCodec<bool>(BooleanDataViewType.Instance)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<bool> items)
    {
        var bits = new byte[(items.Length + 7) / 8];
        for (int i = 0; i < items.Length; i++)
            if (items[i])
                bits[i / 8] |= (byte)(1 << (i % 8));
        writer.Write(bits);
    }

    public override bool[] ReadItems(BinaryReader reader, int count)
    {
        byte[] bits = ReadBytes(reader, (int)(((long)count + 7) / 8), 1);
        var items = new bool[count];
        for (int i = 0; i < count; i++)
            items[i] = (bits[i / 8] & (1 << (i % 8))) != 0;
        return items;
    }
}

/// <summary>The number of texts, where each ends, and all texts as one.</summary>
internal sealed class TextCodec() : ItemCodec<ReadOnlyMemory<char>>(TextDataViewType.Instance)
{
    protected override string Name => "TextSpan";

    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> items)
    {
        var all = new StringBuilder();
        writer.Write(items.Length);
        foreach (ReadOnlyMemory<char> item in items)
        {
            all.Append(item);
            writer.Write(all.Length);
        }
        writer.Write(all.ToString());
    }

    public override ReadOnlyMemory<char>[] ReadItems(BinaryReader reader, int count)
    {
        Contracts.CheckDecode(reader.ReadInt32() == count);
        ReadOnlySpan<int> ends = MemoryMarshal.Cast<byte, int>(ReadBytes(reader, count, sizeof(int)));
        string all = reader.ReadString();
        var items = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; start = ends[i], i++)
        {
            Contracts.CheckDecode(start <= ends[i] && ends[i] <= all.Length);
            items[i] = all.AsMemory(start, ends[i] - start);
        }
        return items;
    }
}

/// <summary>Ticks.</summary>
internal sealed class DateTimeCodec() : ItemCodec<DateTime>(DateTimeDataViewType.Instance)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<DateTime> items)
    {
        foreach (DateTime item in items)
            writer.Write(item.Ticks);
    }

    public override DateTime[] ReadItems(BinaryReader reader, int count)
    {
        ReadOnlySpan<long> ticks = MemoryMarshal.Cast<byte, long>(ReadBytes(reader, count, sizeof(long)));
        var items = new DateTime[count];
        for (int i = 0; i < count; i++)
        {
            Contracts.CheckDecode(DateTime.MinValue.Ticks <= ticks[i] && ticks[i] <= DateTime.MaxValue.Ticks);
            items[i] = new DateTime(ticks[i]);
        }
        return items;
    }
}

/// <summary>First the offsets in minutes, then the ticks of local time.</summary>
internal sealed class DateTimeOffsetCodec() : ItemCodec<DateTimeOffset>(DateTimeOffsetDataViewType.Instance)
{
    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<DateTimeOffset> items)
    {
        foreach (DateTimeOffset item in items)
            writer.Write((short)item.Offset.TotalMinutes);
        foreach (DateTimeOffset item in items)
            writer.Write(item.Ticks);
    }

    public override DateTimeOffset[] ReadItems(BinaryReader reader, int count)
    {
        byte[] minutes = ReadBytes(reader, count, sizeof(short)), ticks = ReadBytes(reader, count, sizeof(long));
        var items = new DateTimeOffset[count];
        try
        {
            for (int i = 0; i < count; i++)
                items[i] = new DateTimeOffset(BitConverter.ToInt64(ticks, i * sizeof(long)), TimeSpan.FromMinutes(BitConverter.ToInt16(minutes, i * sizeof(short))));
        }
        catch (ArgumentException ex)
        {
            throw Contracts.ExceptDecode(ex, "Invalid date and time");
        }
        return items;
    }
}
