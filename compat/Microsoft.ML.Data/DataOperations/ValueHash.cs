using System;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Hashes of single values: MurmurHash3 for 32 bits (A. Appleby), of text in UTF-8, cut to 30 bits.</summary>
internal static class ValueHash
{
    public const int DefaultSeed = 314489979;

    private const int Bits = 30;

    public static bool Supports(DataViewType type) => type.IsStandardScalar() && type is not RowIdDataViewType;

    /// <summary>A function that gives the hash of the current value as a number between 0 and 1; NaN for empty text.</summary>
    public static Func<double> Reader(DataViewRow row, DataViewSchema.Column column, uint seed)
    {
        double Narrow(int hash) => Number(Finish(Round(seed, (uint)hash), sizeof(uint)));
        double Wide(long hash) => Number(Finish(Round(Round(seed, (uint)hash), (uint)(hash >> 32)), sizeof(ulong)));
        return column.Type.RawType switch
        {
            var t when t == typeof(ReadOnlyMemory<char>) => RowTests.Read<ReadOnlyMemory<char>, double>(row, column, v => v.IsEmpty ? double.NaN : Number(Text(v.Span.Trim(' '), seed))),
            var t when t == typeof(bool) => RowTests.Read<bool, double>(row, column, v => Narrow(v ? 1 : 0)),
            var t when t == typeof(sbyte) => RowTests.Read<sbyte, double>(row, column, v => Narrow(v)),
            var t when t == typeof(byte) => RowTests.Read<byte, double>(row, column, v => Narrow(v)),
            var t when t == typeof(short) => RowTests.Read<short, double>(row, column, v => Narrow(v)),
            var t when t == typeof(ushort) => RowTests.Read<ushort, double>(row, column, v => Narrow(v)),
            var t when t == typeof(int) => RowTests.Read<int, double>(row, column, Narrow),
            var t when t == typeof(uint) => RowTests.Read<uint, double>(row, column, v => Narrow((int)v)),
            var t when t == typeof(ulong) => RowTests.Read<ulong, double>(row, column, v => Wide((long)v)),
            var t when t == typeof(DateTime) => RowTests.Read<DateTime, double>(row, column, v => Wide(v.Ticks)),
            var t when t == typeof(DateTimeOffset) => RowTests.Read<DateTimeOffset, double>(row, column, v => Wide(v.UtcDateTime.Ticks)),
            var t when t == typeof(TimeSpan) => RowTests.Read<TimeSpan, double>(row, column, v => Wide(v.Ticks)),
            _ => RowTests.Read<long, double>(row, column, Wide),
        };
    }

    private static double Number(uint hash) => ((hash & ((1u << Bits) - 1)) + 0.5) / (1u << Bits);

    private static uint Text(ReadOnlySpan<char> text, uint seed)
    {
        uint hash = seed, block = 0;
        int length = 0;
        foreach (char c in text)
        {
            // Each half of a surrogate pair is a character of three bytes of its own.
            ReadOnlySpan<byte> bytes = c <= 0x7F ? [(byte)c]
                : c <= 0x7FF ? [(byte)(0xC0 | c >> 6), (byte)(0x80 | c & 0x3F)]
                : [(byte)(0xE0 | c >> 12), (byte)(0x80 | c >> 6 & 0x3F), (byte)(0x80 | c & 0x3F)];
            foreach (byte b in bytes)
            {
                block |= (uint)b << (8 * (length & 3));
                if ((++length & 3) != 0)
                    continue;
                hash = Round(hash, block);
                block = 0;
            }
        }
        if ((length & 3) != 0)
            hash ^= Scramble(block);
        return Finish(hash, length);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;

    private static uint Round(uint hash, uint block) => BitOperations.RotateLeft(hash ^ Scramble(block), 13) * 5 + 0xE6546B64;

    private static uint Finish(uint hash, int length)
    {
        hash ^= (uint)length;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return hash ^ hash >> 16;
    }
}
