using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Anomaly.Prototypes.Model;

/// <summary>
/// Reads what <see cref="PayloadWriter"/> wrote. Nothing in the bytes is believed: the checksum comes first, every length is
/// checked against what is left before anything of that size is allocated, and no type is created by name.
/// </summary>
internal static class PayloadReader
{
    private const int ChecksumLength = SHA256.HashSizeInBytes;

    /// <exception cref="FormatException">The bytes are damaged, of another program, or of a newer version of this one.</exception>
    public static ModelPayload Read(Stream stream)
    {
        byte[] header = new byte[PayloadWriter.HeaderLength];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header.AsSpan(0, PayloadWriter.Magic.Length).SequenceEqual(PayloadWriter.Magic))
            throw new FormatException("This is not a model of Microsoft.ML.Anomaly.Prototypes.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != PayloadWriter.FormatVersion)
        {
            throw new FormatException(version > PayloadWriter.FormatVersion
                ? $"The model was saved by a newer version of Microsoft.ML.Anomaly.Prototypes (format {version}, this version reads {PayloadWriter.FormatVersion}). Update the package."
                : $"The model's format version {version} does not exist.");
        }
        long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(12));
        if (length < 0 || length > Array.MaxLength - header.Length - ChecksumLength)
            throw Damaged($"it claims to be {length} bytes long");

        byte[] body = ReadBounded(stream, (int)length + ChecksumLength);
        if (stream.ReadByte() >= 0)
            throw Damaged("something follows its end");
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            hash.AppendData(header);
            hash.AppendData(body, 0, (int)length);
            hash.GetHashAndReset(checksum);
        }
        if (!checksum.SequenceEqual(body.AsSpan((int)length)))
            throw Damaged("its checksum does not match");
        return new Cursor(body.AsMemory(0, (int)length)).ReadPayload();
    }

    private static FormatException Damaged(string how, Exception? inner = null) => new($"The model is damaged: {how}.", inner);

    // Grows with what really arrives, so that a lying length can't make it allocate.
    private static byte[] ReadBounded(Stream stream, int length)
    {
        const int step = 1 << 20;
        var bytes = new byte[Math.Min(length, step)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length)
                throw Damaged("it ends too early");
            if (filled == length)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }
    }

    private sealed class Cursor(ReadOnlyMemory<byte> bytes)
    {
        private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        private int _position;

        public ModelPayload ReadPayload()
        {
            string kind = ReadText();
            JsonObject settings = ReadSettings();
            int count = ReadInt();
            if (count is < 0 or > ModelPayload.MaximumTensors)
                throw Damaged($"it claims to hold {count} tensors");
            var tensors = new List<PayloadTensor>();
            for (int i = 0; i < count; i++)
                tensors.Add(ReadTensor());
            if (_position != bytes.Length)
                throw Damaged($"{bytes.Length - _position} bytes are left over");
            if (tensors.Select(t => t.Name).Distinct().Count() != count)
                throw Damaged("two of its tensors have the same name");
            return new ModelPayload(kind, settings, tensors);
        }

        private JsonObject ReadSettings()
        {
            try
            {
                return JsonNode.Parse(ReadText()) as JsonObject ?? throw Damaged("its settings are not a JSON object");
            }
            catch (JsonException e)
            {
                throw Damaged("its settings are not JSON", e);
            }
        }

        private PayloadTensor ReadTensor()
        {
            string name = ReadText();
            int dimensions = ReadInt();
            if (dimensions is < 0 or > ModelPayload.MaximumDimensions)
                throw Damaged($"tensor '{name}' claims to have {dimensions} dimensions");
            var shape = new int[dimensions];
            long count = 1;
            for (int i = 0; i < dimensions; i++)
            {
                shape[i] = ReadInt();
                if (shape[i] < 0 || (count *= shape[i]) > int.MaxValue)
                    throw Damaged($"tensor '{name}' has an impossible shape");
            }
            ReadOnlySpan<byte> raw = Take(count * sizeof(float));
            var values = new float[count];
            for (int i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
            return new PayloadTensor(name, shape, values);
        }

        private string ReadText()
        {
            try
            {
                return StrictUtf8.GetString(Take(ReadInt()));
            }
            catch (ArgumentException e)
            {
                throw Damaged("a text in it is not UTF-8", e);
            }
        }

        private int ReadInt() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        private ReadOnlySpan<byte> Take(long count)
        {
            if (count < 0 || count > bytes.Length - _position)
                throw Damaged("a length in it points beyond its end");
            ReadOnlySpan<byte> taken = bytes.Span.Slice(_position, (int)count);
            _position += (int)count;
            return taken;
        }
    }
}
