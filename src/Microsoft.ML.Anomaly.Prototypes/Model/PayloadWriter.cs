using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>
/// Writes a <see cref="ModelPayload"/>: magic, format version, length of the body, body, SHA-256 of all that comes before it.
/// All numbers are little-endian; docs/model-format.md has the layout.
/// </summary>
internal static class PayloadWriter
{
    public static ReadOnlySpan<byte> Magic => "PROTOANM"u8;

    public const int FormatVersion = 1;

    /// <summary>Magic, format version (int32) and body length (int64).</summary>
    public const int HeaderLength = 8 + sizeof(int) + sizeof(long);

    public static byte[] ToBytes(ModelPayload payload)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(0L);
        WriteText(writer, payload.Kind);
        WriteText(writer, payload.Settings.ToJsonString());
        writer.Write(payload.Tensors.Count);
        foreach (PayloadTensor tensor in payload.Tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write(tensor.Shape.Length);
            foreach (int size in tensor.Shape)
                writer.Write(size);
            var bytes = new byte[tensor.Values.Length * sizeof(float)];
            for (int i = 0; i < tensor.Values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), tensor.Values[i]);
            writer.Write(bytes);
        }
        writer.Flush();

        byte[] content = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(Magic.Length + sizeof(int)), content.Length - HeaderLength);
        return [.. content, .. SHA256.HashData(content)];
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}
