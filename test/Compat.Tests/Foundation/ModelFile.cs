using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace ProtoAnomaly.Compat.Tests.Foundation;

/// <summary>Reads model files without the library.</summary>
internal static class ModelFile
{
    public const string Chain = "TransformerChain/Model.key";

    public static byte[] Save(MLContext ml, ITransformer model, DataViewSchema? schema)
    {
        var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    public static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return zip.Entries.ToDictionary(entry => entry.FullName.Replace('\\', '/'), Content);
    }

    public static byte[] Archive(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
                using (Stream stream = zip.CreateEntry(name).Open())
                    stream.Write(content);
        }
        return file.ToArray();
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        var content = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}

/// <summary>The fields of a model stream, read from the layout of its header.</summary>
internal sealed class ModelKey(byte[] bytes)
{
    public string Signature => Encoding.Latin1.GetString(bytes, 0, 8);

    public uint VersionWritten => UInt32(0x08);

    public uint VersionReadable => UInt32(0x0C);

    public byte[] Model => Block(0x10, 0x18);

    public string ModelSignature => Encoding.Latin1.GetString(bytes, 0x40, 8);

    public uint ModelVersionWritten => UInt32(0x48);

    public uint ModelVersionReadable => UInt32(0x4C);

    public string LoaderSignature => Encoding.Latin1.GetString(bytes, 0x50, 24).TrimEnd('\0');

    public string AlternativeLoaderSignature => Encoding.Latin1.GetString(bytes, 0x68, 24).TrimEnd('\0');

    public string Tail => Encoding.Latin1.GetString(bytes, (int)Int64(0x80), 8);

    public long Limit => Int64(0x88);

    public string AssemblyName => Encoding.Unicode.GetString(bytes, (int)Int64(0x90), (int)UInt32(0x98));

    public bool IsRestZero => bytes.AsSpan(0x9C, 0x100 - 0x9C).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>The strings; the table says where each one ends.</summary>
    public string[] Strings
    {
        get
        {
            byte[] table = Block(0x20, 0x28), chars = Block(0x30, 0x38);
            int[] ends = Enumerable.Range(0, table.Length / 8).Select(i => (int)BitConverter.ToInt64(table, 8 * i)).ToArray();
            return ends.Select((end, i) => Encoding.Unicode.GetString(chars[(i == 0 ? 0 : ends[i - 1])..end])).ToArray();
        }
    }

    private byte[] Block(int offset, int size) => bytes[(int)Int64(offset)..(int)(Int64(offset) + Int64(size))];

    private uint UInt32(int offset) => BitConverter.ToUInt32(bytes, offset);

    private long Int64(int offset) => BitConverter.ToInt64(bytes, offset);
}
