using System;

namespace Microsoft.ML.Data;

/// <summary>
/// A 128-bit row number that stays with a row through filters and shuffles. Derived numbers (<see cref="Fork"/>,
/// <see cref="Next"/>, <see cref="Combine"/>) are well mixed, so that collisions are out of the question in practice.
/// </summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public int CompareTo(DataViewRowId other)
    {
        int result = High.CompareTo(other.High);
        return result == 0 ? Low.CompareTo(other.Low) : result;
    }

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => (int)(Low ^ (Low >> 32) ^ (7 * High) ^ (7 * (High >> 32)));

    public override string ToString() => $"{High:x16}{Low:x16}";

    /// <summary>A number derived from this one, differing from <see cref="Next"/>.</summary>
    public DataViewRowId Fork() => Mix(Low, High, 0xa0761d6478bd642ful, 0xe7037ed1a0b428dbul);

    /// <summary>The next number of the sequence that starts at this one.</summary>
    public DataViewRowId Next() => Mix(Low, High, 0x8ebc6af09c88c6e3ul, 0x589965cc75374cc3ul);

    public DataViewRowId Combine(DataViewRowId other) =>
        Mix(Low ^ Scramble(other.Low + 0x9e3779b97f4a7c15ul), High ^ Scramble(other.High + 0xd1b54a32d192ed03ul), 0x2d358dccaa6c78a5ul, 0x8bb84b93962eacc9ul);

    private static DataViewRowId Mix(ulong low, ulong high, ulong lowStep, ulong highStep)
    {
        low = Scramble(low + lowStep) ^ high;
        high = Scramble(high + highStep + low);
        return new DataViewRowId(Scramble(low + high), high);
    }

    // The finalizer of SplitMix64: a bijection in which each input bit flips half of the output bits.
    private static ulong Scramble(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ul;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebul;
        return x ^ (x >> 31);
    }
}
