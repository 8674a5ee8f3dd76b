using System;
using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes the random generators of hosts.</summary>
internal static class RandomUtils
{
    public static TauswortheHybrid Create() => new(new Random());

    public static TauswortheHybrid Create(int? seed) => seed is { } value ? Create(value) : Create();

    public static TauswortheHybrid Create(int seed) => new((uint)seed);

    /// <summary>A generator whose seed is drawn from another, which thereby moves on.</summary>
    public static TauswortheHybrid Create(Random seed) => new(seed);

    public static float NextSingle(this Random random) =>
        random is TauswortheHybrid tausworthe ? tausworthe.NextSingle() : random.NextSingle();
}

/// <summary>
/// Three Tausworthe generators and a linear congruential one, combined by exclusive or (L. Howes and D. Thomas, GPU Gems 3,
/// chapter 37). The same numbers on every platform and version, which System.Random does not promise.
/// </summary>
internal sealed class TauswortheHybrid : Random
{
    private uint _z1, _z2, _z3, _z4;

    public TauswortheHybrid(uint seed)
    {
        _z1 = seed;
        _z2 = MurmurRound(_z1, seed);
        _z3 = MurmurRound(_z2, seed);
        _z4 = MurmurRound(_z3, seed);
    }

    public TauswortheHybrid(Random random)
    {
        _z1 = TauswortheSeed(random);
        _z2 = TauswortheSeed(random);
        _z3 = TauswortheSeed(random);
        _z4 = Bits(random);
    }

    public override float NextSingle() => (NextBits() >> 9) * (1f / (1 << 23));

    public override double NextDouble() => NextBits() * (1.0 / (1L << 32));

    public override int Next() => (int)(NextBits() & int.MaxValue);

    public override int Next(int maxValue)
    {
        Contracts.CheckParam(maxValue >= 0, nameof(maxValue), "maxValue must be non-negative");
        return (int)(((ulong)NextBits() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        Contracts.CheckParam(minValue <= maxValue, nameof(minValue), "minValue must be less than or equal to maxValue.");
        long range = (long)maxValue - minValue;
        return (int)((long)(NextDouble() * range) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        Contracts.CheckValue(buffer, nameof(buffer));
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref byte b in buffer)
            b = (byte)Next();
    }

    protected override double Sample() => NextDouble();

    private uint NextBits()
    {
        _z1 = Tausworthe(_z1, 13, 19, 12, ~0x1u);
        _z2 = Tausworthe(_z2, 2, 25, 4, ~0x7u);
        _z3 = Tausworthe(_z3, 3, 11, 17, ~0xFu);
        _z4 = 1664525 * _z4 + 1013904223;
        return _z1 ^ _z2 ^ _z3 ^ _z4;
    }

    private static uint Tausworthe(uint z, int s1, int s2, int s3, uint mask) => ((z & mask) << s3) ^ (((z << s1) ^ z) >> s2);

    // One round of MurmurHash3 for 32 bits.
    private static uint MurmurRound(uint hash, uint chunk)
    {
        chunk = BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return BitOperations.RotateLeft(hash ^ chunk, 13) * 5 + 0xE6546B64;
    }

    private static uint Bits(Random random) => ((uint)random.Next(0x10000) << 16) | (uint)random.Next(0x10000);

    // A Tausworthe generator needs a state of at least 128.
    private static uint TauswortheSeed(Random random)
    {
        uint seed;
        do
            seed = Bits(random);
        while (seed < 128);
        return seed;
    }
}
