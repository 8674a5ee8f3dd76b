using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.Anomaly.Prototypes;

/// <summary>Reads the format of MNIST and its relatives: an array of bytes, packed by gzip or not.</summary>
public static class IdxFile
{
    private const int UnsignedByte = 8;
    private const int MaximumDimensions = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Such as train-images-idx3-ubyte.gz.</param>
    /// <exception cref="FormatException">It is not such a file, is damaged, or holds other numbers than bytes.</exception>
    public static IdxArray Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads a stream, to its end.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <exception cref="FormatException">It is not in this format, is damaged, or holds other numbers than bytes.</exception>
    public static IdxArray Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long start = stream.Position;
        bool isPacked = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = start;
        if (!isPacked)
            return ReadPlain(stream);
        try
        {
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            return ReadPlain(unpacked);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("The IDX file is damaged: gzip can't unpack it.", e);
        }
    }

    private static IdxArray ReadPlain(Stream stream)
    {
        Span<byte> header = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header[0] != 0 || header[1] != 0)
            throw new FormatException("This is not an IDX file: it must start with two zero bytes.");
        if (header[2] != UnsignedByte)
            throw new FormatException($"The IDX file holds numbers of type 0x{header[2]:x2}; only unsigned bytes (0x08) are supported.");
        if (header[3] is 0 or > MaximumDimensions)
            throw new FormatException($"The IDX file claims to have {header[3]} dimensions.");
        var dimensions = new int[header[3]];
        long count = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                throw new FormatException("The IDX file is damaged: it ends within its header.");
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header);
            if (dimensions[i] < 0 || (count *= dimensions[i]) > Array.MaxLength)
                throw new FormatException("The IDX file is damaged: its dimensions are impossible.");
        }
        // Grows with what really arrives, so that a lying header can't make it allocate.
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.Length == count
            ? new IdxArray(dimensions, content.ToArray())
            : throw new FormatException($"The IDX file is damaged: it should hold {count} values, but holds {content.Length}.");
    }
}

/// <summary>An array of bytes.</summary>
public sealed class IdxArray
{
    private readonly int[] _dimensions;
    private readonly byte[] _values;

    internal IdxArray(int[] dimensions, byte[] values) => (_dimensions, _values) = (dimensions, values);

    /// <summary>Its dimensions, outermost first: of images their number, height and width; of labels their number.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>The values in row-major order.</summary>
    public ReadOnlySpan<byte> Values => _values;

    /// <summary>The number of things along the first dimension, such as images.</summary>
    public int Count => _dimensions[0];

    /// <summary>One of them as a vector of numbers from 0 to 255, such as the pixels of an image; a label is a vector of one.</summary>
    /// <param name="index">From 0 on.</param>
    public float[] Vector(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int size = _values.Length / Count;
        var vector = new float[size];
        for (int i = 0; i < size; i++)
            vector[i] = _values[((long)index * size) + i];
        return vector;
    }
}
