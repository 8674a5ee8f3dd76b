namespace TorchSharp.Utils;

/// <summary>Numbers in seven-bit groups, lowest first; the top bit of a byte says that more follow.</summary>
internal static class LEB128
{
    public static void Encode(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value > 0x7f; value >>= 7)
            writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    public static long Decode(this BinaryReader reader)
    {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte group = reader.ReadByte();
            result |= (long)(group & 0x7f) << shift;
            if (group < 0x80)
                return result;
        }
        throw new InvalidDataException("A number in the stream is longer than 64 bits.");
    }
}
