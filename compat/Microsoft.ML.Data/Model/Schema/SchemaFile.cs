using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A schema as a file of the binary data view format without rows: a 256-byte header, the columns' annotations, the table of
/// columns, and a tail signature. Columns and annotations whose type the format does not know are left out.
/// </summary>
internal static class SchemaFile
{
    private const int HeaderSize = 256;
    private const ulong Signature = 0x00425644004C4D43; // "CML\0DVB\0"
    private const ulong TailSignature = 0x434D4C0044564200; // "\0BVD\0LMC"
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestReadable = 0x0001000100010002;

    private enum Compression : byte
    {
        None = 0,
        Deflate = 1,
    }

    public static void Write(Stream stream, DataViewSchema schema)
    {
        var columns = new List<(DataViewSchema.Column Column, ValueCodec Codec)>();
        foreach (DataViewSchema.Column column in schema)
            if (ValueCodec.ForTypeOrNull(column.Type) is { } codec)
                columns.Add((column, codec));

        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(new byte[HeaderSize]);
        var annotationTables = new long[columns.Count];
        for (int i = 0; i < annotationTables.Length; i++)
            annotationTables[i] = WriteAnnotations(writer, columns[i].Column.Annotations);

        long table = stream.Position;
        for (int i = 0; i < annotationTables.Length; i++)
        {
            writer.Write(columns[i].Column.Name);
            columns[i].Codec.WriteDescription(writer);
            writer.Write((byte)Compression.Deflate);
            writer.Write7BitEncodedInt(1); // rows per block
            writer.Write((long)HeaderSize); // the lookup table of blocks, which is empty
            writer.Write(annotationTables[i]);
        }
        long tail = stream.Position;
        writer.Write(TailSignature);

        stream.Position = 0;
        writer.Write(Signature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(table);
        writer.Write(tail);
        writer.Write(0L); // rows
        writer.Write(columns.Count);
        writer.Flush();
        stream.Position = stream.Length;
    }

    public static DataViewSchema Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            return Read(reader);
        }
        catch (EndOfStreamException ex)
        {
            throw Contracts.ExceptDecode(ex, "The schema ends too early");
        }
    }

    private static DataViewSchema Read(BinaryReader reader)
    {
        Stream stream = reader.BaseStream;
        Contracts.CheckDecode(stream.Length >= HeaderSize + sizeof(ulong), "The schema ends too early");
        Contracts.CheckDecode(reader.ReadUInt64() == Signature, "The schema is not a binary data view");
        reader.ReadUInt64();
        ulong compatible = reader.ReadUInt64();
        Contracts.CheckDecode(OldestReadable <= compatible && compatible <= Version, "The schema is of an unknown version");
        long table = reader.ReadInt64();
        long tail = reader.ReadInt64();
        reader.ReadInt64();
        int count = reader.ReadInt32();
        Contracts.CheckDecode(HeaderSize <= table && table <= tail && tail <= stream.Length - sizeof(ulong) && count >= 0, "Corrupt schema header");
        stream.Position = tail;
        Contracts.CheckDecode(reader.ReadUInt64() == TailSignature, "Incorrect tail signature");

        var builder = new DataViewSchema.Builder();
        stream.Position = table;
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            ValueCodec codec = ValueCodec.ReadDescriptionOrNull(reader);
            reader.ReadByte();
            reader.Read7BitEncodedInt();
            reader.ReadInt64();
            long annotations = reader.ReadInt64();
            if (codec == null)
                continue;
            long next = stream.Position;
            builder.AddColumn(name, codec.Type, annotations == 0 ? null : ReadAnnotations(reader, annotations));
            stream.Position = next;
        }
        return builder.ToSchema();
    }

    // The blocks of the values, and after them the table of these blocks, whose offset is returned; 0 when there are none.
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var blocks = new List<(string Kind, ValueCodec Codec, Compression Compression, long Offset, int Size)>();
        foreach (DataViewSchema.Column annotation in annotations.Schema)
        {
            if (ValueCodec.ForTypeOrNull(annotation.Type) is not { } codec)
                continue;
            var plain = new MemoryStream();
            using (var values = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
                codec.WriteAnnotation(values, annotations, annotation.Name);
            byte[] deflated = Deflated(plain.ToArray());
            bool smaller = deflated.Length < plain.Length;
            byte[] block = smaller ? deflated : plain.ToArray();
            blocks.Add((annotation.Name, codec, smaller ? Compression.Deflate : Compression.None, writer.BaseStream.Position, block.Length));
            writer.Write(block);
        }
        if (blocks.Count == 0)
            return 0;

        long table = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(blocks.Count);
        foreach ((string kind, ValueCodec codec, Compression compression, long offset, int size) in blocks)
        {
            writer.Write(kind);
            codec.WriteDescription(writer);
            writer.Write((byte)compression);
            writer.Write(offset);
            writer.Write7BitEncodedInt(size);
        }
        return table;
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader, long table)
    {
        Stream stream = reader.BaseStream;
        Contracts.CheckDecode(HeaderSize <= table && table < stream.Length, "Annotations out of range");
        stream.Position = table;
        var builder = new DataViewSchema.Annotations.Builder();
        int count = reader.Read7BitEncodedInt();
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            ValueCodec codec = ValueCodec.ReadDescriptionOrNull(reader);
            var compression = (Compression)reader.ReadByte();
            long offset = reader.ReadInt64();
            int size = reader.Read7BitEncodedInt();
            Contracts.CheckDecode(HeaderSize <= offset && 0 <= size && offset <= stream.Length - size, "Annotation out of range");
            if (codec == null || compression > Compression.Deflate)
                continue;
            long next = stream.Position;
            stream.Position = offset;
            byte[] block = reader.ReadBytes(size);
            using var values = new BinaryReader(new MemoryStream(compression == Compression.Deflate ? Inflated(block) : block));
            codec.ReadAnnotation(values, builder, kind);
            stream.Position = next;
        }
        return builder.ToAnnotations();
    }

    private static byte[] Deflated(byte[] bytes)
    {
        var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionMode.Compress, leaveOpen: true))
            deflate.Write(bytes);
        return result.ToArray();
    }

    private static byte[] Inflated(byte[] bytes)
    {
        var result = new MemoryStream();
        using var deflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        deflate.CopyTo(result);
        return result.ToArray();
    }
}
